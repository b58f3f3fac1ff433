"""Permit checks become procedures that come to the same outcome: as the tables say, and on every channel."""

import json
import random
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from lxml import html

from channels.models import Channel
from content_models.models import Item
from content_models.procedures import check, evaluate, paths
from contenthub.dispatch.produce import produce
from contenthub.importing.save import Importer
from contenthub.importing.vergunningcheck import read_folder
from contenthub.importing.vergunningcheck.tables import Check, read_check
from contenthub.importing.vergunningcheck.tree import TITLES, Tree
from contenthub.install import load_presets, make_operator
from contenthub.publishing.models import Publication
from tests.conftest import shared

DAY = date(2026, 1, 1)
SIZES = {
    "Dakkapel monument": (6, 4),
    "Dakkapel bouwen": (36, 55),
    "Bomenkap- nieuw": (28, 30),
    "Sloopvergunning - toestemming monument": (7, 6),
    "Sloopvergunning - toestemming slopen in BSG": (10, 10),
    "Sloopmelding": (7, 6),
}
"""Nodes and ways through, by check: 111 ways in all."""


def checks() -> list[Check]:
    files = sorted(shared("data", "nl_vergunningcheck").glob("*.json"))
    return [read_check(one) for file in files for one in json.loads(file.read_text())["permits"]]


def by_the_tables(found: Check, answers: Mapping[str, Any]) -> str:
    """Return the outcome of a full set of answers, by the first rule of each table that fits."""
    taken = {
        name: next(rule.gives for rule in rules if all(answers[key] == value for key, value in rule.needs))
        for name, rules in found.decisions.items()
    }
    return next(rule.gives.name for rule in found.last if all(taken[key] == value for key, value in rule.needs))


def test_a_procedure_comes_to_what_the_tables_say() -> None:
    for found in checks():
        procedure = Tree(found).procedure()
        assert (len(procedure["nodes"]), len(paths(procedure, DAY))) == SIZES[found.name]
        assert [one for one in check(procedure) if not one.path.endswith(".body")] == []
        outcomes = {node["id"]: node.get("disposition") for node in procedure["nodes"]}
        chance = random.Random(8)
        for _round in range(200):
            answers = {one.id: chance.choice(one.answers) for one in found.questions}
            given = {f"q{number}": value_of(one, answers[one.id]) for number, one in enumerate(found.questions, 1)}
            assert outcomes[evaluate(procedure, given, DAY)[-1]] == by_the_tables(found, answers)


def value_of(question: Any, answer: Any) -> Any:
    return f"a{question.options.index(answer) + 1}" if question.options else answer


def test_a_file_of_another_shape_is_listed_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"slug": "x", "permits": [{"name": "y"}]}')
    (tmp_path / "b.json").write_text("{")
    reading = read_folder(tmp_path)
    assert [one["reason"].split(":")[0] for one in reading.failed] == [
        "This is no permit check (KeyError",
        "This is not JSON",
    ]


@pytest.mark.django_db
def test_every_way_through_ends_the_same_on_web_app_print_and_desk(
    locales: Any, make_channel: Any, tmp_path: Path
) -> None:
    operator = make_operator()
    load_presets(operator)
    report = Importer(read_folder(shared("data", "nl_vergunningcheck")), operator, publish=True).run()
    assert (report.created, report.published, report.failed) == (6, 6, [])
    channels: dict[str, Channel] = {kind: make_channel(kind) for kind in ("web", "app", "print", "servicedesk")}
    for channel in channels.values():
        assert produce(channel, tmp_path / channel.key).failed == []
    ways = 0
    for item in Item.objects.order_by("title"):
        procedure = document_of(item)
        files = {
            "web": Page((tmp_path / "web" / "nl" / item.key / "index.html").read_text()),
            "desk": Desk((tmp_path / "servicedesk" / "nl" / f"{item.key}.html").read_text()),
            "app": App((tmp_path / "app" / "nl" / f"{item.key}.json").read_text()),
            "print": Paper(tmp_path / "print" / "nl" / f"{item.key}.pdf"),
        }
        titles = {node["id"]: node.get("title") for node in procedure["nodes"]}
        for way in paths(procedure, DAY):
            labels = [label_of(procedure, name, way.answers) for name in way.nodes[:-1]]
            found = {name: file.follow(labels, way.answers) for name, file in files.items()}
            assert found == dict.fromkeys(files, titles[way.outcome]), (item.title, labels)
            assert titles[way.outcome] in TITLES.values()
            ways += 1
    assert ways == 111


