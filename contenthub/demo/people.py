"""The people of the demo, the subjects, and who decides about what."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission

from content_models.models import Subject
from contenthub.demo.identity import uuid_of
from contenthub.demo.reading import read_table
from contenthub.governance.mandates import Mandate
from contenthub.users import User

PASSWORD = "duinrijk-demo"  # noqa: S105 (printed at every start; the demo does not run in production)
DESK = "Service desk"
DESK_MAY = ["access_admin", "view_item", "view_fact", "view_subject"]
DECIDES = (Mandate.Decision.CONTENT, Mandate.Decision.FACTS, Mandate.Decision.WITHDRAW)

People = Mapping[str, User]


def load_people(operator: User) -> dict[str, User]:
    """Return everybody by user name. Who is there already keeps password and groups."""
    make_desk_role()
    secret = make_password(PASSWORD)  # one hash for all: hashing is slow on purpose, and these are no secrets
    people = {operator.username: operator}
    if not operator.has_usable_password():
        operator.password = secret
        operator.last_name = operator.last_name or "Duinrijk"
        operator.email = operator.email or f"{operator.username}@duinrijk.example"
        operator.save(update_fields=["password", "last_name", "email"])
    for username, written in read_table("people").items():
        first, last = written["name"]
        person, created = User.objects.get_or_create(
            username=username,
            defaults={
                "first_name": first,
                "last_name": last,
                "email": f"{username}@duinrijk.example",
                "is_staff": True,
                "password": secret,
            },
        )
        if created:
            person.groups.set(Group.objects.filter(name__in=written["groups"]))
        people[username] = person
    return people


def make_desk_role() -> None:
    """The service desk reads everything and changes nothing."""
    group, created = Group.objects.get_or_create(name=DESK)
    if created:
        group.permissions.set(Permission.objects.filter(codename__in=DESK_MAY))


def roles() -> list[tuple[str, str]]:
    """Return user names with their role, the operator first."""
    return [("operator", "Operator"), *((name, written["role"]) for name, written in read_table("people").items())]


def load_subjects(people: People) -> dict[str, Subject]:
    """Return the subjects by key; a new one gets the mandates of its owner."""
    subjects: dict[str, Subject] = {}
    for key, written in read_table("subjects").items():
        subject = Subject.objects.filter(uuid=uuid_of("subject", key)).first()
        if subject is None:
            subject = Subject(uuid=uuid_of("subject", key), key=key, title=written["nl"], titles={"en": written["en"]})
            subject.parent = subjects[written["parent"]] if "parent" in written else None
            subject.save()
            give_mandates(subject, people.get(written.get("owner", "")))
        subjects[key] = subject
    return subjects


def give_mandates(subject: Subject, owner: User | None) -> None:
    if owner is not None:
        Mandate.objects.bulk_create(Mandate(user=owner, decision=decision, subject=subject) for decision in DECIDES)


def owners(people: People) -> dict[str, User]:
    """Return who decides, by key of the subject: the owner of the subject, else of the one above it."""
    written: dict[str, Any] = read_table("subjects")
    return {key: people[table.get("owner") or written[table["parent"]]["owner"]] for key, table in written.items()}
