"""Writing what was read: drafts that changed, then publication through the one door, then withdrawals.

A second import of the same files changes nothing, and one that was interrupted goes on where it was: every batch is a
transaction of its own. Many new items are written in bulk: the same rows by the same rules as one by one. An item
that the gate refuses is listed with its reasons, and the others go on without it.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale, Revision

from content_models.document import editor_body
from content_models.door import PublicationRefused
from content_models.models import ContentModel, Fact, Item
from contenthub import flow
from contenthub.importing.groups import connected
from contenthub.importing.pictures import NoPicture, Picture, write_picture
from contenthub.importing.records import ImportedFact, ImportedItem, Reading
from contenthub.importing.report import Report
from contenthub.importing.rows import items_by_identity, latest, save_in_bulk, save_one
from contenthub.packs import load_models
from contenthub.publishing import statistics
from contenthub.publishing.models import Publication

BATCH = 500
"""Items that are written, and published, in one transaction, unless they point at each other."""

Draft = tuple[ImportedItem, Item, Revision]
Tell = Callable[[str, int], None]


class Importer:
    """One import, in the name of one person."""

    def __init__(
        self,
        reading: Reading,
        actor: Any,
        *,
        publish: bool,
        bulk: bool = True,
        tell: Tell = lambda part, done: None,
        pictures: Sequence[Picture] = (),
        dry: bool = False,
    ) -> None:
        self.reading, self.actor, self.publish, self.bulk, self.tell = reading, actor, publish, bulk, tell
        self.pictures, self.dry = pictures, dry
        self.report = Report(
            read=reading.read, failed=[*reading.failed], dropped=reading.dropped, duplicates=reading.duplicates
        )
        self.locales = {locale.language_code: locale for locale in Locale.all_objects.all()}
        self.keys = set(Item.objects.values_list("locale__language_code", "key"))
        self.items = items_by_identity([one.uuid for one in reading.items])
        self.models: dict[str, ContentModel] = {}

    def run(self) -> Report:
        """Write, publish and withdraw. What fails is in the report; what does not is kept."""
        self._models()
        self._pictures()
        self._facts()
        rows = [(one, item) for one in self.reading.items if (item := self._prepare(one)) is not None]
        drafts = [draft for batch in batches(rows) for draft in self._save(batch)]
        if self.publish:
            self._publish_all([row for row in drafts if row[0].live])
            for one, item in rows:
                if one.ending:
                    self._withdraw(one, item)
        statistics.learn(self.report.created + self.report.published)
        return self.report

    def fail(self, file: str, reason: str) -> None:
        self.report.failed.append({"file": file, "reason": reason})

    def _models(self) -> None:
        """Publish the content models that the items bring with them; each by itself, so that one may be refused."""
        for spec in self.reading.models:
            try:
                with transaction.atomic():
                    done = load_models([spec], self.actor)
            except PublicationRefused as refusal:
                self.fail(spec.name, f"The content model {spec.key!r}: {refusal}")
            else:
                self.report.models += len(done.created) + len(done.updated)
        self.models = {model.key: model for model in ContentModel.objects.filter(live=True)}

    def _pictures(self) -> None:
        """Write the pictures into the library, one by one, so that an interruption costs one."""
        for number, picture in enumerate(self.pictures):
            self.tell("pictures", number)
            try:
                self.report.pictures += write_picture(picture, self.actor, dry=self.dry)
            except NoPicture as reason:
                self.fail(picture.name, str(reason))

    def _facts(self) -> None:
        for number, one in enumerate(self.reading.facts):
            self.tell("facts", number)
            try:
                with transaction.atomic():
                    self.report.facts += self._fact(one)
            except ValidationError as error:
                self.fail(one.file, f"{one.label}: {' '.join(error.messages)}")
            except PublicationRefused as error:
                self.fail(one.file, str(error))

    def _fact(self, one: ImportedFact) -> int:
        fact = Fact.objects.filter(uuid=one.uuid).first() or Fact(uuid=one.uuid, key=one.key)
        given: dict[str, Any] = {"kind": one.kind, "label": one.label, "timeline": one.timeline, "source": one.source}
        given |= {"labels": one.labels} if one.labels else {}
        same = fact.pk and all(getattr(fact, name) == value for name, value in given.items())
        if same and (fact.live or not self.publish):
            return 0
        for name, value in given.items():
            setattr(fact, name, value)
        fact.full_clean(exclude=["latest_revision"])
        fact.save()
        revision = fact.save_revision(user=self.actor)
        if self.publish:
            flow.publish_fact(revision, self.actor, "import")
        return 1

    def _prepare(self, one: ImportedItem) -> Item | None:
        """Return the item with what was read in it, unsaved; None (and a failure) when it cannot be written."""
        model, locale = self.models.get(one.model), self._locale(one.locale)
        if model is None or model.spec is None:
            self.fail(one.file, f"The content model {one.model!r} is not published. Load it: manage.py load_models.")
            return None
        if locale is None:
            self.fail(one.file, f"{one.locale!r} is not a locale this hub knows. Add it to HUB_LOCALES.")
            return None
        item = self.items.get((one.uuid, one.locale))
        if item is None:
            item = Item(translation_key=one.uuid, locale=locale, content_model=model, key=self._free_key(one))
        elif item.content_model_id != model.pk:
            self.fail(one.file, f"It was imported before as {item.content_model.key!r}; its model stays what it is.")
            return None
        item.__dict__["_before"] = latest(item) if item.pk else None
        one.body = editor_body(model.spec, one.body)
        if item.pk and item.__dict__["_before"] != (one.title, one.body) and item.get_lock():
            self.fail(one.file, "It is locked, because somebody decides about it or locked it. Import it again later.")
            return None
        item.title, item.body, item.model_version = one.title, one.body, model.spec.version
        return item

    def _locale(self, code: str) -> Locale | None:
        if code not in self.locales and code in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
            self.locales[code] = Locale.objects.create(language_code=code)
        return self.locales.get(code)

    def _free_key(self, one: ImportedItem) -> str:
        number, key = 1, one.key
        while (one.locale, key) in self.keys:
            number += 1
            key = f"{one.key}-{number}"
        self.keys.add((one.locale, key))
        return key

    def _save(self, rows: Sequence[tuple[ImportedItem, Item]]) -> list[Draft]:
        """Save what is new or changed as drafts; return everything that is to be published."""
        new = [(one, item) for one, item in rows if item.pk is None]
        changed = [(one, item) for one, item in rows if item.pk and item.__dict__["_before"] != (one.title, one.body)]
        same = [(one, item) for one, item in rows if item.pk and item.__dict__["_before"] == (one.title, one.body)]
        with transaction.atomic():
            if self.bulk:
                saved = save_in_bulk([item for _one, item in new], self.actor)
            else:
                saved = [save_one(item, self.actor) for _one, item in new]
            drafts = [(one, item, revision) for (one, item), revision in zip(new, saved, strict=True)]
            drafts += [(one, item, save_one(item, self.actor)) for one, item in changed]
        self.report.created += len(new)
        self.report.updated += len(changed)
        self.report.unchanged += len(same)
        self.tell("drafts", self.report.created + self.report.updated + self.report.unchanged)
        waiting = [pair for pair in same if not pair[1].live and not self._ended(pair[1])]
        return drafts + [(one, item, item.latest_revision) for one, item in waiting if item.latest_revision]

    @staticmethod
    def _ended(item: Item) -> bool:
        return item.first_published_at is not None

    def _publish_all(self, drafts: Sequence[Draft]) -> None:
        """Publish in groups, so that items may refer to each other and an interruption costs one group."""
        size = BATCH if self.bulk else 1
        for group in connected([(one.uuid, one.body) for one, _item, _revision in drafts], size):
            self._publish([drafts[number] for number in group])
            self.tell("published", self.report.published)

    def _publish(self, drafts: Sequence[Draft]) -> None:
        """Publish together; leave out what is refused and try the rest again."""
        waiting = list(drafts)
        while waiting:
            try:
                for group in [waiting] if self.bulk else [[one] for one in waiting]:
                    flow.publish_many([row[2] for row in group], self.actor, "import", kind="import")
                self.report.published += len(waiting)
                return
            except PublicationRefused as refusal:
                kept = [row for row in waiting if f"{row[1].title} ({row[0].locale})" not in refusal.problems]
                if len(kept) == len(waiting):
                    raise
                for one, item, _revision in waiting:
                    reasons = refusal.problems.get(f"{item.title} ({one.locale})")
                    if reasons:
                        lines = [f"{reason.path}: {reason.message} {reason.hint}".strip() for reason in reasons]
                        self.fail(one.file, " ".join(lines))
                waiting = kept

    def _withdraw(self, one: ImportedItem, item: Item) -> None:
        row = Publication.objects.filter(uuid=one.uuid, locale=one.locale).first()
        if row is None or row.status == one.ending:
            return
        try:
            flow.withdraw(
                Item.objects.get(pk=item.pk),
                one.ending,
                self.actor,
                "import",
                notice=one.notice,
                replaced_by=one.replaced_by or None,
            )
        except PublicationRefused as refusal:
            self.fail(one.file, str(refusal))
        else:
            self.report.withdrawn += 1


def batches(rows: Sequence[tuple[ImportedItem, Item]]) -> Iterator[Sequence[tuple[ImportedItem, Item]]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
