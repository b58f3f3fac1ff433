"""The schema in use: one per process, made from the newest version of each content model, swapped as one."""

import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock, Thread
from time import monotonic

import orjson
from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from content_models.models import ModelVersion
from content_models.spec import ModelSpec
from contenthub.query.documents import Documents
from contenthub.query.schema import Built, build
from contenthub.query.schema.pauses import giving_way, in_turn, pause

logger = logging.getLogger(__name__)

Stamp = tuple[int, str]
"""Id and digest of the newest model version; (0, "") before the first."""

EMPTY: Stamp = (0, "")
Specs = Mapping[tuple[str, int, str], ModelSpec]
"""The newest version of each model, the oldest model first, by key, number and digest."""
LOCK = "schema.lock"
"""The file, in the folder of the hub's files, that the process has locked which builds."""
RETRY = 5.0
"""Seconds after which a build in the background that failed is tried again."""
SWITCH = 0.00005
"""Seconds after which a build in the background lets another thread go on."""


@dataclass(frozen=True)
class Current:
    """A schema with the stamp it was built at and the documents that were validated against it."""

    stamp: Stamp
    built: Built
    documents: Documents
    specs: Specs = field(default_factory=dict)
    """As they were read for it."""


class Registry:
    """Keeps the schema of this process. A request that began with one schema ends with it.

    The first schema is waited for. When the models change after that, the next one is built in a thread of its own,
    once however many requests notice, and until it stands the one before answers.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._current: Current | None = None
        self._builder: Thread | None = None
        self._retry = 0.0
        """When a build in the background may begin again after one that failed, by this process's clock."""

    def current(self, stamp: Stamp | None = None, *, wait: bool = True) -> Current:
        """Return the schema of the models as they are now; `stamp` spares the look when it was just read.

        Without `wait` it may be the one before, while the new one is being built.
        """
        wanted = read_stamp() if stamp is None else stamp
        current = self._current
        if current is not None and current.stamp == wanted:
            return current
        if current is not None and not wait:
            self._build_aside()
            return current
        with self._lock:
            if self._current is None or self._current.stamp != wanted:
                self._current = self._build(self._current)
            return self._current

    def forget(self) -> None:
        """Build anew at the next request."""
        if (builder := self._builder) is not None:
            builder.join()
        with self._lock:
            self._current, self._retry = None, 0.0

    def settle(self) -> None:
        """Wait until no schema is being built."""
        if (builder := self._builder) is not None:
            builder.join()

    def _build_aside(self) -> None:
        """Build in the background, unless somebody builds already, or could not a moment ago. Waits for nobody."""
        if monotonic() < self._retry or not self._lock.acquire(blocking=False):
            return
        try:
            if self._builder is None or not self._builder.is_alive():
                self._builder = Thread(target=self._replace, name="contenthub-schema", daemon=True)
                self._builder.start()
        finally:
            self._lock.release()

    def _replace(self) -> None:
        """Build, giving way to requests often. What somebody who waited has put there meanwhile stays: where that is
        not the newest, the next look begins again."""
        usual, before = sys.getswitchinterval(), self._current
        sys.setswitchinterval(SWITCH)
        try:
            with in_turn(settings.VAR_DIR / LOCK), giving_way():
                built = self._build(before, renew=True)
            with self._lock:
                if self._current is before:
                    self._current = built
        except Exception:
            self._retry = monotonic() + RETRY
            logger.exception("The GraphQL schema could not be built; the one before still answers.")
        finally:
            sys.setswitchinterval(usual)
            connection.close()

    def _build(self, before: Current | None, *, renew: bool = False) -> Current:
        """Return the schema as it is to be now; with `renew`, documents in use are made ready for it."""
        stamp, specs = read_specs(before.specs if before else {})
        built = build(list(specs.values()), before.built if before else None)
        for key, reason in built.quarantined.items():
            logger.error("The content model %r is not in the GraphQL schema: %s.", key, reason)
        documents = before.documents.renewed(built) if before and renew else Documents(built)
        return Current(stamp, built, documents, specs)


def read_stamp() -> Stamp:
    """Return the stamp of the models as they are now; one statement, one row."""
    newest = ModelVersion.objects.order_by("-pk").values_list("pk", "digest").first()
    return newest or EMPTY


def read_specs(known: Specs) -> tuple[Stamp, Specs]:
    """Return the stamp of the models, and the newest version of each; those that are known are taken from there.

    What is published between the two statements makes another stamp, so that it is read again.
    """
    stamp = read_stamp()
    newer = ModelVersion.objects.filter(model=OuterRef("model"), number__gt=OuterRef("number"))
    rows = ModelVersion.objects.filter(~Exists(newer)).order_by("model_id")
    found: dict[tuple[str, int, str], ModelSpec] = {}
    for key, number, digest, text in rows.values_list(
        "model__key", "number", "digest", Cast("definition", TextField())
    ):
        pause()
        version = (key, number, digest)
        found[version] = known.get(version) or ModelSpec.read(orjson.loads(text), number)
    return stamp, found


registry = Registry()
