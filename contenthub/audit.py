"""Who signed in, and who may do what since when: lines in the log `contenthub.audit` and in Wagtail's site history."""

import logging
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, get_active_log_context, log

logger = logging.getLogger("contenthub.audit")

SIGNED_IN, RIGHTS, SECOND_STEP = "contenthub.signed_in", "contenthub.rights", "contenthub.second_step"
SAID = {"post_add": "added", "post_remove": "removed", "pre_clear": "cleared"}


def register_actions(actions: Any) -> None:
    """Tell Wagtail what our lines in its history say."""
    actions.register_action(SIGNED_IN, _("Sign in"), _("Signed in"))
    actions.register_action(RIGHTS)(RightsChanged)
    actions.register_action(SECOND_STEP)(SecondStepChanged)


class RightsChanged(LogFormatter):
    """Somebody, or a group, got rights or lost them."""

    label = _("Change rights")

    def format_message(self, log_entry: Any) -> str:
        names = ", ".join(log_entry.data.get("names") or ()) or gettext("all")
        if log_entry.data.get("change") == "added":
            return gettext("Rights given: %s") % names
        return gettext("Rights taken away: %s") % names


class SecondStepChanged(LogFormatter):
    """Somebody set up, took away or lost the second step of signing in."""

    label = _("Two-step sign-in")

    def format_message(self, log_entry: Any) -> str:
        said = {
            "set up": gettext("Two-step sign-in set up"),
            "removed": gettext("Two-step sign-in removed"),
            "new recovery codes": gettext("New recovery codes made"),
            "recovery code used": gettext("Signed in with a recovery code"),
            "reset": gettext("Two-step sign-in reset by an operator"),
        }
        return said.get(log_entry.data.get("change", ""), gettext("Two-step sign-in changed"))


def second_step(user: Any, change: str) -> None:
    """Note what became of somebody's second step: `change` is one of the lines of `SecondStepChanged`."""
    logger.info("second step of %s: %s", user.get_username(), change)
    log(instance=user, action=SECOND_STEP, data={"change": change})


def signed_in(user: Any, **_more: Any) -> None:
    logger.info("signed in: %s", user.get_username())
    log(instance=user, action=SIGNED_IN, user=user)


def signed_out(user: Any = None, **_more: Any) -> None:
    if user is not None:
        logger.info("signed out: %s", user.get_username())


def failed(credentials: Any, **_more: Any) -> None:
    name = str(credentials.get(get_user_model().USERNAME_FIELD, ""))[:150]
    logger.warning("refused%s: %r", " at the second step" if credentials.get("step") else "", name)


def rights_changed(instance: Any, action: str, model: Any, pk_set: Iterable[Any] | None, **more: Any) -> None:
    """Note that a person got or lost a group or a permission, or a group a permission."""
    if action not in SAID or more.get("reverse"):
        return
    names = sorted(str(one) for one in model.objects.filter(pk__in=pk_set or ()))
    actor = get_active_log_context().user
    logger.info("rights of %s %s by %s: %s", instance, SAID[action], actor or "a program", ", ".join(names) or "all")
    log(instance=instance, action=RIGHTS, data={"change": SAID[action], "what": model._meta.model_name, "names": names})


def watched() -> list[Any]:
    """Return the tables whose rows are rights."""
    user: Any = get_user_model()
    return [user.groups.through, user.user_permissions.through, Group.permissions.through]
