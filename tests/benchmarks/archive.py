"""A hub written and read back: `uv run python tests/benchmarks/archive.py [--items N] [--database URL] [--json]`.

Makes the demo and N small items more (default 10,000) on SQLite, writes the archive, reads it into the empty database
that is named (PostgreSQL; without one: SQLite), writes that, reads it into SQLite again, and writes a third time.
Exit 1 when a row of an archive, or what a channel is answered, differs anywhere on the way: every byte, but for the
order in which a search puts what it finds, which is compared between databases of one kind.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

START = time.perf_counter()
ROOT = Path(__file__).resolve().parent.parent.parent
ASK = '''
import hashlib, json
from channels.models import Channel, Token
from contenthub.query import answer_text
from contenthub.publishing.models import Publication
found, nodes = {}, 0
token = Token(channel=Channel.objects.get(key="bench"), label="bench", scopes=["adhoc"])
ALL = """query($l: String!, $after: String) { items(locale: $l, first: 100, after: $after) {
    pageInfo { endCursor hasNextPage } nodes { uuid key title stamp fields { key value } } } }"""
FACTS = """query($after: String) { facts(first: 100, after: $after) {
    pageInfo { endCursor hasNextPage } nodes { uuid key kind label value text validFrom validUntil version } } }"""
SUBJECTS = "{ subjects { key title path } }"
FEED = """query($after: Int) { changes(first: 500, after: $after) { seq what uuid at } }"""
FOUND = """query($l: String!, $w: String!) { items(locale: $l, search: $w, first: 100) { nodes { key } } }"""

def ask(what, query, **variables):
    answer = answer_text(token, query, variables)
    assert not answer.errors, answer.errors
    found.setdefault(what, hashlib.sha256()).update(json.dumps(answer.data).encode())
    return answer.data

def pages(query, root, **variables):
    global nodes
    page = {"hasNextPage": True, "endCursor": None}
    while page["hasNextPage"]:
        told = ask(root, query, after=page["endCursor"], **variables)[root]
        nodes, page = nodes + len(told["nodes"]), told["pageInfo"]

pages(FACTS, "facts")
ask("subjects", SUBJECTS)
for locale in sorted(set(Publication.objects.values_list("locale", flat=True))):
    pages(ALL, "items", l=locale)
    for word in ("paspoort", "moving", "the", "kosten"):
        told = ask("ranking", FOUND, l=locale, w=word)["items"]["nodes"]
        found.setdefault("found", hashlib.sha256()).update(json.dumps(sorted(one["key"] for one in told)).encode())
seq = 0
while lines := ask("changes", FEED, after=seq)["changes"]:
    seq = lines[-1]["seq"]
print(json.dumps({"nodes": nodes, "answers": {what: one.hexdigest() for what, one in found.items()}}))
'''
MAKE = """
import sys
sys.path.insert(0, "tests/benchmarks")
import json, pathlib, tempfile
from django.core.management import call_command
from publish import govuk_item
from channels.models import Channel
folder = pathlib.Path(tempfile.mkdtemp())
for number in range({items}):
    (folder / f"{{number}}.json").write_text(json.dumps(govuk_item(number)))
call_command("import_content", str(folder), format="govuk", publish=True, json=True, verbosity=0)
Channel.objects.create(key="bench", name="bench", kind="web", status="active")
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=10_000, help="items (default 10,000)")
    parser.add_argument("--database", help="an empty database to read into (default: SQLite)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        stations = [f"sqlite:///{scratch}/{number}/hub.sqlite3" for number in range(3)]
        stations[1] = options.database or stations[1]
        figures = {"items": options.items, **travel(Path(scratch), stations, options.items)}
    print(json.dumps(figures) if options.json else "\n".join(f"{name:16} {value}" for name, value in figures.items()))
    return 1 if figures["answers_differ"] or figures["rows_differ"] else 0


def travel(scratch: Path, stations: list[str], items: int) -> dict[str, Any]:
    """Make a hub at the first station, carry it from each to the next, and compare what is there."""
    folders = [scratch / str(number) for number in range(len(stations))]
    archives, answers, seconds = [], [], []
    for number, (folder, database) in enumerate(zip(folders, stations, strict=True)):
        folder.mkdir()
        if archives:
            manage(folder, database, "migrate", "-v0")
            seconds.append(timed(folder, database, "import_hub", str(archives[-1])))
        else:
            manage(folder, database, "demo", "--no-serve")
            manage(folder, database, "shell", "-v0", "-c", MAKE.format(items=items))
        archives.append(scratch / f"{number}.zip")
        seconds.append(timed(folder, database, "export_hub", str(archives[-1])))
        answers.append(manage(folder, database, "shell", "-v0", "-c", ASK).splitlines()[-1])
    told = [json.loads(one) for one in answers]
    return {
        "archive_mb": round(archives[0].stat().st_size / 1e6, 1),
        "export_s": [round(one, 1) for one in seconds[::2]],
        "import_s": [round(one, 1) for one in seconds[1::2]],
        "nodes_asked": told[0]["nodes"],
        "rows_differ": sorted({name for one in archives[1:] for name in differing(archives[0], one)}),
        "answers_differ": unlike(stations, [one["answers"] for one in told]),
    }


def unlike(stations: list[str], answers: list[dict[str, str]]) -> list[str]:
    """Return what was answered otherwise than at the first station; each kind of database ranks in its own way."""
    kinds = [station.partition(":")[0] for station in stations]
    return sorted(
        {
            name
            for kind, given in zip(kinds, answers, strict=True)
            for name in given
            if given[name] != answers[0][name] and (name != "ranking" or kind == kinds[0])
        }
    )


def manage(folder: Path, database: str, *words: str) -> str:
    """Run a command of the hub in a folder of its own; return what it said."""
    settings = {**os.environ, "HUB_VAR_DIR": str(folder), "DATABASE_URL": database}
    done = subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=settings, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"manage.py {words[0]}: {done.stderr[-2000:]}")
    print(f"{time.perf_counter() - START:7.1f} s  {folder.name}: {' '.join(words)[:30]}", file=sys.stderr)
    return done.stdout


def timed(folder: Path, database: str, *words: str) -> float:
    start = time.perf_counter()
    manage(folder, database, *words)
    return time.perf_counter() - start


def differing(one: Path, other: Path) -> list[str]:
    """Return the parts that differ in two archives, but for the time of making."""
    sums = []
    for path in (one, other):
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name not in {"manifest.json", "checksums.json"}]
            sums.append({name: hashlib.sha256(archive.read(name)).hexdigest() for name in names})
    return sorted(name for name in {*sums[0], *sums[1]} if sums[0].get(name) != sums[1].get(name))


if __name__ == "__main__":
    raise SystemExit(main())
