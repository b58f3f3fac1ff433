"""Every string that people see is there in Dutch: the catalogues are complete, agree with the code, are compiled."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("contenthub", "content_models", "channels")
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
}
TAG = re.compile(r"""\{%\s*trans(?:late)?\s+(?:"([^"]*)"|'([^']*)')""")
BLOCK_TAG = re.compile(r"\{%\s*blocktrans")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")


def po(package: str) -> Catalog:
    with (ROOT / package / "locale/nl/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="nl", abort_invalid=True)


def mo(package: str) -> Catalog:
    with (ROOT / package / "locale/nl/LC_MESSAGES/django.mo").open("rb") as file:
        return read_mo(file)


def forms(text: object) -> tuple[str, ...]:
    """Return the singular, or the singular and the plural, of a message's id or translation."""
    return (text,) if isinstance(text, str) else tuple(str(form) for form in text)  # type: ignore[attr-defined]


def messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def sources() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def templates() -> list[Path]:
    folders = [ROOT / "templates", *(ROOT / package / "templates" for package in PACKAGES)]
    return sorted(path for folder in folders for ending in ("*.html", "*.txt") for path in folder.rglob(ending))


def strings_of_python(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        for _line, text, _comments, _context in extract("python", file, keywords=KEYWORDS):
            yield forms(text)[0]


def strings_of_template(text: str) -> Iterator[str]:
    for double, single in TAG.findall(text):
        yield double or single


def strings() -> set[str]:
    """Return every string of the code and the templates that goes through gettext."""
    found = {text for path in sources() for text in strings_of_python(path)}
    return found | {text for path in templates() for text in strings_of_template(path.read_text("utf-8"))}


def translated() -> set[str]:
    return {forms(message.id)[0] for package in PACKAGES for message in messages(po(package))}


def test_every_string_of_the_code_is_in_a_catalogue() -> None:
    found = strings()
    assert len(found) > 500
    assert sorted(found - translated()) == []


def test_no_catalogue_keeps_strings_that_are_gone() -> None:
    assert sorted(translated() - strings()) == []
    assert [list(po(package).obsolete) for package in PACKAGES] == [[], [], []]


def test_no_string_is_hidden_where_extraction_cannot_see_it() -> None:
    """A call inside an f-string, a text that is computed, and a block tag would all stay in English, unnoticed."""
    hidden = [f"{path.relative_to(ROOT)}:{line}" for path in sources() for line in hidden_calls(path)]
    assert hidden == []
    assert [path.name for path in templates() if BLOCK_TAG.search(path.read_text("utf-8"))] == []


def hidden_calls(path: Path) -> Iterator[int]:
    tree = ast.parse(path.read_text("utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in KEYWORDS:
            continue
        if id(node) in inside or not all_literal(node):
            yield node.lineno


def all_literal(call: ast.Call) -> bool:
    texts = call.args[:2] if "ngettext" in ast.unparse(call.func) else call.args[:1]
    return all(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_string_is_translated(package: str) -> None:
    catalog = po(package)
    assert [message.id for message in messages(catalog) if not all(forms(message.string))] == []
    assert [message.id for message in catalog if message.fuzzy] == []
    assert (str(catalog.locale), catalog.num_plurals, catalog.plural_expr) == ("nl", 2, "(n != 1)")
    assert [message.id for message in messages(catalog) if len(forms(message.string)) != len(forms(message.id))] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_the_placeholders_agree(package: str) -> None:
    wrong = [
        (message.id, text)
        for message in messages(po(package))
        for source, text in zip(forms(message.id), forms(message.string), strict=True)
        if placeholders(source) != placeholders(text)
    ]
    assert wrong == []


def placeholders(text: str) -> list[str]:
    """Return the placeholders: those without a name in their order, for only a name may move."""
    found: list[str] = PLACEHOLDER.findall(text)
    return sorted(one for one in found if "(" in one or "{" in one) + [one for one in found if one in {"%s", "%d"}]


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_compiled_is_what_was_written(package: str) -> None:
    written = {forms(message.id): forms(message.string) for message in messages(po(package))}
    compiled = {forms(message.id): forms(message.string) for message in messages(mo(package))}
    assert compiled == written


def test_one_string_has_one_translation() -> None:
    """Django merges the catalogues, so two translations of one string would be a matter of luck."""
    seen: dict[str, set[tuple[str, ...]]] = {}
    for package in PACKAGES:
        for message in messages(po(package)):
            seen.setdefault(forms(message.id)[0], set()).add(forms(message.string))
    assert {source: texts for source, texts in seen.items() if len(texts) > 1} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_a_catalogue_names_nobody(package: str) -> None:
    catalog = po(package)
    assert (catalog.last_translator, catalog.msgid_bugs_address) == ("", "")
    assert "@" not in catalog.header_comment
