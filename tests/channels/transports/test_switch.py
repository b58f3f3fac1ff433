"""A channel's files change all at once: the link leads to a whole state, or stays where it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from channels.output import Output
from channels.transports import switch as module
from channels.transports.files import MANIFEST, FilesError, locked, write_files
from channels.transports.switch import KEPT, STATES, switch


def write(folder: Path, **contents: str) -> None:
    write_files(folder, [Output(path, "text/html", content.encode()) for path, content in contents.items()])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "out" / "web"
    write(folder, a="A", b="B")
    return folder


@pytest.fixture
def link(tmp_path: Path) -> Path:
    (tmp_path / "www").mkdir()
    return tmp_path / "www" / "web"


def shown(link: Path) -> dict[str, str]:
    return {one.name: one.read_text() for one in sorted(link.iterdir()) if one.name != MANIFEST}


def states(link: Path) -> list[Path]:
    return sorted((link.parent / STATES / "web").iterdir())


def test_the_link_leads_to_one_whole_state_after_the_other(folder: Path, link: Path) -> None:
    assert switch(folder, link) is True
    assert shown(link) == {"a": "A", "b": "B"}
    held = os.open(link, os.O_RDONLY | os.O_DIRECTORY)  # somebody is reading
    write(folder, a="A2", c="C")
    assert shown(link) == {"a": "A", "b": "B"}
    assert switch(folder, link) is True
    assert shown(link) == {"a": "A2", "c": "C"}
    assert sorted(os.listdir(held)) == [MANIFEST, "a", "b"]
    os.close(held)
    assert not link.readlink().is_absolute()


def test_nothing_is_done_when_nothing_changed(folder: Path, link: Path) -> None:
    switch(folder, link)
    before = link.lstat().st_mtime_ns
    assert switch(folder, link) is False
    assert link.lstat().st_mtime_ns == before


def test_the_last_states_stay_and_older_ones_go(folder: Path, link: Path) -> None:
    for number in range(6):
        write(folder, a=str(number))
        switch(folder, link)
        os.utime(link.resolve(), (number, number))
    assert len(states(link)) == KEPT
    assert shown(link) == {"a": "5"}
    write(folder, a="4")  # back to a state that is there still
    assert switch(folder, link) is True
    assert shown(link) == {"a": "4"}


def test_a_file_that_is_not_what_the_manifest_says_stops_it(folder: Path, link: Path) -> None:
    switch(folder, link)
    write(folder, a="A2", b="B2")
    (folder / "b").write_text("half of")
    with pytest.raises(FilesError, match="b is not what the manifest says. Produce the channel again."):
        switch(folder, link)
    assert shown(link) == {"a": "A", "b": "B"}


def test_what_a_killed_run_left_is_cleared_away(folder: Path, link: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    switch(folder, link)
    write(folder, a="A2", b="B2")

    def die(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module.os, "link", die)
        with pytest.raises(KeyboardInterrupt):
            switch(folder, link)
    assert shown(link) == {"a": "A", "b": "B"}
    assert switch(folder, link) is True
    assert shown(link) == {"a": "A2", "b": "B2"}
    assert [one.suffix for one in states(link)] == ["", ""]


def test_another_disk_gets_copies(folder: Path, link: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(module.os, "link", refuse)
    switch(folder, link)
    assert shown(link) == {"a": "A", "b": "B"}
    assert (link / "a").stat().st_nlink == 1


def test_it_never_takes_the_place_of_a_folder(folder: Path, link: Path) -> None:
    link.mkdir()
    with pytest.raises(FilesError, match="is no link of the hub's"):
        switch(folder, link)
    assert not link.is_symlink()
    assert list(link.iterdir()) == []


def test_it_waits_for_no_run_that_is_writing(folder: Path, link: Path) -> None:
    with locked(folder), pytest.raises(FilesError, match="Another run is writing"):
        switch(folder, link)
    assert not link.exists()
