"""Numbers in words, in Dutch and English, from 0 to 999,999,999.

Dutch follows the Taalunie: one word up to a thousand, a space after "duizend" and around "miljoen", a diaeresis where
two vowels would run together. A lone one is "één", as it would otherwise be read as an article.
"""

from __future__ import annotations

from decimal import Decimal


def words_of(text: str) -> list[str]:
    return text.split()


LARGEST = 999_999_999
LANGUAGES = frozenset({"nl", "en"})

NL_SMALL = words_of(
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien"
    " achttien negentien"
)
NL_TENS = words_of("nul tien twintig dertig veertig vijftig zestig zeventig tachtig negentig")
EN_SMALL = words_of(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
EN_TENS = words_of("zero ten twenty thirty forty fifty sixty seventy eighty ninety")
EN_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}
EN_ORDINALS |= {"twelve": "twelfth"}
POINT = {"nl": "komma", "en": "point"}
MINUS = {"nl": "min", "en": "minus"}


def number_words(number: int, language: str) -> str:
    """Return a whole number in words; raises ValueError outside 0 to LARGEST or for another language."""
    if language not in LANGUAGES or not 0 <= number <= LARGEST:
        raise ValueError(f"No words for {number} in {language!r}.")
    if language == "en":
        return english(number)
    return "één" if number == 1 else dutch(number)


def dutch(number: int) -> str:
    if number < 1000:
        return dutch_hundreds(number)
    if number >= 1_000_000:
        millions, rest = divmod(number, 1_000_000)
        head = f"{'één' if millions == 1 else dutch_hundreds(millions)} miljoen"
    else:
        thousands, rest = divmod(number, 1000)
        head = f"{dutch_hundreds(thousands) if thousands > 1 else ''}duizend"
    return f"{head} {dutch(rest)}" if rest else head


def dutch_hundreds(number: int) -> str:
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        head = f"{NL_SMALL[hundreds] if hundreds > 1 else ''}honderd"
        return f"{head}{dutch_hundreds(rest)}" if rest else head
    if number < 20:
        return NL_SMALL[number]
    tens, unit = divmod(number, 10)
    if not unit:
        return NL_TENS[tens]
    join = "ën" if NL_SMALL[unit].endswith("e") else "en"
    return f"{NL_SMALL[unit]}{join}{NL_TENS[tens]}"


def english(number: int) -> str:
    if number < 20:
        return EN_SMALL[number]
    if number < 100:
        tens, unit = divmod(number, 10)
        return f"{EN_TENS[tens]}-{EN_SMALL[unit]}" if unit else EN_TENS[tens]
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        head = f"{EN_SMALL[hundreds]} hundred"
        return f"{head} and {english(rest)}" if rest else head
    size, name = (1_000_000, "million") if number >= 1_000_000 else (1000, "thousand")
    count, rest = divmod(number, size)
    head = f"{english(count)} {name}"
    if not rest:
        return head
    return f"{head} and {english(rest)}" if rest < 100 else f"{head} {english(rest)}"


def decimal_words(number: Decimal, language: str) -> str:
    """Return a number in words, decimals digit by digit: "vijf komma negen". Raises ValueError as `number_words`."""
    whole, _point, decimals = f"{abs(number):f}".partition(".")
    words = number_words(int(whole), language)
    if decimals:
        words = f"{words} {POINT[language]} {digit_words(decimals, language)}"
    return f"{MINUS[language]} {words}" if number < 0 else words


def digit_words(digits: str, language: str) -> str:
    """Return digits one by one: "nul één twee"."""
    return " ".join(number_words(int(digit), language) for digit in digits)


def ordinal_words(number: int) -> str:
    """Return an English ordinal: "twenty-first"."""
    head, join, last = english(number).rpartition("-")
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return f"{head}{join}{EN_ORDINALS.get(last, regular)}"


def year_words(year: int, language: str) -> str:
    """Return a year as people say it: "twenty twenty-six", "negentien negenennegentig"."""
    century, rest = divmod(year, 100)
    in_full = year >= 2000 if language == "nl" else century % 10 == 0 and rest < 10
    if in_full or not 1000 <= year < 10_000:
        return number_words(year, language)
    head = number_words(century, language)
    if not rest:
        return f"{head}honderd" if language == "nl" else f"{head} hundred"
    tail = f"oh {english(rest)}" if language == "en" and rest < 10 else number_words(rest, language)
    return f"{head} {tail}"
