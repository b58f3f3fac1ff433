"""The channel kind for e-mail."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import mrml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from channels.kinds.base import API, INDEX, ITEM, fingerprint, stamped, template_folder
from channels.kinds.email.draft import Values, draft, words_of
from channels.kinds.email.message import Letterbox, Mail, letterbox, moment, one_line, write
from channels.kinds.email.narrow import breaking
from channels.kinds.email.newsletter import LISTED, Teaser, newest, newsletter
from channels.kinds.filling import Filler
from channels.kinds.letters import LETTER, choose_template
from channels.kinds.read import mapping, nodes, text
from channels.output import Context, Finding, Output, Payload, Produced

MAIL = "message/rfc822"
MAX_HTML = 102 * 1024
"""Where Gmail starts to cut a mail off, in bytes."""

NEWSLETTER = "newsletter"
TEMPLATES = (NEWSLETTER, "announcement", LETTER)
USUAL = {"letter": LETTER, "news": "announcement", "notice": "announcement"}
READABLE = ("LIVE", "WITHDRAWN", "")


class Email:
    """One message for each item in one of three templates, and a newsletter of the newest items for each locale."""

    key = "email"
    label: str | Promise = _("E-mail")
    api = API
    media_type = MAIL
    usual, whole = True, True

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or template_folder(self.key)

    @cached_property
    def queries(self) -> Mapping[str, str]:
        """Return the two queries an e-mail channel starts with."""
        return {name: (self.folder / f"{name}.graphql").read_text(encoding="utf-8") for name in (ITEM, INDEX)}

    @cached_property
    def template_version(self) -> str:
        """Return the version of everything that shapes a mail."""
        own = Path(__file__).parent
        kinds = own.parent
        return f"email-{fingerprint(own, kinds / 'arrange', kinds.parent / 'portable_text', self.folder)}"

    def render_item(self, payload: Payload) -> Sequence[Output]:
        """Return the item's mail; an item that is gone, expired or replaced has none."""
        item, context = mapping(payload.data.get("item")), payload.context
        locale, key = text(item.get("locale")), text(item.get("key"))
        if not locale or not key or text(item.get("status")).upper() not in READABLE:
            return ()
        template, findings = choose_template(item, context, USUAL, TEMPLATES, NEWSLETTER)
        values, plain = draft(item, context, template)
        stamp = stamped(text(item.get("stamp")), self.template_version)
        box = _box(context, locale, letter=template == LETTER)
        mail = self._mail(template, values, plain, box, (stamp,), moment(item.get("publishedAt")), f"{locale}/{key}")
        return (_output(f"{locale}/{key}.eml", mail, box, findings),)

    def render_index(self, payload: Payload, produced: Sequence[Produced]) -> Sequence[Output]:
        """Return a newsletter of the newest items for each locale in which there are mails."""
        context = payload.context
        there = {(one.uuid, one.locale) for one in produced if one.media_type == MAIL}
        items = [item for item in nodes(payload.data.get("items")) if _identity(item) in there]
        locales = sorted({text(item.get("locale")) for item in items})
        told = {locale: newest(items, locale, _count(context), context.now) for locale in locales}
        return [self._newsletter(context, locale, found) for locale, found in told.items() if found]

    def _newsletter(self, context: Context, locale: str, items: Sequence[Mapping[str, Any]]) -> Output:
        teasers = [Teaser.of(item, context, words_of(context, locale)) for item in items]
        values, plain = newsletter(context, locale, teasers)
        stamps = tuple(stamped(text(item.get("stamp")), self.template_version) for item in items)
        box = _box(context, locale)
        latest = max(moment(item.get("publishedAt")) for item in items)
        mail = self._mail("digest", values, plain, box, stamps, latest, f"{locale}/{NEWSLETTER}")
        return _output(f"{locale}/{NEWSLETTER}.eml", mail, box, ())

    def _mail(
        self,
        template: str,
        values: Values,
        plain: str,
        box: Letterbox,
        stamps: Sequence[str],
        when: Any,
        name: str,
    ) -> Mail:
        listed = template != LETTER
        values |= {"unsubscribe": box.way_out if listed else "", "p": values["words"].phrases}
        if listed:
            plain = f"{plain}\n{values['p']['unsubscribe']}: {box.way_out.removeprefix('mailto:')}"
        source = self._filler.fill(f"{template}.mjml", values)
        return Mail(values["subject"], plain, _tidy(mrml.to_html(source).content), stamps, when, name, listed)

    @cached_property
    def _filler(self) -> Filler:
        filler = Filler(self.folder)
        filler.globals["breaking"] = breaking
        return filler


def _tidy(html: str) -> str:
    """Escape what mrml leaves bare: it puts the title in an attribute with its angle brackets."""
    return re.sub(
        r'aria-label="([^"]*)"',
        lambda found: f'aria-label="{found[1].replace("<", "&lt;").replace(">", "&gt;")}"',
        html,
        count=1,
    )


def _output(path: str, mail: Mail, box: Letterbox, findings: Sequence[Finding]) -> Output:
    found = [*box.findings, *findings]
    size = len(mail.html.encode())
    if size >= MAX_HTML:
        too_large = (
            f"The mail is {size // 1024} kB, and Gmail cuts off what is over {MAX_HTML // 1024} kB. Shorten the text."
        )
        found.append(Finding("error", too_large, path))
    if not one_line(mail.subject):
        found.append(Finding("error", "The mail has no subject. Give the item a title.", path))
    return Output(path, MAIL, write(mail, box), tuple(mail.stamps), tuple(found))


def _box(context: Context, locale: str, *, letter: bool = False) -> Letterbox:
    return letterbox(context, words_of(context, locale).say("reader"), letter=letter)


def _count(context: Context) -> int:
    wished = mapping(context.settings.get("newsletter")).get("count")
    return wished if isinstance(wished, int) and 0 < wished <= 50 else LISTED


def _identity(item: Mapping[str, Any]) -> tuple[str, str]:
    return text(item.get("uuid")), text(item.get("locale"))
