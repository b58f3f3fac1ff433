"""Posts that fit each network, cut at sentences, numbered, with the address in the last one."""

import json

import pytest

from channels.kinds.social import kind
from channels.kinds.social.thread import Network, posts
from tests.channels import samples
from tests.channels.samples import field, item

X = Network("x", "X", 280, link=23, posts=5, wide=True)
SMALL = Network("small", "Small", 60)
LINK = "https://www.voorbeeldstad.example/nl/verhuizen/"


@pytest.mark.parametrize(
    ("words", "size"),
    [("abc", 3), ("é", 1), ("漢字", 4), ("👩‍👩‍👧", 2), (f"kijk op {LINK}", 8 + 23), ("“citaat” – €", 13)],
)
def test_x_counts_as_x_does(words: str, size: int) -> None:
    assert X.size(words) == size


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Kort.", ["Kort.\n\nhttps://a.nl"]),
        (
            "Een zin die in een bericht past. Nog een zin die past in twee. En een derde.",
            [
                "Een zin die in een bericht past. (1/3)",
                "Nog een zin die past in twee. En een derde. (2/3)",
                "(3/3)\n\nhttps://a.nl",
            ],
        ),
        ("w" * 70, ["w" * 52 + " … (1/2)", "w" * 18 + " (2/2)\n\nhttps://a.nl"]),
        (
            "Titel\n\nTot: nu\n\nDit is één lange zin zonder punt die niet in een enkel bericht past",
            [
                "Titel\n\nTot: nu\n\nDit is één lange zin zonder punt die … (1/2)",
                "niet in een enkel bericht past (2/2)\n\nhttps://a.nl",
            ],
        ),
    ],
)
def test_a_text_is_cut_into_posts(words: str, found: list[str]) -> None:
    assert posts(words, "https://a.nl", SMALL) == found
    assert all(SMALL.size(one) <= 60 for one in found)


def test_every_network_gets_its_posts_and_the_picture_with_its_description() -> None:
    shown = samples.payload(
        item(
            "Verhuizen",
            "verhuizen",
            [
                field("s", "long_text", "S", "Geef het door."),
                samples.FIELDS[-1],
                field("foto", "image", "Foto", samples.image()),
            ],
        )
    )
    output = kind().render_item(shown)[0]
    told = json.loads(output.content)
    assert set(told["networks"]) == {"x", "bluesky", "mastodon", "threads", "linkedin", "facebook", "instagram"}
    assert told["networks"]["x"]["posts"] == [f"Verhuizen\n\nGeef het door.\n\n{told['link']}"]
    assert told["networks"]["instagram"]["picture"]["alt"] == "Een gezin draagt verhuisdozen naar binnen"
    assert [asset.path for asset in output.assets] == [f"assets/images/{samples.HOUSE}-jpeg.jpg"]
    assert told["networks"]["x"]["picture"]["file"] == output.assets[0].path


def test_when_it_begins_and_ends_comes_before_the_summary() -> None:
    shown = item(
        "Zeeweg dicht",
        "zeeweg-dicht",
        [
            field("summary", "long_text", "Samenvatting", "Drie weken dicht."),
            field("day", "date", "Datum", "2026-11-01"),
            field("starts_at", "datetime", "Begint op", "2026-11-30T07:00:00+01:00"),
            field("until", "fact", "Tot", samples.price(kind="period", text="18 december 2026")),
            field("secret", "datetime", "Intern", "2026-11-30T07:00:00+01:00", internal=True),
        ],
    )
    told = json.loads(kind().render_item(samples.payload(shown))[0].content)
    when = "Datum: 1 november 2026\nBegint op: 30 november 2026, 7.00 uur\nTot: 18 december 2026"
    assert told["networks"]["x"]["posts"] == [f"Zeeweg dicht\n\n{when}\n\nDrie weken dicht.\n\n{told['link']}"]


def test_a_day_in_the_text_is_named_in_any_language() -> None:
    day = samples.price(kind="date", label="Collection", text="5 January 2027", value="2027-01-05")
    shown = item("Tree", "tree", [field("text", "rich_text", "Text", [samples.block(day)])], locale="en")
    posts = json.loads(kind().render_item(samples.payload(shown))[0].content)["networks"]["x"]["posts"]
    assert "Collection: 5 January 2027" in posts[0]


def test_no_more_posts_than_a_network_has_room_for_and_none_without_the_picture_it_needs() -> None:
    long = field("s", "long_text", "S", "Deze zin staat er vaak. " * 200)
    output = kind().render_item(samples.payload(item("Lang", "lang", [long])))[0]
    networks = json.loads(output.content)["networks"]
    assert list(networks) == ["x", "bluesky", "mastodon", "threads", "linkedin", "facebook"]
    assert [len(one["posts"]) for one in networks.values()] == [5, 5, 5, 5, 1, 1]
    last = networks["x"]["posts"][-1]
    assert last.split("\n\n")[0].endswith("Deze … (5/5)")
    assert [one.message for one in output.findings][-1] == "Instagram takes nothing without a picture."
    assert output.findings[0].message == "X: 19 posts, and 5 is the most, so it was cut. Shorten the summary."
    linked = networks["linkedin"]["posts"][0]
    assert (len(linked) <= 3000, linked.split("\n\n")[1][-9:]) == (True, "taat er …")


def test_a_channel_chooses_networks_and_limits() -> None:
    shown = samples.payload(samples.ITEM)
    context = samples.context(networks={"mastodon": {"limit": 1000}, "buurtapp": {"limit": 10}})
    output = kind().render_item(type(shown)(shown.query, shown.data, context))[0]
    assert list(json.loads(output.content)["networks"]) == ["mastodon"]
    assert [finding.where for finding in output.findings] == ["networks.buurtapp"]
