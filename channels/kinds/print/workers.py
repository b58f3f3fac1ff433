"""Keep one typesetter running for this process, and start another when it breaks or takes too long."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from channels.kinds.print.worker import read_frame, write_frame

WORKER = Path(__file__).with_name("worker.py")
TIMEOUT = 20.0
"""Seconds that one document may take; an ordinary one takes less than a tenth."""

MEMORY = 2 * 1024**3
"""Bytes of address space that a typesetter may take; an ordinary one takes a fifth."""

MOST_DOCUMENTS = 500
"""After so many documents a worker makes room for a fresh one, since a typesetter remembers much."""


class PrintError(RuntimeError):
    """A document could not be set: the typesetter failed, ran out of memory or took too long."""


@dataclass(frozen=True)
class Job:
    """One document: a template with its data, the pictures it shows by file name, and where fonts are."""

    template: str
    data: Mapping[str, Any]
    families: Sequence[str]
    fonts: Sequence[str] = ()
    standards: Sequence[str] = ("ua-1", "a-2a")
    timestamp: int = 0
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    form: str = "pdf"
    ppi: float = 72.0
    tags: bool = True


@dataclass(frozen=True)
class Sheet:
    """A document that was set, or why it was not; `marks` is what the template measured."""

    pdf: bytes
    error: str
    warnings: tuple[str, ...]
    marks: tuple[Mapping[str, Any], ...]


class Workers:
    """The typesetter of this process; safe to use from several threads, which then take turns."""

    def __init__(self, templates: Path, *, timeout: float = TIMEOUT, memory: int = MEMORY) -> None:
        self.templates, self.timeout, self.memory = templates, timeout, memory
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.folder = ""
        self.owner = 0
        self.done = 0
        atexit.register(self.close)

    def run(self, job: Job) -> Sheet:
        """Return the finished document. Raises PrintError; a worker that only died early is replaced once."""
        with self.lock:
            fresh = self._ready()
            try:
                return self._ask(job)
            except _DiedError:
                if fresh:
                    raise
                self._ready()
                return self._ask(job)

    def close(self) -> None:
        """Stop the worker and remove its folder; the next job starts another."""
        if self.process and self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                if stream:
                    stream.close()
            shutil.rmtree(self.folder, ignore_errors=True)
        self.process = None

    def _ready(self) -> bool:
        """Have a worker running; tell whether it was started now."""
        if self.process and self.owner == os.getpid() and self.process.poll() is None and self.done < MOST_DOCUMENTS:
            return False
        self.close()
        self.folder = tempfile.mkdtemp(prefix="contenthub-print-")
        for file in self.templates.glob("*.typ"):
            shutil.copy(file, self.folder)
        nowhere = {f"{scheme}_PROXY": "http://127.0.0.1:9" for scheme in ("HTTP", "HTTPS", "ALL")}
        self.process = subprocess.Popen(  # noqa: S603 (our own program, no input in the command)
            [sys.executable, "-I", str(WORKER), self.folder, str(self.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=self.folder,
            env={"PATH": os.defpath, **nowhere},
        )
        self.owner, self.done = os.getpid(), 0
        return True

    def _ask(self, job: Job) -> Sheet:
        if not self.process or not self.process.stdin or not self.process.stdout:
            raise _DiedError("The typesetter did not start.")
        late = threading.Event()
        timer = threading.Timer(self.timeout, self._kill, (self.process, late))
        timer.start()
        try:
            return self._exchange(job, self.process.stdin, self.process.stdout)
        except (OSError, EOFError) as problem:
            self.close()
            if late.is_set():
                raise PrintError(
                    f"The document took more than {self.timeout:g} seconds to set. Make it shorter."
                ) from problem
            raise _DiedError(
                "The typesetter stopped, perhaps for lack of memory. Make the document shorter."
            ) from problem
        finally:
            timer.cancel()

    def _exchange(self, job: Job, source: IO[bytes], target: IO[bytes]) -> Sheet:
        files = [Path(self.folder, name) for name in job.pictures]
        for file, content in zip(files, job.pictures.values(), strict=True):
            file.write_bytes(content)
        asked = {name: getattr(job, name) for name in ("template", "data", "timestamp", "form", "ppi", "tags")}
        asked |= {name: list(getattr(job, name)) for name in ("families", "fonts", "standards")}
        write_frame(source, json.dumps(asked).encode())
        source.flush()
        head, pdf = read_frame(target), read_frame(target)
        if head is None or pdf is None:
            raise EOFError
        self.done += 1
        for file in files:
            file.unlink(missing_ok=True)
        answer = json.loads(head)
        error = " ".join([answer["error"], *(f"({hint})" for hint in answer["hints"])]).strip()
        return Sheet(pdf, error, tuple(answer["warnings"]), tuple(answer["marks"]))

    @staticmethod
    def _kill(process: subprocess.Popen[bytes], late: threading.Event) -> None:
        late.set()
        process.kill()


class _DiedError(PrintError):
    """The worker ended before it answered."""
