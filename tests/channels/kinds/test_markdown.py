"""Markdown: hours and addresses keep their lines, also in a list."""

from typing import Any

import pytest

from channels.kinds.markdown import kind
from tests.channels import samples
from tests.channels.samples import field, item
from tests.channels.test_signage import HOURS, LINES


def test_days_that_differ_stand_below_a_line_that_says_so() -> None:
    shown = item("Stadhuis", "stadhuis", [field("hours", "fact", "Openingstijden", HOURS)])
    text = kind().render_item(samples.payload(shown))[0].content.decode().replace("\u00a0", " ").replace("\u2060", "")
    lines = [*LINES[:7], "Andere tijden:", *LINES[7:]]
    assert text.partition("# Stadhuis\n\n")[2] == "- Openingstijden:\\\n  " + "\\\n  ".join(lines) + "\n"


@pytest.mark.parametrize(
    ("status", "more", "told"),
    [
        (
            "WITHDRAWN",
            {"notice": "De weg is open."},
            "# Ingetrokken: “Weg dicht”\n\n> Dit is ingetrokken. De weg is open.\n",
        ),
        ("WITHDRAWN", {}, "# Ingetrokken: “Weg dicht”\n\n> Dit is ingetrokken.\n"),
        ("GONE", {}, "# Weg dicht\n\n“Weg dicht” is verwijderd.\n"),
        ("LIVE", {}, "# Weg dicht\n\nRijd om.\n"),
    ],
)
def test_a_file_says_what_became_of_its_item_and_nothing_that_no_longer_holds(
    status: str, more: dict[str, Any], told: str
) -> None:
    closed = item("Weg dicht", "weg", [field("t", "long_text", "T", "Rijd om.")], status=status, **more)
    head, _, body = kind().render_item(samples.payload(closed))[0].content.decode().partition("---\n\n")
    assert body == told
    assert ('title: "Ingetrokken: “Weg dicht”"' in head, "status:" in head) == (status == "WITHDRAWN", status != "LIVE")


def test_a_value_of_several_lines_keeps_them() -> None:
    hours = samples.price(kind="opening_hours", text="maandag: gesloten\ndinsdag: 9.00 uur")
    rows = [field("hours", "fact", "Openingstijden", hours), field("price", "fact", "Prijs", samples.price())]
    shown = item("Milieustraat", "milieustraat", [*rows, field("more", "list", "Ook", [hours])])
    text = kind().render_item(samples.payload(shown))[0].content.decode()
    assert text.partition("# Milieustraat\n\n")[2] == (
        "- Openingstijden:\\\n  maandag: gesloten\\\n  dinsdag: 9.00 uur\n- Prijs: € 83,87\n\n"
        "## Ook\n\n- maandag: gesloten\\\n  dinsdag: 9.00 uur\n"
    )
