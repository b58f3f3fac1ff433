"""Publishing a content model: a new, immutable version of its definition."""

from datetime import datetime

from django.utils.translation import gettext as _

from content_models.document import check_change, check_spec
from content_models.models import ContentModel, ModelVersion
from content_models.problem import Problem
from content_models.spec import ModelSpec, SpecError
from contenthub.publishing.digest import digest_of_json


def model_digest(model: ContentModel) -> str:
    return digest_of_json({"uuid": str(model.uuid), "definition": model.definition()})


def model_problems(model: ContentModel) -> list[Problem]:
    """Return every reason why this draft cannot become a version."""
    try:
        spec = model.draft_spec()
    except SpecError as error:
        return [Problem("fields", str(error), code="spec")]
    problems = check_spec(spec) + _taken_names(model, spec)
    latest = latest_version(model)
    if latest is None:
        return problems
    if latest.spec.key != spec.key:
        problems.append(Problem("key", _("The key of a published content model stays what it is."), code="key"))
    return problems + check_change(latest.spec, spec)


def _taken_names(model: ContentModel, spec: ModelSpec) -> list[Problem]:
    """A model's names in GraphQL must differ from those of every other model."""
    mine = {spec.query_name, spec.query_plural}
    for other in ContentModel.objects.exclude(pk=model.pk).exclude(live=False):
        theirs = other.spec
        if theirs and mine & {theirs.query_name, theirs.query_plural}:
            return [Problem("key", _("The model “%s” has this key or plural already.") % other.name, code="taken")]
    return []


def latest_version(model: ContentModel) -> ModelVersion | None:
    return model.versions.order_by("-number").first()


def write_version(model: ContentModel, now: datetime) -> int | None:
    """Append a version; return its number, or None when the definition did not change."""
    definition = model.draft_spec().as_definition()
    digest = digest_of_json(definition)
    latest = latest_version(model)
    if latest and latest.digest == digest:
        return None
    number = latest.number + 1 if latest else 1
    ModelVersion.objects.create(model=model, number=number, definition=definition, digest=digest, published_at=now)
    return number
