"""Does everything that a document points at exist, for a reader, now? Asked in batches, answered per intake."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, SlugField, UUIDField
from django.utils import timezone
from django.utils.translation import gettext as _

from content_models.facts import NoValue, fact_kind
from content_models.fields import Use
from content_models.models import HubImage, Item
from content_models.problem import Problem
from contenthub.publishing.facts import Current, current_facts, drafted_facts
from contenthub.publishing.intake import Intake
from contenthub.publishing.prepared import Prepared
from contenthub.publishing.snapshots import FieldIndex, Publication


def resolve(intakes: Sequence[Intake], now: datetime) -> None:
    """Fill in what images are, and add a problem to an intake for everything that does not resolve."""
    published = _published(intakes)
    _resolve_images(intakes, now)
    _resolve_items(intakes, published)
    _resolve_facts(intakes, now)
    _check_unique(intakes)
    _check_keys(intakes, published)


class Published(NamedTuple):
    """What is known of an item that was published before."""

    uuid: str
    locale: str
    key: str
    model: str
    live: bool


def _published(intakes: Sequence[Intake]) -> list[Published]:
    """Return what these intakes refer to, and who has their keys, of everything published."""
    if not intakes:  # a draft of a fact alone
        return []
    uuids = [*_uses(intakes, "item")] or [intake.uuid for intake in intakes]
    rows = NAMED([intake.item.key for intake in intakes], uuids)
    live = Publication.Status.LIVE
    return [Published(str(uuid), locale, key, model, status == live) for uuid, locale, key, model, status in rows]


NAMED = Prepared(
    lambda keys, uuids: Publication.objects.filter(Q(key__in=keys) | Q(uuid__in=uuids)).values_list(
        "uuid", "locale", "key", "model", "status"
    ),
    *([SlugField()], [UUIDField()]),
)


def _uses(intakes: Iterable[Intake], kind: str) -> dict[str, list[tuple[Intake, Use]]]:
    found: dict[str, list[tuple[Intake, Use]]] = defaultdict(list)
    for intake in intakes:
        for use in intake.uses:
            if use.kind == kind:
                found[use.uuid].append((intake, use))
    return found


def _resolve_images(intakes: Sequence[Intake], now: datetime) -> None:
    wanted = _uses(intakes, "image")
    if not wanted:
        return
    images = {str(image.uuid): image for image in HubImage.objects.filter(uuid__in=list(wanted))}
    for uuid, uses in wanted.items():
        image = images.get(uuid)
        for intake, use in uses:
            if image is None:
                intake.problems.append(Problem(use.path, _("This image is no longer there."), code="image_missing"))
                continue
            if image.rights_until and image.rights_until < timezone.localdate(now):
                message = _("The right to use “%s” has ended.") % image.title
                hint = _("Choose another image, or renew the right and its date.")
                intake.problems.append(Problem(use.path, message, hint, "rights_ended"))
            if use.node is not None:
                use.node.update(_image_facts(image))


def _image_facts(image: HubImage) -> dict[str, Any]:
    focal = image.get_focal_point()
    return {
        "file": image.file.name,
        "width": image.width,
        "height": image.height,
        "title": image.title,
        "focal": [focal.left, focal.top, focal.width, focal.height] if focal else None,
    }


def _resolve_items(intakes: Sequence[Intake], published: Sequence[Published]) -> None:
    wanted = _uses(intakes, "item")
    if not wanted:
        return
    models = {one.uuid: one.model for one in published if one.live}
    models |= {intake.uuid: intake.spec.key for intake in intakes}
    missing = [uuid for uuid in wanted if uuid not in models]
    titles = dict(Item.objects.filter(translation_key__in=missing).values_list("translation_key", "title"))
    names = {str(uuid): title for uuid, title in titles.items()}
    for uuid, uses in wanted.items():
        for intake, use in uses:
            if uuid not in models:
                intake.problems.append(_unpublished(use, names.get(uuid)))
            elif use.models and models[uuid] not in use.models:
                hint = _("Allowed: %s.") % ", ".join(use.models)
                problem = Problem(use.path, _("An item of the model “%s” is not allowed here.") % models[uuid], hint)
                intake.problems.append(problem)


def _unpublished(use: Use, title: str | None) -> Problem:
    if title is None:
        return Problem(use.path, _("The item referred to does not exist."), _("Choose another one."), "unresolved")
    hint = _("Publish that item first, or publish both together.")
    return Problem(use.path, _("“%s” is referred to, and has not been published.") % title, hint, "unresolved")


def _resolve_facts(intakes: Sequence[Intake], now: datetime) -> None:
    wanted = _uses(intakes, "fact")
    if not wanted:
        return
    current = current_facts(wanted, now)
    for intake in intakes:
        intake.facts = current
    missing = [uuid for uuid in wanted if uuid not in current]
    current |= drafted_facts(missing) if missing else {}
    for uuid, uses in wanted.items():
        for intake, use in uses:
            if problem := _fact_problem(use, current.get(uuid), intake.locale):
                intake.problems.append(problem)


def _fact_problem(use: Use, fact: Current | None, locale: str) -> Problem | None:
    if fact is None:
        return Problem(use.path, _("The fact does not exist."), _("Choose another one."), "unresolved")
    if fact.value is None:
        hint = _("Publish the fact first.")
        return Problem(use.path, _("The fact “%s” has no value now.") % fact.label, hint, "unresolved")
    kind = fact_kind(fact.kind)
    if use.kinds and kind.key not in use.kinds:
        return Problem(use.path, _("A fact of the kind “%s” is not allowed here.") % kind.label, code="fact_kind")
    if use.format and use.format not in kind.formats:
        names = {"fact": fact.label, "format": use.format}
        hint = _("Choose from: %s.") % ", ".join(kind.formats)
        return Problem(use.path, _("The fact “%(fact)s” has no format “%(format)s”.") % names, hint, "format")
    try:
        kind.format(fact.value, use.format or "short", locale)
    except NoValue:
        names = {"fact": fact.label, "locale": locale}
        hint = _("Give the fact a value in that language.")
        return Problem(use.path, _("The fact “%(fact)s” has no value in %(locale)s.") % names, hint, "unresolved")
    return None


def _check_unique(intakes: Sequence[Intake]) -> None:
    """A value marked unique stands in no other current item of its model in its language."""
    taken: dict[tuple[str, str, Any], Intake] = {}
    for intake in intakes:
        for spec in intake.spec.fields:
            value = intake.document.get(spec.key)
            if not spec.options.get("unique") or value is None:
                continue
            mark = (f"{intake.spec.key}.{spec.key}", intake.locale, value)
            term: dict[str, Any] = {"text": str(value)[:200]}
            if isinstance(value, int | float):
                term = {"number": float(value)}
            others = FieldIndex.objects.filter(field=mark[0], publication__locale=intake.locale, **term)
            if mark in taken or others.exclude(publication__uuid=intake.uuid).exists():
                message = _("“%s” is already used by another item.") % str(value)[:60]
                intake.problems.append(Problem(spec.key, message, code="unique"))
            taken[mark] = intake


def _check_keys(intakes: Sequence[Intake], published: Sequence[Published]) -> None:
    """The key of an address belongs to one item in a language, also after it was withdrawn."""
    uuids = {(intake.locale, intake.item.key): intake for intake in intakes}
    for one in published:
        intake = uuids.get((one.locale, one.key))
        if intake and intake.uuid != one.uuid:
            message = _("The key “%s” belongs to another item.") % one.key
            problem = Problem("key", message, _("Choose another key."), "key")
            intake.problems.append(problem)
