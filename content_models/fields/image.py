"""An image with its alternative text, or marked as decoration."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from content_models.blocks import ImageReferenceBlock, is_uuid
from content_models.fields.kind import FieldKind, Use, common, wrong_type
from content_models.problem import Problem
from content_models.spec import FieldSpec


class Image(FieldKind):
    """An image that somebody who cannot see it is told about."""

    key = "image"
    label = gettext_lazy("Image")
    icon = "image"
    reads_as = "Image"

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        seen = _("What the image shows, for people who do not see it.")
        return blocks.StructBlock(
            [
                ("image", ImageReferenceBlock(required=spec.required, label=_("Image"))),
                (
                    "alt",
                    blocks.CharBlock(required=False, max_length=250, label=_("Alternative text"), help_text=seen),
                ),
                ("decorative", blocks.BooleanBlock(required=False, label=_("Decoration only"))),
            ],
            **common(spec, locale),
        )

    def store(self, spec: FieldSpec, raw: Any) -> Any:
        if not isinstance(raw, dict) or not raw.get("image"):
            return None
        decorative = bool(raw.get("decorative"))
        alt = "" if decorative else str(raw.get("alt") or "").strip()
        return {"image": str(raw["image"]), "alt": alt, "decorative": decorative}

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, dict) or not is_uuid(str(value.get("image"))):
            yield wrong_type(path, _("an image"), value)
        elif not value.get("alt") and not value.get("decorative"):
            hint = _("Say in one sentence what the image shows, or mark it as decoration.")
            yield Problem(path, _("The image has no alternative text."), hint, "alt_missing")

    def uses(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Use]:
        yield Use("image", value["image"], path, node=value)

    def texts(self, spec: FieldSpec, value: Any) -> Iterator[str]:
        yield value.get("alt", "")
