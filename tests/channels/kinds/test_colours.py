"""House colours keep AA contrast, whatever they are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.kinds.arrange.colours import Colour, contrast, tokens


def parse(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def schemes(css: str) -> list[dict[str, Colour]]:
    light, dark = css.split("@media")
    return [{name: parse(value) for name, value in re.findall(r"--([\w-]+):(#\w{6})", part)} for part in (light, dark)]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ((0, 0, 0), (255, 255, 255), 21.0),
        ((255, 255, 255), (255, 255, 255), 1.0),
        ((0x77, 0x77, 0x77), (255, 255, 255), 4.48),
    ],
)
def test_contrast_is_that_of_wcag(one: Colour, other: Colour, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio


@given(st.tuples(*[st.integers(0, 255)] * 3), st.tuples(*[st.integers(0, 255)] * 3))
def test_any_colours_stay_readable(brand: Colour, accent: Colour) -> None:
    css, _ = tokens({"brand": "#{:02x}{:02x}{:02x}".format(*brand), "accent": "#{:02X}{:02X}{:02X}".format(*accent)})
    light, dark = schemes(css)
    for scheme, paper, ink in (
        (light, (255, 255, 255), (0x16, 0x19, 0x1D)),
        (dark, (0x14, 0x18, 0x1C), (0xEE, 0xF1, 0xF3)),
    ):
        pairs = [
            (scheme["link"], paper),
            (scheme["link"], scheme["tint"]),
            (scheme["on-brand"], scheme["brand"]),
            (ink, scheme["tint"]),
        ]
        assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def test_a_colour_that_is_none_is_reported_and_left_out() -> None:
    css, findings = tokens({"brand": "red; } body { display: none", "accent": "#fd0"})
    assert "display" not in css
    assert [(one.level, one.where) for one in findings] == [("warning", "colours.brand"), ("info", "colours.accent")]
    assert tokens({})[1] == ()
