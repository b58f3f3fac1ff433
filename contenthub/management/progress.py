"""A line that tells how far a long command is, on a terminal only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn


@contextmanager
def telling() -> Iterator[Callable[[str, int], None]]:
    """Yield a function that is told the name of a part and how much of it was done."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("")
        yield lambda name, count: progress.update(task, description=f"{name} {count}")
