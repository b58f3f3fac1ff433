"""An app follows the produced bundle: what a new price changes is in the delta, as a file of its own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from channels.models import Channel
from content_models.models import Fact, Item
from contenthub.dispatch.produce import produce


def test_a_new_price_is_fetched_and_nothing_else(
    item: Item,
    make_item: Callable[..., Item],
    publish: Callable[..., Item],
    make_channel: Callable[..., Channel],
    fact: Fact,
    change_fact: Callable[[Fact, Any], None],
    tmp_path: Path,
) -> None:
    publish(make_item(title="Trouwen"))
    app = make_channel("app")
    produce(app, tmp_path)
    had = json.loads((tmp_path / "bundle.json").read_text())
    assert (had["change"], len(had["items"])) == (1, 2)
    assert produce(app, tmp_path).files.written == []
    change_fact(fact, {"amount": "76.90", "currency": "EUR"})
    produce(app, tmp_path, item=item.key)
    delta = json.loads((tmp_path / "delta/1.json").read_text())
    assert delta["since"] == {"change": 1, "revision": had["revision"]}
    assert [one["key"] for one in delta["items"]] == [item.key]
    document = json.loads((tmp_path / delta["items"][0]["file"]).read_text())
    assert "€\u00a076,90" in json.dumps(document, ensure_ascii=False)
    assert json.loads((tmp_path / f"delta/{delta['change']}.json").read_text())["items"] == []
