"""Stored documents: registered by command when every one of them can be answered, and only then."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from channels.models import ChannelQuery
from contenthub.query import answer
from tests.contenthub.query.conftest import Town

pytestmark = pytest.mark.django_db

GOOD = '{ faqs(locale: "nl") { nodes { title } } }'


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "index.graphql").write_text(GOOD)
    return tmp_path


def test_files_become_documents_of_the_channel(town: Town, files: Path, capsys: Any) -> None:
    call_command("documents", "town-web", files / "index.graphql")
    stored = ChannelQuery.objects.get()
    assert (stored.name, stored.text) == ("index", GOOD)
    assert stored.document_id in capsys.readouterr().out
    assert answer(town.token, stored.document_id).data == {"faqs": {"nodes": []}}
    (files / "index.graphql").write_text(GOOD.replace("title", "key"))
    call_command("documents", "town-web", files / "index.graphql")
    assert ChannelQuery.objects.get().text == GOOD.replace("title", "key")


def test_one_that_cannot_be_answered_registers_none(town: Town, files: Path, capsys: Any) -> None:
    (files / "wrong.graphql").write_text('{\n  faqs(locale: "nl") { nodes { nope } } }')
    with pytest.raises(CommandError, match="1 of 2 documents cannot be answered; nothing was registered"):
        call_command("documents", "town-web", files / "index.graphql", files / "wrong.graphql")
    assert (
        "wrong: Cannot query field 'nope' on type 'Faq'. Did you mean 'code' or 'more'? (line 2)"
        in capsys.readouterr().err
    )
    assert ChannelQuery.objects.count() == 0


def test_internal_fields_need_a_channel_that_may_see_them(town: Town, files: Path) -> None:
    (files / "memo.graphql").write_text('{ faqs(locale: "nl") { nodes { memo } } }')
    with pytest.raises(CommandError):
        call_command("documents", "town-web", files / "memo.graphql", check=True)
    town.token.scopes = ["internal"]
    town.token.save()
    call_command("documents", "town-web", files / "memo.graphql", check=True)
    assert ChannelQuery.objects.count() == 0


def test_a_wrong_channel_or_file_is_named(town: Town, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There are: town-web"):
        call_command("documents", "nowhere")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("documents", "town-web", tmp_path / "none.graphql")
