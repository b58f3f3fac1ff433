"""Outputs and assets refuse paths that could leave their folder."""

from __future__ import annotations

import pytest

from channels.output import Asset, Output, Produced, UnsafePathError, check_path


@pytest.mark.parametrize(
    "path", ["index.html", "nl/a-b/index.html", "404.html", "ar/مرحبا/index.html", ".well-known/x"]
)
def test_normal_paths_pass(path: str) -> None:
    assert check_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", "a\\b", "C:/x", "a\nb", "a\x00b", "a?b", "a*",
        "a" * 201, "/".join(["abc"] * 150), "a\u202eb", "nl/\ud800/index.html",
    ],
)  # fmt: skip
def test_other_paths_are_refused(path: str) -> None:
    with pytest.raises(UnsafePathError):
        Output(path, "text/html", b"")
    with pytest.raises(UnsafePathError):
        Asset("a.jpg", "small", path)


def test_the_message_says_what_to_do() -> None:
    with pytest.raises(UnsafePathError, match=r"^The output path '../x' is absolute, or has .* Use a relative path"):
        check_path("../x")


def test_an_output_knows_its_digest() -> None:
    output = Output("nl/a/index.html", "text/html", b"hello")
    digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    assert output.sha256 == digest
    produced = Produced("nl/a/index.html", digest, "text/html", "u", "nl", "a", "ch1:x")
    assert output.produced(uuid="u", locale="nl", key="a", stamp="ch1:x") == produced
