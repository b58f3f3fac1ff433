"""How quick authoring is: `uv run python tests/benchmarks/authoring.py [--json]`.

The edit form of a content model of 30 fields beside a stock Wagtail snippet with 30 fields alike, in one run;
the preview of an item on the five channels; and a refresh of it: the form sent, each of them rendered anew.
Works in a scratch folder of its own.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
KINDS = ("text", "long_text", "rich_text", "number", "date", "url")
FIELDS = 30
TIMES = 15
FIVE = ("web", "email", "app", "print", "servicedesk")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["HUB_VAR_DIR"] = scratch
        os.environ["DATABASE_URL"] = f"sqlite:///{scratch}/bench.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "contenthub.settings"
        os.environ.setdefault("HUB_ALLOWED_HOSTS", "testserver 127.0.0.1")
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        figures = run()
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:32} {value}")


def run() -> dict[str, Any]:
    from django.test import Client

    from contenthub.install import install

    stock = stock_snippet()
    person = install(lambda _line: None)
    create_table(stock)
    client = Client()
    client.force_login(person)
    item = make_item(person)
    row = stock.objects.create(**{f"f{number}": "" for number in range(FIELDS) if KINDS[number % 6] != "number"})
    ours, theirs = edit_url(item), edit_url(row)
    figures = paired(lambda: get(client, ours), lambda: get(client, theirs))
    return {**figures, **previews(client, item)}


def stock_snippet() -> Any:
    """Return a snippet as a developer would write one: a column for each field, drafts and revisions."""
    from django.db import models
    from wagtail.admin.panels import FieldPanel
    from wagtail.fields import RichTextField
    from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin
    from wagtail.snippets.models import register_snippet

    columns: dict[str, Any] = {
        "text": lambda: models.CharField(max_length=200, blank=True),
        "long_text": lambda: models.TextField(blank=True),
        "rich_text": lambda: RichTextField(blank=True),
        "number": lambda: models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True),
        "date": lambda: models.CharField(max_length=10, blank=True),
        "url": lambda: models.URLField(blank=True),
    }
    fields = {f"f{number}": columns[KINDS[number % 6]]() for number in range(FIELDS)}
    body = {
        "__module__": "contenthub.models",
        "Meta": type("Meta", (), {"app_label": "contenthub"}),
        "panels": [FieldPanel(name) for name in fields],
        **fields,
    }
    made = type("Stock", (PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model), body)
    register_snippet(made)
    return made


def create_table(model: Any) -> None:
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection

    with connection.schema_editor() as editor:
        editor.create_model(model)
    ContentType.objects.get_for_model(model)


def make_item(person: Any) -> Any:
    """Return a published item of a model with 30 fields, and the five usual channels."""
    from wagtail.models import Locale

    from channels.models import Channel, ChannelQuery
    from channels.registry import installed
    from content_models.models import ContentModel, Item
    from content_models.spec import ModelSpec

    fields = [{"key": f"f{number}", "kind": KINDS[number % 6]} for number in range(FIELDS)]
    model = ContentModel()
    model.set_definition(ModelSpec.read({"key": "bench", "fields": fields}))
    model.save()
    model.save_revision(user=person).publish(user=person)
    for kind in FIVE:
        channel = Channel.objects.get_or_create(key=kind, defaults={"name": kind, "kind": kind, "status": "active"})[0]
        if not channel.queries.exists():
            for name, text in installed().kind(kind).queries.items():
                ChannelQuery.objects.create(channel=channel, name=name, text=text)
    words = "<p>" + "De gemeente helpt u met uw aanvraag. " * 12 + "</p>"
    values = {"text": "Kort", "long_text": "Lang " * 40, "rich_text": words, "number": "3", "date": "2027-01-31"}
    body = {one["key"]: values[one["kind"]] for one in fields if one["kind"] in values}
    item = Item(
        content_model=model, model_version=1, title="Meting", key="meting", body=body, locale=Locale.get_default()
    )
    item.save()
    item.save_revision(user=person).publish(user=person)
    return Item.objects.get(pk=item.pk)


def edit_url(thing: Any) -> str:
    from django.urls import reverse

    return reverse(type(thing).snippet_viewset.get_url_name("edit"), args=[thing.pk])


def get(client: Any, url: str) -> Any:
    answered = client.get(url)
    assert answered.status_code == 200, (url, answered.status_code)
    return answered.content


def paired(one: Callable[[], Any], two: Callable[[], Any]) -> dict[str, float]:
    """Time both in turns, so that what else the machine does meets both alike."""
    one(), two()
    times: tuple[list[float], list[float]] = ([], [])
    for _time in range(TIMES):
        for place, act in enumerate((one, two)):
            times[place].append(timed(act))
    ours, theirs = (statistics.median(found) for found in times)
    names = ("edit_form_30_fields_ms", "stock_snippet_30_fields_ms")
    return {
        **{name: round(value, 1) for name, value in zip(names, (ours, theirs), strict=True)},
        "ratio": round(ours / theirs, 2),
    }


def previews(client: Any, item: Any) -> dict[str, float]:
    from django.urls import reverse
    from django.utils import timezone

    from contenthub.dispatch.preview import preview
    from contenthub.query.preview import drafts_of

    def render() -> None:
        now = timezone.now()
        drafts, _intakes = drafts_of([item], [], now)
        shown = preview(drafts, drafts.items[item.uuid, item.locale.language_code], now, internal=True)
        assert [one.reason for one in shown] == [""] * 5, [one.reason for one in shown]

    url = reverse(type(item).snippet_viewset.get_url_name("preview_on_edit"), args=[item.pk])
    sent = form_data(item)

    def refresh() -> None:
        assert client.post(url, sent).json()["is_valid"]
        get(client, url)

    found = {}
    for name, act in (("preview_five_channels_ms", render), ("preview_refresh_ms", refresh)):
        act()
        times = [timed(act) for _time in range(TIMES)]
        found[name] = round(statistics.median(times), 1)
        found[f"{name.removesuffix('_ms')}_worst_ms"] = round(max(times), 1)
    return found


def form_data(item: Any) -> dict[str, str]:
    """Return what the editor's browser would send."""
    words = {"key": "a", "text": "Woorden. " * 40, "type": "unstyled", "depth": 0}
    rich = json.dumps({"blocks": [{**words, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}})
    values = {
        "text": "Kort",
        "long_text": "Lang " * 40,
        "rich_text": rich,
        "number": "3",
        "date": "2027-01-31",
        "url": "",
    }
    fields = {f"body-f{number}": values[KINDS[number % 6]] for number in range(FIELDS)}
    empty = dict.fromkeys(("subject", "owner", "review_by", "go_live_at", "expire_at"), "")
    return {"content_model": str(item.content_model_id), "title": "Meting", "key": "meting", **empty, **fields}


def timed(act: Callable[[], Any]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
