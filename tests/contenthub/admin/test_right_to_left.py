"""Text that runs from the right is written and read so, whatever the language of the admin."""

from collections.abc import Callable
from html import unescape

from django.test import Client

from content_models.formblocks import form_block
from content_models.models import Item
from content_models.spec import ModelSpec
from contenthub.users import User
from tests.conftest import SERVICE
from tests.contenthub.admin.test_screens import url


def test_every_text_in_a_form_takes_the_direction_of_what_is_typed(
    client: Client, publisher: User, make_item: Callable[..., Item]
) -> None:
    item = make_item("متى أبلغ عن انتقالي؟")
    client.force_login(publisher)
    page = unescape(client.get(url("edit", item.pk)).content.decode())
    title = page[page.index('name="title"') :].split(">")[0]
    assert 'dir="auto"' in title
    blocks = form_block(ModelSpec.read(SERVICE, 1)).child_blocks
    found = {key: blocks[key].field.widget.attrs.get("dir") for key in ("summary", "code")}
    assert found == {"summary": "auto", "code": "auto"}
