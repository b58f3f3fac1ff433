"""Set type: a program of its own that reads jobs from its input and writes PDFs to its output.

It runs apart from the hub because it is given large documents: with a limit on memory and time, without network
where the system allows that, and with no other files than templates, fonts and pictures. Data arrives as JSON and
becomes text, never markup. Run it as `python -I worker.py FOLDER MEMORY` (bytes); it ends when its input does, however
the hub ended, and takes the folder with it.

A job is a frame (four bytes of length, then JSON): {template, data, fonts, standards, timestamp, form, ppi, tags}. The
answer is a frame with {error, hints, warnings, marks} and a frame with the document: a PDF, or a PNG of its one page.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import shutil
import signal
import struct
import sys
from typing import IO, Any

FILE = 64 * 1024**2
NEW_NETWORK, NEW_USER = 0x40000000, 0x10000000


def main(folder: str, memory: int) -> None:
    """Answer jobs about templates in the folder until there are no more, in so many bytes of memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # (an interrupt is for the hub, which then ends the input)
    _limit(memory)
    _leave_network()
    setter = _Setter(folder)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while (job := read_frame(source)) is not None:
        answer, pdf = setter.run(json.loads(job))
        write_frame(target, json.dumps(answer).encode())
        write_frame(target, pdf)
        target.flush()
    shutil.rmtree(folder, ignore_errors=True)


def read_frame(source: IO[bytes]) -> bytes | None:
    """Return the next frame, or None at the end of the input."""
    head = source.read(4)
    if len(head) < 4:
        return None
    (size,) = struct.unpack(">I", head)
    body = source.read(size)
    return body if len(body) == size else None


def write_frame(target: IO[bytes], body: bytes) -> None:
    """Write one frame."""
    target.write(struct.pack(">I", len(body)) + body)


class _Setter:
    """The typesetter with what it keeps between jobs: fonts by folder, compilers by template and fonts."""

    def __init__(self, folder: str) -> None:
        import typst  # noqa: PLC0415 (loaded after the limits are set)

        self.typst = typst
        self.folder = folder
        self.fonts: dict[tuple[str, ...], Any] = {}
        self.compilers: dict[tuple[str, tuple[str, ...]], Any] = {}

    def run(self, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return the answer to a job, and its PDF; without a PDF the answer holds an error."""
        folders = tuple(job["fonts"])
        compiler = self.compiler(job["template"], folders)
        families = set(self.fonts[folders].families())
        data = {**job["data"], "fonts": [name for name in job["families"] if name in families]}
        inputs = {"data": json.dumps(data)}
        try:
            if job["form"] == "png":
                pdf, warnings = compiler.compile_with_warnings(sys_inputs=inputs, format="png", ppi=job["ppi"])
            else:
                pdf, warnings = compiler.compile_with_warnings(
                    sys_inputs=inputs,
                    pdf_standards=job["standards"],
                    timestamp=job["timestamp"],
                    pdf_tags=job["tags"],
                )
            marks = json.loads(compiler.query("<mark>", field="value"))
        except self.typst.TypstError as error:
            return {"error": str(error.message), "hints": list(error.hints), "warnings": [], "marks": []}, b""
        if isinstance(pdf, list):
            return {"error": "The picture has more than one page.", "hints": [], "warnings": [], "marks": marks}, b""
        told = [str(getattr(one, "message", one)) for one in warnings]
        return {"error": "", "hints": [], "warnings": told, "marks": marks}, pdf

    def compiler(self, template: str, folders: tuple[str, ...]) -> Any:
        """Return the compiler of a template."""
        if folders not in self.fonts:
            self.fonts[folders] = self.typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=True, font_paths=list(folders)
            )
        if (template, folders) not in self.compilers:
            self.compilers[template, folders] = self.typst.Compiler(
                os.path.join(self.folder, template),
                root=self.folder,
                font_paths=self.fonts[folders],
                package_path=os.path.join(self.folder, "none"),
                package_cache_path=os.path.join(self.folder, "none"),
            )
        return self.compilers[template, folders]


def _limit(memory: int) -> None:
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, FILE), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _leave_network() -> None:
    """Move to a network without any device, as root or in a user space of our own; some systems allow neither."""
    with contextlib.suppress(OSError, AttributeError):
        system = ctypes.CDLL(None, use_errno=True)
        if system.unshare(NEW_NETWORK):
            system.unshare(NEW_USER | NEW_NETWORK)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
