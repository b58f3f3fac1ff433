"""The files transport writes whole files, touches nothing that did not change, and removes only what it wrote."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from channels.output import Asset, Output, UnsafePathError
from channels.transports import files
from channels.transports.files import JOURNAL, LOCK, MANIFEST, FilesError, write_files


def out(path: str, content: str = "x", *assets: Asset) -> Output:
    return Output(path, "text/html", content.encode(), assets=assets)


def tree(folder: Path) -> list[str]:
    own = {MANIFEST, LOCK}
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.name not in own
    )


def test_a_first_run_writes_everything(tmp_path: Path) -> None:
    summary = write_files(tmp_path / "new", [out("a.html", "A"), out("nl/b/index.html", "B")])
    assert (summary.written, summary.unchanged, summary.removed) == (["a.html", "nl/b/index.html"], [], [])
    assert (tmp_path / "new/nl/b/index.html").read_text() == "B"
    assert list(json.loads((tmp_path / "new" / MANIFEST).read_text())["files"]) == ["a.html", "nl/b/index.html"]


def test_what_did_not_change_is_not_touched(tmp_path: Path) -> None:
    write_files(tmp_path, [out("a", "A"), out("b", "B")])
    os.utime(tmp_path / "a", (1, 1))
    summary = write_files(tmp_path, [out("a", "A"), out("b", "C")])
    assert (summary.written, summary.unchanged, summary.removed) == (["b"], ["a"], [])
    assert (tmp_path / "a").stat().st_mtime == 1


def test_what_was_changed_by_hand_is_put_right(tmp_path: Path) -> None:
    write_files(tmp_path, [out("a", "A")])
    (tmp_path / "a").write_text("Z")
    assert write_files(tmp_path, [out("a", "A")]).written == ["a"]
    assert (tmp_path / "a").read_text() == "A"


def test_what_is_no_longer_produced_goes_and_empty_folders_with_it(tmp_path: Path) -> None:
    write_files(tmp_path, [out("nl/a/index.html"), out("nl/b/index.html")])
    (tmp_path / "robots.txt").write_text("not ours")
    summary = write_files(tmp_path, [out("nl/b/index.html")])
    assert summary.removed == ["nl/a/index.html"]
    assert tree(tmp_path) == ["nl/b/index.html", "robots.txt"]
    assert not (tmp_path / "nl/a").exists()


def test_a_partial_run_removes_only_what_it_is_told(tmp_path: Path) -> None:
    write_files(tmp_path, [out("a"), out("b"), out("c")])
    (tmp_path / "own.txt").write_text("not ours")
    summary = write_files(tmp_path, [out("a", "new")], complete=False, remove=["b", "own.txt", "never"])
    assert (summary.written, summary.removed) == (["a"], ["b"])
    assert tree(tmp_path) == ["a", "c", "own.txt"]


def test_a_run_that_fails_removes_nothing_and_is_repaired_by_the_next(tmp_path: Path) -> None:
    def failing() -> Iterator[Output]:
        yield out("b")
        raise RuntimeError("stop")

    write_files(tmp_path, [out("a")])
    with pytest.raises(RuntimeError, match="stop"):
        write_files(tmp_path, failing())
    assert tree(tmp_path) == ["a", "b"]
    assert write_files(tmp_path, [out("a")]).removed == ["b"]


def test_what_a_crash_left_is_known_from_the_journal(tmp_path: Path) -> None:
    write_files(tmp_path, [out("a")])
    (tmp_path / "zombie.html").write_text("left by a crash")
    (tmp_path / JOURNAL).write_text('["zombie.html", "0"]\n["half\n["../../x", "0"]\n')
    assert write_files(tmp_path, [out("a")]).removed == ["zombie.html"]
    assert not (tmp_path / JOURNAL).exists()


def test_a_half_written_file_is_never_visible(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, [out("a", "old")])
    monkeypatch.setattr(Path, "replace", lambda self, target: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write_files(tmp_path, [out("a", "new")])
    monkeypatch.undo()
    assert (tmp_path / "a").read_text() == "old"
    assert [
        path.name for path in tmp_path.iterdir() if path.suffix == ".part" and path.name != f"{MANIFEST}.part"
    ] == []


def test_two_outputs_for_one_path(tmp_path: Path) -> None:
    assert write_files(tmp_path, [out("a", "A"), out("a", "A")]).written == ["a"]
    with pytest.raises(FilesError, match="Two outputs want the path 'a' with different content"):
        write_files(tmp_path, [out("a", "A"), out("a", "B")])


@pytest.mark.parametrize("path", [MANIFEST, f"nl/{JOURNAL}", LOCK])
def test_the_records_of_the_folder_are_its_own(tmp_path: Path, path: str) -> None:
    with pytest.raises(FilesError, match="kept for the folder's own records"):
        write_files(tmp_path, [out(path)])


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder, outside = tmp_path / "site", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (folder / "nl").symlink_to(outside)
    with pytest.raises(FilesError, match="leaves the folder through a symbolic link"):
        write_files(folder, [out("nl/a")])
    assert list(outside.iterdir()) == []


def test_a_link_in_the_place_of_a_file_is_replaced_and_its_target_kept(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("A")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/a").symlink_to(target)
    assert write_files(tmp_path / "site", [out("a", "A")]).written == ["a"]
    assert not (tmp_path / "site/a").is_symlink()
    assert target.read_text() == "A"


def test_a_file_gives_way_to_a_folder_and_back_when_both_are_ours(tmp_path: Path) -> None:
    write_files(tmp_path, [out("nl")])
    assert write_files(tmp_path, [out("nl/a/b")]).removed == ["nl"]
    assert write_files(tmp_path, [out("nl")]).removed == ["nl/a/b"]
    assert tree(tmp_path) == ["nl"]


def test_what_is_not_ours_does_not_give_way(tmp_path: Path) -> None:
    (tmp_path / "nl").write_text("not ours")
    with pytest.raises(FilesError, match="stands in the way"):
        write_files(tmp_path, [out("nl/a")])
    (tmp_path / "en").mkdir()
    (tmp_path / "en/x").write_text("not ours")
    with pytest.raises(FilesError, match="A folder stands where the file"):
        write_files(tmp_path, [out("en")])


def test_assets_are_fetched_written_and_kept(tmp_path: Path) -> None:
    asset = Asset("a.jpg", "small", "assets/a-small.webp")
    summary = write_files(tmp_path, [out("a", "A", asset), out("b", "B", asset)], fetch=lambda one: one.file.encode())
    assert summary.written == ["a", "assets/a-small.webp", "b"]
    assert (tmp_path / "assets/a-small.webp").read_text() == "a.jpg"
    lost = write_files(tmp_path, [out("a", "A", asset)], fetch=lambda one: None)
    assert (lost.missing, lost.removed) == (["assets/a-small.webp"], ["b"])
    assert write_files(tmp_path, [out("a", "A")]).removed == ["assets/a-small.webp"]


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with files.locked(tmp_path), pytest.raises(FilesError, match="Another run is writing"):
        write_files(tmp_path, [out("a")])


@pytest.mark.parametrize("content", ["{", '{"files": []}', '{"files": {"../x": "0"}}', "[]"])
def test_an_unreadable_manifest_stops_the_run(tmp_path: Path, content: str) -> None:
    (tmp_path / MANIFEST).write_text(content)
    with pytest.raises(FilesError, match="cannot be read .* Remove it"):
        write_files(tmp_path, [out("a")])
    assert tree(tmp_path) == []


def test_unsafe_removals_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafePathError):
        write_files(tmp_path, [], complete=False, remove=["../x"])
