"""Pictures that content from elsewhere shows: found beside it, in a folder, or fetched; one file is one picture.

A reader asks for a picture by the name or the address that the content has for it, and gets the id that it will have
in the library. The id comes from the bytes, so that the same picture is there once, whatever it is called and however
often it is imported. What cannot be had is a loss, and says why.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from channels.http import HttpError, checked, request
from contenthub.importing.pictures import LARGEST, NoPicture, Picture, known_as, read_picture

SECONDS = 30.0
"""For one picture that is fetched."""
PATIENCE = 3
"""So many failures of one host in a row, and it is asked no more."""
REDIRECTS = 3
NONE = "picture without its file"


@dataclass(frozen=True)
class About:
    """What an export says of a picture, beside the bytes."""

    title: str = ""
    alt: str = ""
    source: str = ""
    licence: str = ""
    places: tuple[str, ...] = ()
    """Other names of its file, the best first."""


@dataclass
class Media:
    """Where pictures may come from; and those that were found, by their id."""

    beside: Path | None = None
    """The folder of the files that are imported."""
    folder: Path | None = None
    """A folder with the files of the site."""
    kept: Path | None = None
    """Where fetched files are kept, so that none is fetched twice; None: nothing is fetched."""
    abouts: dict[str, About] = field(default_factory=dict)
    found: dict[str, Picture] = field(default_factory=dict)
    asked: dict[tuple[str, str], str | NoPicture] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    """The names that content has asked for."""
    failures: Counter[str] = field(default_factory=Counter)

    def take(self, name: str, dropped: Counter[str], here: str = "") -> str:
        """Return the id of a picture, empty (and a loss) when it cannot be had.

        `name` is an address, or a path from the file `here`, which stands in the folder of what is imported.
        """
        self.used.add(name)
        key = (name, str(PurePosixPath(here).parent))
        if key not in self.asked:
            try:
                self.asked[key] = self._take(name, here)
            except NoPicture as reason:
                self.asked[key] = reason
        got = self.asked[key]
        if isinstance(got, NoPicture):
            dropped[f"{got.kind}: {shown(name)}{f' ({got})' if str(got) else ''}"] += 1
            return ""
        return got

    def about(self, name: str) -> About:
        return self.abouts.get(name, About())

    def alt_of(self, name: str) -> str:
        """Return what the export says that a picture shows."""
        return self.about(name).alt

    def _take(self, name: str, here: str) -> str:
        about = self.about(name)
        for place in (*about.places, name):
            if (file := self._file(place, here)) is not None:
                return self._add(read_picture(file, file.name), about)
        if self.kept is None or not name.lower().startswith(("http://", "https://")):
            raise NoPicture("", NONE)
        return self._add(read_picture(self._fetched(name, self.kept), "", where=name), about)

    def _add(self, picture: Picture, about: About) -> str:
        picture = replace(picture, uuid=known_as(picture))
        before = self.found.get(picture.uuid, picture)
        said = {name: getattr(about, name) or getattr(before, name) for name in ("title", "alt", "source", "licence")}
        self.found[picture.uuid] = replace(before, **said)
        return picture.uuid

    def _file(self, name: str, here: str) -> Path | None:
        """Return the file of a picture, None when there is none in the folders that may be read."""
        with suppress(ValueError, OSError, RuntimeError):  # no address, a name that no file can have, a circle of links
            parts = urlsplit(name)
            if parts.scheme not in ("", "http", "https"):
                return None
            path = PurePosixPath(unquote(parts.path))
            for root, candidate in self._candidates(path, parts.hostname or "", here):
                file = root / candidate
                if file.resolve().is_relative_to(root.resolve()) and not file.is_symlink() and file.is_file():
                    return file
        return None

    def _candidates(self, path: PurePosixPath, host: str, here: str) -> Iterator[tuple[Path, PurePosixPath]]:
        """Yield (root, path below it), the likeliest first: beside the text, then by more and more of its end."""
        names = [part for part in path.parts if part not in ("/", "")]
        if len(str(path)) > 1000 or not names:
            return
        if self.beside is not None and not host:
            if not path.is_absolute():
                yield self.beside, PurePosixPath(here).parent / path
            yield self.beside, PurePosixPath(*names)
        if self.folder is not None:
            yield self.folder, PurePosixPath(*([host] if host else []), *names)
            yield from ((self.folder, PurePosixPath(*names[start:])) for start in range(len(names)))

    def _fetched(self, url: str, kept: Path) -> Path:
        """Return the file that an address gives, fetched once."""
        file = kept / blake2b(url.encode(), digest_size=20).hexdigest()
        if file.exists():
            return file
        host = ""
        try:
            host = checked(url).hostname or ""
            if self.failures[host] >= PATIENCE:
                raise HttpError(f"{host} failed {PATIENCE} times, and was asked no more", permanent=True)
            answer = request("GET", url, timeout=SECONDS, most=LARGEST, redirects=REDIRECTS)
        except HttpError as problem:
            self.failures[host] += not problem.permanent
            raise NoPicture(str(problem), "picture that was not fetched") from problem
        self.failures[host] = self.failures[host] + 1 if answer.status >= 500 else 0
        if answer.status != 200 or answer.cut:
            reason = f"more than {LARGEST // 1048576} MB" if answer.cut else f"the answer was {answer.status}"
            raise NoPicture(reason, "picture that was not fetched")
        kept.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_bytes(answer.body)
        part.rename(file)
        return file


def shown(name: str) -> str:
    """Return the name of a picture for a report: without what an address carries after it, and not too long."""
    return name.partition("?")[0][-200:] if not name.startswith("data:") else "data:"


def tag(name: str, alt: str | None = None, caption: str = "") -> str:
    """Return a picture as HTML, for readers of formats that have another way to say it."""
    said = "" if alt is None else f' alt="{escape(alt)}"'
    image = f'<img src="{escape(name)}"{said}/>'
    return f"<figure>{image}<figcaption>{escape(caption)}</figcaption></figure>" if caption else image
