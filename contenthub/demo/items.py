"""The items of the demo: written together, published together, and a few taken offline again."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from wagtail.models import Locale

from content_models.models import ContentModel, Item, Subject
from contenthub import flow
from contenthub.demo.bodies import body_of
from contenthub.demo.identity import uuid_of
from contenthub.demo.reading import ContentError, WrittenItem, read_items
from contenthub.publishing.models import Publication
from contenthub.users import User


def load_items(
    subjects: Mapping[str, Subject], owners: Mapping[str, User], editor: User, operator: User, opened: datetime
) -> int:
    """Write and publish the items that are not there yet; return how many. What is there stays as people left it."""
    known = {(str(uuid), code) for uuid, code in Item.objects.values_list("translation_key", "locale__language_code")}
    new = [one for one in read_items() if (str(uuid_of("item", one.name)), one.locale) not in known]
    models = {model.key: model for model in ContentModel.objects.filter(live=True)}
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    revisions = []
    for one in new:
        item = draft(one, models[one.model], locales[one.locale])
        item.subject, item.owner = subjects[one.subject], owners[one.subject]
        item.save()
        revisions.append(item.save_revision(user=editor, clean=False))
    # Of the kind "import", in the name of the operator: no subject owner has read all of this at once.
    flow.publish_many(revisions, operator, "Opening of the hub", kind="import", now=opened)
    end_items(new, owners)
    return len(new)


def draft(one: WrittenItem, model: ContentModel, locale: Locale) -> Item:
    """Return the item, unsaved. Raises ContentError with its name."""
    spec = model.spec
    try:
        if spec is None:
            raise ValueError(f"The content model {model.key!r} is not published.")
        body = body_of(spec, one.fields)
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        raise ContentError(f"{one.name} ({one.locale}): {type(error).__name__}: {error}") from error
    return Item(
        translation_key=uuid_of("item", one.name),
        locale=locale,
        content_model=model,
        model_version=spec.version,
        title=one.title,
        key=one.key,
        review_by=date.fromisoformat(one.review_by) if one.review_by else None,
        body=body,
    )


def end_items(written: Sequence[WrittenItem], owners: Mapping[str, User]) -> None:
    """Take offline what the content files say has ended, in the name of who decides about it."""
    for one in written:
        if not one.ending:
            continue
        item = Item.objects.get(translation_key=uuid_of("item", one.name), locale__language_code=one.locale)
        replaced_by = one.ending.get("replaced_by")
        notices = one.ending.get("notice", {})
        flow.withdraw(
            item,
            Publication.Status(one.ending["status"]),
            owners[one.subject],
            one.ending.get("reason", ""),
            notice=notices.get(one.locale, ""),
            replaced_by=str(uuid_of("item", replaced_by)) if replaced_by else None,
        )
