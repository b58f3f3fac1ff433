"""The few words around values, in the languages we write; another language gets signs instead of foreign words."""

from __future__ import annotations

from dataclasses import dataclass

NBSP = "\u00a0"


@dataclass(frozen=True)
class Phrases:
    """Words of one language; "" means that this language does without."""

    free: str = ""
    closed: str = "\u2014"
    always_open: str = ""
    all_day: str = ""
    hour: str = ""
    comma: str = ", "
    semicolon: str = "; "
    spoken_from: str = ""
    spoken_to: str = " \u2013 "
    days_to: str = " \u2013 "
    starting: str = "{} \u2013"
    between: str = "{} \u2013 {}"
    through: str = "{} \u2013 {}"
    extension: str = "#"
    at: str = "@"
    dot: str = "."
    slash: str = "/"
    dash: str = "-"
    underscore: str = "_"


PHRASES = {
    "nl": Phrases(
        free="gratis",
        closed="gesloten",
        always_open="dag en nacht open",
        all_day="24 uur per dag",
        hour="uur",
        spoken_from="van ",
        spoken_to=" tot ",
        days_to=" tot en met ",
        starting="vanaf {}",
        between="{} tot {}",
        through="{} tot en met {}",
        extension="toestel",
        at="apenstaartje",
        dot="punt",
        slash="slash",
        dash="streepje",
        underscore="laag streepje",
    ),
    "en": Phrases(
        free="free",
        closed="closed",
        always_open="open 24 hours a day",
        all_day="24 hours",
        spoken_from="from ",
        spoken_to=" to ",
        days_to=" to ",
        starting="from {}",
        between="{} to {}",
        through="{} to {}",
        extension="extension",
        at="at",
        dot="dot",
        slash="slash",
        dash="dash",
        underscore="underscore",
    ),
    "ar": Phrases(
        free="مجانًا",
        closed="مغلق",
        always_open="مفتوح على مدار الساعة",
        all_day="على مدار الساعة",
        comma="، ",
        semicolon="؛ ",
        spoken_from="من ",
        spoken_to=" إلى ",
        days_to=" إلى ",
        starting="اعتبارًا من {}",
        between="من {} إلى {}",
        through="من {} إلى {}",
        extension="تحويلة",
        at="آت",
        dot="نقطة",
        slash="شرطة مائلة",
        dash="شرطة",
        underscore="شرطة سفلية",
    ),
    **dict.fromkeys(("ckb", "fa", "ps", "sd", "ug", "ur"), Phrases(comma="، ", semicolon="؛ ")),
}
NEUTRAL = Phrases()


def phrases(language: str) -> Phrases:
    """Return the phrases of a language, or signs."""
    return PHRASES.get(language, NEUTRAL)
