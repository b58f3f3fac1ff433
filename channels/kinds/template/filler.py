"""Keep one template filler running for this process, and start another when it breaks or takes too long."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WORKER = Path(__file__).with_name("worker.py")
TIMEOUT = 5.0
"""Seconds that one file may take; an ordinary one takes a few thousandths."""

MEMORY = 512 * 1024**2


class TemplateError(ValueError):
    """A template cannot be filled in: the message says why, and in which line."""


@dataclass
class Filler:
    """The filler of this process; safe to use from several threads, which then take turns."""

    timeout: float = TIMEOUT
    memory: int = MEMORY

    def __post_init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[str] | None = None
        self.owner = 0
        atexit.register(self.close)

    def fill(self, template: str, data: Mapping[str, Any], *, escape: bool) -> str:
        """Return the template filled in. Raises TemplateError."""
        job = json.dumps({"template": template, "data": data, "escape": escape})
        with self.lock:
            answer = json.loads(self._ask(job))
        if answer["error"]:
            where = f"Line {answer['line']}: " if answer["line"] else ""
            raise TemplateError(f"{where}{answer['error']}")
        return str(answer["text"])

    def close(self) -> None:
        """Stop the worker; the next job starts another."""
        if self.process and self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                if stream:
                    stream.close()
        self.process = None

    def _ask(self, job: str) -> str:
        process = self._ready()
        late = threading.Event()
        timer = threading.Timer(self.timeout, _kill, (process, late))
        timer.start()
        answer = ""
        try:
            if process.stdin and process.stdout:
                process.stdin.write(f"{job}\n")
                process.stdin.flush()
                answer = process.stdout.readline()
        except OSError:
            answer = ""
        finally:
            timer.cancel()
        if not answer:
            self.close()
            why = f"It took more than {self.timeout:g} seconds." if late.is_set() else "It took too much memory."
            raise TemplateError(f"{why} Make the template simpler.")
        return answer

    def _ready(self) -> subprocess.Popen[str]:
        if not self.process or self.owner != os.getpid() or self.process.poll() is not None:
            self.close()
            self.owner = os.getpid()
            self.process = subprocess.Popen(  # noqa: S603 (our own program, no input in the command)
                [sys.executable, "-I", str(WORKER), str(self.memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env={"PATH": os.defpath},
            )
        return self.process


def _kill(process: subprocess.Popen[str], late: threading.Event) -> None:
    late.set()
    process.kill()
