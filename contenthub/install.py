"""Setting up an organisation: languages, roles, content models, the operator. Safe to run again."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from channels.kinds.base import Kind
from channels.models import Channel, ChannelQuery
from channels.registry import installed
from content_models.presets import preset_paths
from contenthub.governance.ruling import load_packs
from contenthub.governance.workflow import install_workflow
from contenthub.packs import PackReport, load_models, read_pack
from contenthub.tone.packs import own_definitions
from contenthub.users import User

OPERATOR = "operator"
EDITING = ("item", "fact", "subject", "hubimage")
ROLES = {
    "Editors": [f"{action}_{model}" for model in EDITING for action in ("add", "change", "view")],
    "Publishers": [f"{action}_{model}" for model in EDITING for action in ("add", "change", "view", "delete")]
    + ["publish_item", "publish_fact", "lock_item", "unlock_item"],
    "Modellers": ["add_contentmodel", "change_contentmodel", "view_contentmodel", "publish_contentmodel"],
    "Governance owners": ["view_item", "view_fact", "view_subject", "view_mandate", "view_channel"],
    "Channel owners": ["view_item", "add_channel", "change_channel", "view_channel", "view_fact"],
}
"""Groups and the permissions they get; `Publishers` is the role that stands in where no mandate is recorded."""

SCOPES = {"servicedesk": ("internal",)}
"""What a kind's own channel may ask beyond public fields: agents see the notes for agents."""

Say = Callable[[str], None]


def install(say: Say, *, channels: bool = True) -> User:
    """Bring the hub to the state in which people can work. Return the operator's account."""
    say("Preparing the database")
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        make_locales()
        make_roles()
        install_workflow()
        operator = make_operator()
        remove_welcome_page()
    say("Loading the content models")
    load_presets(operator)
    say("Loading the rules for the tone of voice")
    load_packs(own_definitions(), operator, timezone.now())
    if channels:
        make_channels()
    return operator


def make_locales() -> None:
    for code in settings.HUB_LOCALES:
        Locale.objects.get_or_create(language_code=code)


def make_roles() -> None:
    may_enter = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for name, codenames in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        apps = ["content_models", "channels", "contenthub"]
        wanted = Permission.objects.filter(content_type__app_label__in=apps, codename__in=codenames)
        group.permissions.set([may_enter, *wanted])


def make_operator() -> User:
    """Return the account in whose name imports and set-up are recorded; it cannot sign in until it has a password."""
    operator, created = User.objects.get_or_create(
        username=OPERATOR, defaults={"is_superuser": True, "is_staff": True, "first_name": "Operator"}
    )
    if created:
        operator.set_unusable_password()
        operator.save()
    return operator


def remove_welcome_page() -> None:
    """Take away the page that Wagtail greets with: this hub has no pages of its own."""
    Site.objects.all().delete()
    for page in Page.objects.filter(depth=2):
        page.delete()


def make_channels() -> None:
    """Give a hub without channels one of each usual kind, with the kind's own stored queries."""
    if Channel.objects.exists():
        return
    for key, kind in sorted(installed().kinds.items()):
        if getattr(kind, "usual", False):
            scopes = {"scopes": list(SCOPES[key])} if key in SCOPES else {}
            make_channel(key, str(kind.label), kind, settings=scopes)


def make_channel(key: str, name: str, kind: Kind, **more: Any) -> Channel:
    """Return a new channel of a kind, in use, that asks the kind's own queries."""
    channel = Channel.objects.create(
        key=key, name=name, kind=kind.key, **{"status": Channel.Status.ACTIVE, "locales": [], **more}
    )
    for query, text in kind.queries.items():
        ChannelQuery.objects.create(channel=channel, name=query, text=text)
    return channel


def load_presets(operator: Any) -> PackReport:
    return load_models([read_pack(path) for path in preset_paths()], operator)
