"""The examples of docs/frontends.md do what they say, against a hub that is served."""

import hashlib
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.db import connections

from channels.models import ChannelQuery, Token
from contenthub.query.kept import memory
from contenthub.wsgi import application
from tests.contenthub.query.test_kept import Place, db, place

__all__ = ["db", "place"]

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "frontends.md").read_text()
TEXT = "query($key: String!, $locale: String!) { item(key: $key, locale: $locale) { title } }"
ANSWER = {"item": {"title": "Paspoort"}}


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def served(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a hub that knows TEXT, and a token in the environment."""
    ChannelQuery.objects.create(channel=place.channel, name="example", text=TEXT)
    monkeypatch.setenv("TOKEN", Token.issue(place.channel, "example")[1])
    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)

    def run() -> None:
        server.serve_forever()
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    memory.forget()


def example(language: str, served: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1].replace("http://127.0.0.1:8000", served)


def test_curl(served: str) -> None:
    document = hashlib.sha256(TEXT.encode()).hexdigest()
    command = example("sh", served).replace("sha256:…", f"sha256:{document}")
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout == '{"data":{"item":{"title":"Paspoort"}}}'


def test_python(served: str) -> None:
    space: dict[str, Any] = {}
    exec(example("python", served), space)
    assert space["ask"](TEXT, key="paspoort", locale="nl") == ANSWER
    with pytest.raises(RuntimeError, match="Variable '\\$locale'"):
        space["ask"](TEXT, key="paspoort")


def test_typescript(served: str, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed: apt install nodejs")
    source = example("ts", served)
    for kind in ("<Data, Variables>", ": Promise<Data>", ": string", ": Variables", " as Data"):
        source = source.replace(kind, "")
    asked = f'console.log(JSON.stringify(await ask({TEXT!r}, {{key: "paspoort", locale: "nl"}})));'
    (tmp_path / "ask.mjs").write_text(f"{source}\n{asked}\n")
    done = subprocess.run([node, tmp_path / "ask.mjs"], capture_output=True, text=True, check=True)
    assert done.stdout == '{"item":{"title":"Paspoort"}}\n'
