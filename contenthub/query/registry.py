"""The schema in use: one per process, made from the newest version of each content model, swapped as one."""

import logging
import sys
from dataclasses import dataclass
from threading import Lock, Thread

from django.db import connection

from content_models.models import ModelVersion
from content_models.spec import ModelSpec
from contenthub.query.documents import Documents
from contenthub.query.schema import Built, build
from contenthub.query.schema.pauses import giving_way

logger = logging.getLogger(__name__)

Stamp = tuple[int, str]
"""Id and digest of the newest model version; (0, "") before the first."""

EMPTY: Stamp = (0, "")
SWITCH = 0.00005
"""Seconds after which a build in the background lets another thread go on."""


@dataclass(frozen=True)
class Current:
    """A schema with the stamp it was built at and the documents that were validated against it."""

    stamp: Stamp
    built: Built
    documents: Documents


class Registry:
    """Keeps the schema of this process. A request that began with one schema ends with it.

    The first schema is waited for. When the models change after that, the next one is built in a thread of its own,
    once however many requests notice, and until it stands the one before answers.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._current: Current | None = None
        self._builder: Thread | None = None

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
                self._current = self._build()
            return self._current

    def forget(self) -> None:
        """Build anew at the next request."""
        if (builder := self._builder) is not None:
            builder.join()
        with self._lock:
            self._current = None

    def settle(self) -> None:
        """Wait until no schema is being built."""
        if (builder := self._builder) is not None:
            builder.join()

    def _build_aside(self) -> None:
        with self._lock:
            if self._builder is not None and self._builder.is_alive():
                return
            self._builder = Thread(target=self._replace, name="contenthub-schema", daemon=True)
            self._builder.start()

    def _replace(self) -> None:
        """Build in the background, giving way to requests often."""
        usual = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH)
        try:
            with giving_way():
                self._current = self._build()
        except Exception:
            logger.exception("The GraphQL schema could not be built; the one before still answers.")
        finally:
            sys.setswitchinterval(usual)
            connection.close()

    def _build(self) -> Current:
        stamp, specs = read_specs()
        built = build(specs)
        for key, reason in built.quarantined.items():
            logger.error("The content model %r is not in the GraphQL schema: %s.", key, reason)
        return Current(stamp, built, Documents(built))


def read_stamp() -> Stamp:
    """Return the stamp of the models as they are now; one statement, one row."""
    newest = ModelVersion.objects.order_by("-pk").values_list("pk", "digest").first()
    return newest or EMPTY


def read_specs() -> tuple[Stamp, list[ModelSpec]]:
    """Return the stamp and the newest version of each model, the oldest model first; one statement."""
    newest: dict[int, ModelVersion] = {}
    stamp = EMPTY
    for version in ModelVersion.objects.order_by("pk"):
        stamp = (version.pk, version.digest)
        if version.model_id not in newest or version.number > newest[version.model_id].number:
            newest[version.model_id] = version
    return stamp, [newest[model].spec for model in sorted(newest)]


registry = Registry()
