"""The examples of docs/frontends.md do what they say, against a hub that is served."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.db import connections

from channels.models import ChannelQuery, Token
from contenthub.query import registry
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


def example(language: str, served: str, number: int = 0) -> str:
    """Return one of the examples in a language, asking this hub."""
    found = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found[number]).replace("http://127.0.0.1:8000", served)


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


TOOLS = ["graphql", "@graphql-codegen/cli", "@graphql-codegen/typescript", "@graphql-codegen/typescript-operations"]
TYPED = """
import type { ItemQuery, ItemQueryVariables } from "./types.js";
const found = await ask<ItemQuery, ItemQueryVariables>(TEXT, { key: "paspoort", locale: "nl" });
const title: string = found.item?.title ?? "";
console.log(title);
"""


@pytest.fixture
def registries() -> None:
    if not os.environ.get("HUB_FRONTENDS"):
        pytest.skip("Set HUB_FRONTENDS=1 to install graphql-codegen and gql from their registries: takes a minute.")


@pytest.fixture
def exported(served: str, tmp_path: Path) -> Path:
    (tmp_path / "schema.graphql").write_text(registry.current().built.sdl)
    return tmp_path


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_types_are_made_from_the_schema(registries: None, served: str, exported: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed: apt install npm")
    (exported / "package.json").write_text('{"private": true, "type": "module"}')
    run(exported, "npm", "install", "--no-audit", "--no-fund", *TOOLS, "typescript", "@types/node")
    text = TEXT.replace("query(", "query Item(")
    (exported / "queries").mkdir()
    (exported / "queries" / "item.graphql").write_text(text)
    (exported / "codegen.yml").write_text(example("yaml", served))
    run(exported, "npx", "graphql-codegen", "--config", "codegen.yml")
    (exported / "page.ts").write_text(example("ts", served) + TYPED.replace("TEXT", repr(TEXT)))
    strict = ["--strict", "--target", "es2022", "--module", "nodenext", "--types", "node"]
    run(exported, "npx", "tsc", *strict, "page.ts", "types.ts")
    assert run(exported, "node", "page.js") == "Paspoort\n"
    wrong = (exported / "page.ts").read_text().replace("?.title", "?.titel")
    (exported / "page.ts").write_text(wrong)
    with pytest.raises(AssertionError, match="titel"):
        run(exported, "npx", "tsc", "--noEmit", *strict, "page.ts", "types.ts")


def test_python_with_gql_and_httpx(registries: None, served: str, exported: Path) -> None:
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if uv is None:
        pytest.skip("uv is not installed: pip install uv")
    asked = f"""
hub = Hub(open("schema.graphql").read())
print(hub.ask({TEXT!r}, key="paspoort", locale="nl"))
try:
    hub.ask("{{ nothing }}")
except Exception as error:
    print(error.message)
"""
    (exported / "page.py").write_text(example("python", served, 1) + asked)
    told = run(exported, uv, "run", "--no-project", "--with", "gql~=3.5", "--with", "httpx", "page.py")
    assert told == "{'item': {'title': 'Paspoort'}}\nCannot query field 'nothing' on type 'Query'.\n"
