"""The matrix of this hub: its subjects and channels against its mandates."""

from datetime import datetime

from django.utils.translation import gettext as _

from channels.models import Channel
from content_models.models import Subject
from contenthub.governance.book import read_book
from contenthub.governance.mandates import Mandate
from contenthub.governance.matrix import Cell, Column, Row, columns_of, matrix
from contenthub.governance.rights import EVERYTHING


def rows_and_columns() -> tuple[list[Row], list[Column]]:
    """Return everything first, then the subjects in the order of the tree; and the columns."""
    subjects = Subject.objects.order_by("path")
    rows = [Row(one.path, one.title, one.path.count("/") - 1) for one in subjects]
    channels = list(Channel.objects.exclude(status=Channel.Status.RETIRED).order_by("name").values_list("key", "name"))
    asked = set(Mandate.objects.filter(decision="signoff").values_list("channel__key", flat=True))
    channels.sort(key=lambda one: one[0] not in asked)  # first those that have a say
    return [Row(EVERYTHING, _("Everything")), *rows], columns_of(channels)


def overview(now: datetime) -> tuple[list[Column], list[list[Cell]]]:
    rows, columns = rows_and_columns()
    return columns, matrix(read_book(now), rows, columns)
