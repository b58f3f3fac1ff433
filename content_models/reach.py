"""Who may do what with which item or fact: the permissions of groups, as far as these reach.

Registered as Wagtail's permission policy, so lists, choosers, bulk actions and forms ask here alike. `guarded` stands
before every address about one object: what is out of reach cannot be opened by knowing its number either.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.urls import URLPattern
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from content_models.models import Fact, Item, Reach

SEEN = ("view", "change", "add", "publish")
"""Rights of which any one is enough to see something."""


class ReachPolicy(ModelPermissionPolicy):
    """The model's permissions, each as far as the groups that give it reach."""

    by_model = True
    """Whether these objects have a content model."""

    def stretches(self, user: Any, actions: Iterable[str]) -> list[Reach] | None:
        """Return how far a person reaches with any of these rights; None: everywhere."""
        codes = self._get_permission_codenames(actions)
        kept = user.__dict__.setdefault("_reaches", {})
        key = (self.model_name, *sorted(codes))
        if key not in kept:
            kept[key] = self._read_stretches(user, codes)
        found: list[Reach] | None = kept[key]
        return found

    def _read_stretches(self, user: Any, codes: set[str]) -> list[Reach] | None:
        mine = {"content_type": self._content_type, "codename__in": codes}
        if not user.is_active or user.is_superuser or user.user_permissions.filter(**mine).exists():
            return None if user.is_active else []
        giving = {f"permissions__{name}": value for name, value in mine.items()}
        groups = Group.objects.filter(user=user, **giving).distinct().prefetch_related("reaches__subject")
        every = [list(group.reaches.all()) for group in groups]
        return [one for stretch in every for one in stretch] if every and all(every) else None if every else []

    def where(self, user: Any, actions: Iterable[str]) -> Q:
        """Return the condition that an object is within reach."""
        found = self.stretches(user, actions)
        if found is None:
            return Q()
        condition = Q(pk__in=[])
        for one in found:
            part = Q(subject__path__startswith=one.subject.path) if one.subject else Q()
            if one.content_model_id and self.by_model:
                part &= Q(content_model=one.content_model_id)
            condition |= part if part else ~Q(pk__in=[])
        return condition

    def reaches(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """Tell whether an object, as it is in memory, is within reach."""
        found = self.stretches(user, actions)
        path = instance.subject.path if instance.subject else ""
        return found is None or any(
            (one.subject is None or path.startswith(one.subject.path))
            and (not self.by_model or one.content_model_id in {None, instance.content_model_id})
            for one in found
        )

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action) and self.reaches(user, [action], instance)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        held = [action for action in actions if self.user_has_permission(user, action)]
        if not held:
            return self.model.objects.none()
        found: QuerySet[Any] = self.model.objects.filter(self.where(user, held))
        return found

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Any]:
        return self.instances_user_has_any_permission_for(user, [action])

    def models_within(self, user: Any, action: str) -> Q:
        """Return the condition on content models with which a person may do this."""
        found = self.stretches(user, [action])
        if found is None or any(one.content_model_id is None for one in found):
            return Q()
        return Q(pk__in={one.content_model_id for one in found})


class FactPolicy(ReachPolicy):
    """Facts have a subject, and no content model."""

    by_model = False


def register_policies() -> None:
    register_permission_policy(Item, ReachPolicy(Item))
    register_permission_policy(Fact, FactPolicy(Fact))


def may_see(user: Any, instance: Model) -> bool:
    """Tell whether somebody may see an item or a fact."""
    policy = policy_registry.get_by_type(type(instance))
    return bool(policy.user_has_any_permission_for_instance(user, SEEN, instance))


def visible_items(user: Any) -> QuerySet[Item]:
    found: QuerySet[Item] = policy_registry.get_by_type(Item).instances_user_has_any_permission_for(user, SEEN)
    return found


def visible_facts(user: Any) -> QuerySet[Fact]:
    found: QuerySet[Fact] = policy_registry.get_by_type(Fact).instances_user_has_any_permission_for(user, SEEN)
    return found


def sees_everything(user: Any) -> bool:
    return policy_registry.get_by_type(Item).stretches(user, SEEN) is None


def guarded(patterns: Iterable[URLPattern], model: type[Model]) -> list[URLPattern]:
    """Return the same addresses, each asking first whether the object that it names is within the person's reach."""
    for pattern in patterns:
        if "<" in str(pattern.pattern) or "?P" in str(pattern.pattern):
            pattern.callback = _asking(pattern.callback, model)
    return list(patterns)


def _asking(view: Callable[..., Any], model: type[Any]) -> Callable[..., Any]:
    @wraps(view)
    def asked(request: Any, *args: Any, **kwargs: Any) -> Any:
        pk = kwargs.get("pk", args[0] if args else "")
        named = model.objects.filter(pk=pk).first() if str(pk).isdecimal() else None
        if named is not None and request.user.is_authenticated and not may_see(request.user, named):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return asked
