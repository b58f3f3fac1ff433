"""RENDER and DELIVER: run a channel's stored queries, render the answers, put the files in their place.

The channel's own token asks through the public door (`query.answer`), so a channel of ours gets what a stranger's
would. One failing item is reported and keeps the file it had; the rest goes on.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from channels.kinds.base import INDEX, ITEM, Kind, join_answers
from channels.models import Channel, Token
from channels.output import Asset, Finding, Output, Payload, Produced
from channels.registry import installed
from channels.transports.files import Summary, write_files
from contenthub.dispatch.assets import fetch_asset
from contenthub.dispatch.linked import site_of
from contenthub.dispatch.organisation import context_for, locale_names
from contenthub.dispatch.placements import Placement, Setback
from contenthub.publishing.snapshots import Publication
from contenthub.publishing.stamps import StampError, read_stamp
from contenthub.query import answer
from contenthub.query.store.visible import visible

Watch = Callable[[int, int, str], None]
"""Called with (done, all, what) while a channel is produced."""

PAGE = 100


class AnswerError(RuntimeError):
    """A stored query of the channel could not be answered."""


@dataclass(frozen=True)
class Failure:
    """One item that could not be produced, and why."""

    item: str
    locale: str
    reason: str


@dataclass
class Report:
    """What producing one channel did."""

    channel: str
    folder: str
    items: int = 0
    files: Summary = field(default_factory=Summary)
    failed: list[Failure] = field(default_factory=list)
    findings: list[tuple[str, Finding]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "channel": self.channel,
            "folder": self.folder,
            "items": self.items,
            "written": len(self.files.written),
            "unchanged": len(self.files.unchanged),
            "removed": len(self.files.removed),
            "missing": self.files.missing,
            "failed": [vars(failure) for failure in self.failed],
            "findings": [{"path": path, **asdict(found)} for path, found in self.findings],
        }


def produce(
    channel: Channel, folder: Path, *, item: str = "", now: datetime | None = None, watch: Watch | None = None
) -> Report:
    """Produce a channel into a folder; with `item` (a key or uuid) only that item and the pages that list it.

    Raises UnknownKindError, AnswerError when the channel's index cannot be answered, FilesError.
    """
    run = _Run(channel, folder, now or timezone.now(), watch or (lambda *_: None), item)
    run.report.files = write_files(
        folder, run.outputs(), fetch=fetch_asset, complete=not item, remove=run.placements_to_remove()
    )
    keep_placements(run)
    return run.report


class _Run:
    """One channel on its way into one folder."""

    def __init__(self, channel: Channel, folder: Path, now: datetime, watch: Watch, item: str) -> None:
        self.channel, self.now, self.watch, self.folder = channel, now, watch, folder
        self.kind: Kind = installed().kind(channel.kind)
        self.context = context_for(channel, now)
        self.site = site_of(channel, self.context)
        self.token = Token(channel=channel, label="hub", scopes=channel.settings.get("scopes", []))
        self.documents = {query.name: query.document_id for query in channel.queries.all()}
        every = visible(channel).order_by("locale", "key")
        self.rows = [row for row in every if not item or item in (row.key, str(row.uuid))]
        self.before = {(str(one.uuid), one.locale, one.path): one for one in channel.placements.all()}
        self.only = item
        self.placed: list[Placement] = []
        self.setbacks: list[Setback] = []
        self.report = Report(channel.key, str(folder), items=len(self.rows))

    def outputs(self) -> Iterator[Output]:
        """Yield every file: those of the items, then those the whole channel shares."""
        for done, row in enumerate(self.rows):
            self.watch(done, len(self.rows), row.title)
            yield from self._item(row)
        self.watch(len(self.rows), len(self.rows), "index")
        yield from self._index()

    def _item(self, row: Publication) -> Sequence[Output]:
        try:
            data = self._ask(ITEM, {"uuid": str(row.uuid), "locale": row.locale})
            payload = Payload(ITEM, data, replace(self.context, locale=row.locale))
            outputs = self.kind.render_item(self.site.told(payload))
        except Exception as error:  # noqa: BLE001 (a third party's kind may raise anything: reported, and the rest goes on)
            reason = f"{type(error).__name__}: {error}"
            self.report.failed.append(Failure(row.key, row.locale, reason))
            self.setbacks.append(
                Setback(channel=self.channel, uuid=row.uuid, locale=row.locale, reason=reason, at=self.now)
            )
            outputs = self._kept(row)
        for output in outputs:
            self.report.findings += [(output.path, finding) for finding in output.findings]
            self.placed.append(placement_of(self.channel, row, output, self.now))
        return outputs

    def _kept(self, row: Publication) -> list[Output]:
        """Return what stands in the folder of an item that could not be rendered now."""
        mine = [one for one in self.before.values() if (one.uuid, one.locale) == (row.uuid, row.locale)]
        return [
            Output(
                one.path,
                one.media_type,
                (self.folder / one.path).read_bytes(),
                stamps=(one.stamp,),
                assets=tuple(Asset(*asset) for asset in one.assets),
            )
            for one in mine
            if (self.folder / one.path).is_file()
        ]

    def _index(self) -> Sequence[Output]:
        if INDEX not in self.documents:
            return []
        remembered = {path: self.folder / path for path in getattr(self.kind, "remembers", ())}
        before = {path: file.read_bytes() for path, file in remembered.items() if file.is_file()}
        data = join_answers(self._index_answers())
        payload = self.site.told(Payload(INDEX, data, self.context, before))
        return self.kind.render_index(payload, self._produced())

    def _index_answers(self) -> Iterator[Mapping[str, Any]]:
        for locale in locale_names():
            if not self.channel.serves(locale):
                continue
            after: str | None = None
            while True:
                data = self._ask(INDEX, {"locale": locale, "first": PAGE, "after": after})
                yield data
                pages = [part["pageInfo"] for part in data.values() if isinstance(part, Mapping) and "pageInfo" in part]
                if not any(page["hasNextPage"] for page in pages):
                    break
                after = pages[0]["endCursor"]

    def _ask(self, name: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        document_id = self.documents.get(name)
        if document_id is None:
            raise AnswerError(f"The channel {self.channel.key!r} has no stored query named {name!r}.")
        found = answer(self.token, document_id, variables)
        if found.errors or found.data is None:
            messages = "; ".join(str(error.get("message", error)) for error in found.errors) or "no data"
            raise AnswerError(f"The stored query {name!r} was not answered: {messages}")
        return found.data

    def _produced(self) -> list[Produced]:
        """Return what stands in the channel: of this run, and of earlier runs when only one item was asked for."""
        placed = {one.path: one for one in self.before.values()} if self.only else {}
        placed |= {one.path: one for one in self.placed}
        gone = set(self.placements_to_remove())
        return [
            Produced(
                one.path, one.sha256, one.media_type, str(one.uuid), one.locale, one.address.split("/")[-1], one.stamp
            )
            for one in placed.values()
            if one.path not in gone
        ]

    def placements_to_remove(self) -> Iterator[str]:
        """Yield the paths that this run found no longer to be produced; read after the outputs were."""
        placed = {one.path for one in self.placed}
        rows = {(str(row.uuid), row.locale) for row in self.rows}
        for (uuid, locale, path), placement in self.before.items():
            mine = not self.only or (uuid, locale) in rows or self.only in (uuid, key_of(placement))
            if mine and path not in placed:
                yield path


def key_of(placement: Placement) -> str:
    return placement.address.split("/")[-1]


def placement_of(channel: Channel, row: Publication, output: Output, now: datetime) -> Placement:
    """Return the record of one output: where it stands and which snapshot it shows, read from its own stamp."""
    stamp = output.stamps[0] if output.stamps else ""
    try:
        number = read_stamp(stamp).number
    except StampError:
        number = 0
    return Placement(
        channel=channel,
        uuid=row.uuid,
        locale=row.locale,
        address=f"/{row.locale}/{row.key}",
        path=output.path,
        media_type=output.media_type,
        number=number,
        stamp=stamp,
        sha256=output.sha256,
        findings=[asdict(finding) for finding in output.findings],
        assets=[
            *([asset.file, asset.rendition, asset.path] for asset in output.assets),
            *(["", "made", made.path] for made in output.made),
        ],
        produced_at=now,
    )


def keep_placements(run: _Run) -> None:
    """Write what stands where now; rows of unchanged outputs stay as they are."""
    known = {one.path: one for one in run.before.values()}
    changed = [
        one
        for one in run.placed
        if one.path not in known or (known[one.path].sha256, known[one.path].stamp) != (one.sha256, one.stamp)
    ]
    with transaction.atomic():
        gone = [*run.placements_to_remove(), *(one.path for one in changed)]
        for start in range(0, len(gone), 500):
            run.channel.placements.filter(path__in=gone[start : start + 500]).delete()
        Placement.objects.bulk_create(changed, batch_size=500)
        past = (
            run.channel.setbacks.filter(uuid__in=[row.uuid for row in run.rows]) if run.only else run.channel.setbacks
        )
        past.all().delete()
        Setback.objects.bulk_create(run.setbacks, batch_size=500)
