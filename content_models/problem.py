"""One thing that is wrong, said so that an editor can mend it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """What is wrong (message), where (path of the field), what to do (hint), and a code for programs."""

    path: str
    message: str
    hint: str = ""
    code: str = ""
