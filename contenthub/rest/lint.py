"""`POST /api/lint`: the verdict of the rules in use about a text from anywhere."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from content_models.facts.language.locales import tag_here
from contenthub.rest.auth import TokenAuthentication, scope
from contenthub.tone.finding import Level
from contenthub.tone.kept.ruling import current_ruling
from contenthub.tone.lint import lint_source
from contenthub.tone.markup import READERS

MOST = 200_000
"""Signs of one text."""


class TextSerializer(serializers.Serializer[Any]):
    """A text to be checked."""

    text = serializers.CharField(max_length=MOST, allow_blank=True, trim_whitespace=False)
    locale = serializers.RegexField(r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$", default="nl")
    markup = serializers.ChoiceField(sorted(READERS), default="txt")
    minimum_level = serializers.ChoiceField([one.label for one in Level], default="suggestion")


class FindingSerializer(serializers.Serializer[Any]):
    """What a rule has to say. Offsets and columns count code points; `end` is the first sign after it."""

    check = serializers.CharField()
    level = serializers.ChoiceField([one.label for one in Level])
    message = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    line = serializers.IntegerField()
    column = serializers.IntegerField()
    text = serializers.CharField()
    fixes = serializers.ListField(child=serializers.CharField())
    link = serializers.CharField()
    explanation = serializers.CharField()
    fingerprint = serializers.CharField()
    trial = serializers.BooleanField(help_text="The rule is on trial: it reports, and never blocks.")


class VerdictSerializer(serializers.Serializer[Any]):
    """All that was found, under which version of the rules."""

    rules = serializers.IntegerField(help_text="The version of the rule set.")
    findings = FindingSerializer(many=True)
    slow = serializers.ListField(child=serializers.CharField(), help_text="Rules that took too long and were left out.")


class LintView(APIView):
    """Check a text with the rules in use."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (scope("lint"),)

    @extend_schema(request=TextSerializer, responses=VerdictSerializer, operation_id="lint", tags=["tone"])
    def post(self, request: Request) -> Response:
        """Return what the rules in use find in a text. Nothing is kept of it."""
        asked = TextSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        ruling = current_ruling()
        source = READERS[said["markup"]](said["text"])
        language, least = tag_here(said["locale"]), Level.of(said["minimum_level"])
        verdict = lint_source(source, ruling.rules, language=language, least=least)
        names = FindingSerializer().fields
        found = [
            {name: value for name, value in asdict(one).items() if name in names} | {"trial": one.check in ruling.trial}
            for one in verdict.findings
        ]
        return Response({"rules": ruling.version, "findings": found, "slow": list(verdict.slow)})
