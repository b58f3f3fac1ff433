"""Markdown: hours and addresses keep their lines, also in a list."""

from channels.kinds.markdown import kind
from tests.channels import samples
from tests.channels.samples import field, item


def test_a_value_of_several_lines_keeps_them() -> None:
    hours = samples.price(kind="opening_hours", text="maandag: gesloten\ndinsdag: 9.00 uur")
    rows = [field("hours", "fact", "Openingstijden", hours), field("price", "fact", "Prijs", samples.price())]
    shown = item("Milieustraat", "milieustraat", [*rows, field("more", "list", "Ook", [hours])])
    text = kind().render_item(samples.payload(shown))[0].content.decode()
    assert text.partition("# Milieustraat\n\n")[2] == (
        "- Openingstijden:\\\n  maandag: gesloten\\\n  dinsdag: 9.00 uur\n- Prijs: € 83,87\n\n"
        "## Ook\n\n- maandag: gesloten\\\n  dinsdag: 9.00 uur\n"
    )