def document_of(item: Item) -> Any:
    return Publication.objects.get(uuid=item.uuid).snapshot.document["procedure"]


def label_of(procedure: Any, node: str, answers: Mapping[str, Any]) -> str:
    """Return the answer at a node as people read it."""
    name = next(one for one in procedure["nodes"] if one["id"] == node)["input"]
    asked, value = procedure["inputs"][name], answers[name]
    if asked["kind"] == "yesno":
        return "Ja" if value else "Nee"
    return str(next(one["label"] for one in asked["options"] if one["value"] == value))


def words(node: Any) -> str:
    return " ".join(node.text_content().split())


class Page:
    """The wizard on the web, followed by its links; without a script only the address says where one is."""

    def __init__(self, page: str) -> None:
        tree = html.fromstring(page)
        self.states = {one.get("id"): one for one in tree.xpath('//div[@class="wizard"]/section')}

    def follow(self, labels: list[str], _answers: Any) -> str:
        here = next(iter(self.states.values()))
        for label in labels:
            links = [one for one in here.xpath('.//ul[@class="answers"]//a') if words(one) == " ".join(label.split())]
            here = self.states[links[0].get("href").removeprefix("#")]
        return words(here.xpath("./h3|./h4|./h2")[0])


class Desk:
    """The script at the desk, followed by its answer buttons."""

    def __init__(self, page: str) -> None:
        self.nodes = {f"#{one.get('id')}": one for one in html.fromstring(page).xpath('//ol[@class="procedure"]/li')}

    def follow(self, labels: list[str], _answers: Any) -> str:
        here = next(iter(self.nodes.values()))
        for label in labels:
            here = self.nodes[next(one.get("href") for one in here.xpath(".//a") if one.get("data-answer") == label)]
        return words(here.xpath("./h3|./h4|./h2")[0]).partition(" ")[2]


class App:
    """The document of an app, followed as its contract says: the first branch that holds."""

    def __init__(self, document: str) -> None:
        fields = json.loads(document)["fields"]
        self.procedure = next(one["value"] for one in fields if one["kind"] == "procedure")

    def follow(self, _labels: list[str], answers: Mapping[str, Any]) -> str:
        nodes = {one["id"]: one for one in self.procedure["nodes"]}
        here = self.procedure["nodes"][0]
        while here["next"]:
            here = nodes[next(one["to"] for one in here["next"] if one.get("else") or self.holds(one["if"], answers))]
        return str(here["title"])

    @staticmethod
    def holds(condition: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
        ((operator, (name, value)),) = condition.items()
        assert operator == "eq"
        return bool(answers[name] == value)


class Paper:
    """The printed list, read as text and followed from step to step by its numbers."""

    def __init__(self, file: Path) -> None:
        document = pypdfium2.PdfDocument(file)
        self.text = squeeze("".join(page.get_textpage().get_text_range() for page in document))
        document.close()

    def follow(self, labels: list[str], _answers: Any) -> str:
        here, number, title = self.text, "1", ""
        for label in labels:
            found = re.search(rf"{re.escape(squeeze(label))}:stap(\d+),", self.part(number))
            assert found, (label, number, here[:80])
            number = found[1]
        title = next(one for one in TITLES.values() if self.part(number).startswith(squeeze(one)))
        return title

    def part(self, number: str) -> str:
        """Return what stands behind the number of a step, up to the next number."""
        starts = {squeeze(one) for one in TITLES.values()}
        heads = [one.end() for one in re.finditer(rf"(?<!\d){number}\.", self.text)]
        after = int(number) + 1
        parts = [re.split(rf"(?<!\d){after}\.", self.text[place:])[0] for place in heads]
        good = [one for one in parts if ":stap" in one or any(one.startswith(start) for start in starts)]
        assert good, number
        return good[0]


def squeeze(text: str) -> str:
    return re.sub("[\\s\u00ad\ufffe\x02-]+", "", text)
