"""ContentModel: a content model is content itself, with drafts and versions."""

from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PreviewableMixin

from content_models.definition import DefinitionField, definition_from_stream, fields_block, stream_from_definition
from content_models.labels import label_here
from content_models.models.publishable import Publishable
from content_models.models.subject import key_validator
from content_models.spec import ModelSpec, SpecError
from content_models.widgets import LabelsWidget

_SPECS: dict[tuple[UUID, int], ModelSpec] = {}


class ContentModel(PreviewableMixin, Publishable):
    """What editors can write: its fields, whom it serves, how it is called. Publishing makes a ModelVersion."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.CharField(
        _("key"), max_length=40, unique=True, validators=[key_validator], help_text=_("Never changes once published.")
    )
    plural = models.CharField(_("key of the plural"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=80)
    labels = models.JSONField(_("names in other languages"), default=dict, blank=True)
    description = models.TextField(_("description"), blank=True)
    user_need = models.TextField(
        _("user need"), blank=True, help_text=_("As a … I need … so that …: why this content exists.")
    )
    schema_type = models.CharField(
        _("schema.org type"), max_length=60, blank=True, help_text=_("For example FAQPage or GovernmentService.")
    )
    fields: Any = DefinitionField(fields_block(), verbose_name=_("fields"), blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("key"), FieldPanel("plural")], _("Name")),
        FieldPanel("fields"),
        MultiFieldPanel(
            [
                FieldPanel("labels", widget=LabelsWidget),
                *(FieldPanel("description"), FieldPanel("user_need"), FieldPanel("schema_type")),
            ],
            _("About this model"),
            classname="collapsed",
        ),
    ]

    class Meta:
        verbose_name = _("content model")
        verbose_name_plural = _("content models")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """The name in the language of the interface."""
        return label_here(self.labels, self.name)

    def definition(self) -> dict[str, Any]:
        """Return the JSON definition of this draft."""
        return {
            "key": self.key,
            "name": self.name,
            "plural": self.plural,
            "labels": self.labels,
            "description": self.description,
            "user_need": self.user_need,
            "schema_type": self.schema_type,
            "fields": definition_from_stream(self.fields.raw_data),
        }

    def draft_spec(self) -> ModelSpec:
        """Return this draft as a spec. Raises SpecError."""
        return ModelSpec.read(self.definition())

    def set_definition(self, spec: ModelSpec) -> None:
        """Take over name, fields and the rest of a spec (from a model pack)."""
        self.key, self.plural, self.name = spec.key, spec.plural, spec.name
        self.labels, self.description = dict(spec.labels), spec.description
        self.user_need, self.schema_type = spec.user_need, spec.schema_type
        self.fields = stream_from_definition([field.as_definition() for field in spec.fields])

    def clean(self) -> None:
        try:
            self.draft_spec()
        except SpecError as error:
            raise ValidationError(str(error)) from error

    @cached_property
    def spec(self) -> ModelSpec | None:
        """The published version that is current, or None before the first publication."""
        version = self.versions.order_by("-number").first()
        return version.spec if version else None

    def spec_at(self, number: int) -> ModelSpec | None:
        """Return a published version; it never changes, so each process reads it once."""
        mark = (self.uuid, number)
        if mark not in _SPECS and (version := self.versions.filter(number=number).first()):
            _SPECS[mark] = version.spec
        return _SPECS.get(mark)


class ModelVersion(models.Model):
    """One published version of a content model. Never changes."""

    model = models.ForeignKey(ContentModel, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        unique_together = (("model", "number"),)
        ordering = ["model", "-number"]

    def __str__(self) -> str:
        return f"{self.model} {self.number}"

    @cached_property
    def spec(self) -> ModelSpec:
        return ModelSpec.read(self.definition, self.number)
