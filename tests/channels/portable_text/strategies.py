"""Portable Text as hypothesis draws it: sound, hostile and malformed."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

TRICKY = [
    "<script>alert(1)</script>",
    "**vet**",
    "_x_",
    "`code`",
    "[a](http://x)",
    "![a](b)",
    "# kop",
    "- punt",
    "1. een",
    "===",
    "&amp; &#60;",
    "\\",
    "~~weg~~",
    "| a | b |",
    "> q",
    "    code",
    "\ta",
    "مرحبا بالعالم",
    "שלום",
    "€ 16,60",
    "14 010",
    "a\nb",
    "\n",
    " ",
    "*",
    "!",
    "\u0000\u0007",
    "\u202etxt",
    "\ud800",
    "--",
    "+ x",
    ":-",
    "http://a.b/c",
    "a*b*c",
    '"Nee"',
    "x" * 50,
    "é́",
]
text = st.one_of(
    st.sampled_from(TRICKY), st.text(max_size=12), st.text(alphabet="ab *_`[]()!#<>&\\~\n.1-", max_size=12)
)
addresses = st.one_of(
    st.sampled_from(
        ["https://a.nl/b?c=d#e", "mailto:a@b.nl", "tel:+31 14 010", "javascript:alert(1)", "/pad", "", "http://"]
    ),
    text,
)
marks = st.lists(
    st.sampled_from(["strong", "em", "code", "sup", "sub", "strike-through", "m1", "m2", "unknown"]), max_size=4
)
span = st.fixed_dictionaries({"_type": st.just("span"), "text": text}, optional={"marks": marks})
fact = st.fixed_dictionaries(
    {
        "_type": st.just("fact"),
        "fact": st.just("9b2e"),
        "text": text,
        "kind": st.sampled_from(["money", "date", "phone"]),
    },
    optional={
        "marks": marks,
        "spoken": text,
        "value": st.one_of(text, st.integers(), st.none(), st.dictionaries(text, text)),
    },
)
mark_definition = st.one_of(
    st.fixed_dictionaries({"_key": st.sampled_from(["m1", "m2"]), "_type": st.just("link"), "href": addresses}),
    st.fixed_dictionaries(
        {"_key": st.just("m1"), "_type": st.just("itemLink"), "item": text, "locale": text, "key": text}
    ),
    st.fixed_dictionaries({"_key": st.just("m2"), "_type": st.just("external"), "source": text, "href": addresses}),
)
block = st.fixed_dictionaries(
    {"_type": st.just("block"), "children": st.lists(st.one_of(span, fact), max_size=5)},
    optional={
        "style": st.sampled_from(["normal", "h2", "h3", "h4", "h5", "h6", "blockquote", "zin"]),
        "markDefs": st.lists(mark_definition, max_size=2),
        "listItem": st.sampled_from(["bullet", "number"]),
        "level": st.integers(-1, 12),
    },
)
document: st.SearchStrategy[list[Any]] = st.lists(
    st.one_of(block, block, block, st.just({"_type": "break"})), max_size=8
)

json_value = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), text),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(text, inner, max_size=3)),
    max_leaves=6,
)
KEYS = [
    "_type",
    "_key",
    "children",
    "marks",
    "markDefs",
    "style",
    "level",
    "listItem",
    "text",
    "fact",
    "value",
    "href",
    "kind",
]
VALUES = ["block", "span", "fact", "break", "link", "itemLink", "m1", "strong", "bullet", "number", "h2"]
malformed = st.recursive(
    st.one_of(json_value, st.sampled_from(VALUES)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)),
    max_leaves=25,
)
