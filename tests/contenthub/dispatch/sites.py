"""Real sites on loopback for the tests of watching: each may be healthy, frozen, away, a liar, slow."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Reply = tuple[int, dict[str, str], bytes]
Behave = Callable[["Site", str], Reply]


@dataclass
class Site:
    """A site that serves a folder, until it is told to behave otherwise. `kept`: what it showed when it froze."""

    folder: Path
    behave: Behave
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    refusing: int = 0
    kept: dict[str, Reply] = field(default_factory=dict)
    server: Any = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def freeze(self) -> None:
        """Show from now on what stands in the folder now."""
        self.kept = {}
        for path in self.folder.rglob("*"):
            if path.is_file():
                address = "/" + path.relative_to(self.folder).as_posix()
                self.kept[address] = self.kept[address.removesuffix("index.html")] = serve(self, address)
        self.behave = frozen


def serve(site: Site, path: str) -> Reply:
    """Serve the folder as a plain web server does."""
    target = site.folder / path.partition("?")[0].lstrip("/")
    target = target / "index.html" if target.is_dir() else target
    if not target.is_file():
        return 404, {"Content-Type": "text/html"}, b"<p>Niet gevonden</p>"
    content = target.read_bytes()
    tag = f'"{hash(content)}"'
    media_type = mimetypes.guess_type(target.name)[0] or "application/octet-stream"
    return 200, {"Content-Type": media_type, "ETag": tag}, content


def frozen(site: Site, path: str) -> Reply:
    return site.kept.get(path, (404, {}, b""))


def away(_site: Site, _path: str) -> Reply:
    return 503, {}, b"away"


def liar(_site: Site, _path: str) -> Reply:
    return 200, {"Content-Type": "text/html"}, b"<title>Te koop</title><p>Dit domein is te koop.</p>"


def elsewhere(url: str) -> Behave:
    return lambda _site, _path: (302, {"Location": url}, b"")


def slow(seconds: float) -> Behave:
    def behave(_site: Site, _path: str) -> Reply:
        threading.Event().wait(seconds)
        return 200, {"Content-Type": "text/html"}, b"<p>late</p>"

    return behave


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site: Site = self.server.site  # type: ignore[attr-defined]
        headers = {name.lower(): value for name, value in self.headers.items()}
        site.asked.append((self.path, headers))
        status, more, body = site.behave(site, self.path)
        if status == 200 and headers.get("if-none-match") == more.get("ETag", ""):
            status, body = 304, b""
        self.reply(status, more, body)

    def do_POST(self) -> None:
        site: Site = self.server.site  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if site.refusing:
            self.reply(site.refusing, {}, b"no")
            return
        site.calls.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.reply(204, {}, b"")

    def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return

    def log_message(self, *_arguments: object) -> None:
        pass


@contextmanager
def site_at(folder: Path, behave: Behave = serve) -> Iterator[Site]:
    folder.mkdir(parents=True, exist_ok=True)
    site = Site(folder, behave)
    site.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.server.daemon_threads = True
    site.server.site = site
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        close(site)


def close(site: Site) -> None:
    """End the server; its port answers no more."""
    if site.server.socket.fileno() != -1:
        site.server.shutdown()
        site.server.server_close()
