"""A hub written and read back: `uv run python tests/benchmarks/archive.py [--items N] [--database URL] [--json]`.

Publishes N small items (default 10,000) on SQLite, writes the archive, reads it into another database (SQLite, or the
empty one that is named), writes that again, and compares: exit 1 when a row or a page of the list of items differs.
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

ROOT = Path(__file__).resolve().parent.parent.parent
ASK = '''
import hashlib, json
from channels.models import ChannelQuery, Token
from contenthub.query import answer_text
from contenthub.publishing.models import Publication
found = hashlib.sha256()
from channels.models import Channel
channel = Channel.objects.get(key="bench")
token = Token(channel=channel, label="bench", scopes=["adhoc"])
after = ""
query = """query($l: String!, $after: String) { items(locale: $l, first: 100, after: $after) {
    pageInfo { endCursor hasNextPage } nodes { uuid key title stamp fields { key value } } } }"""
for locale in sorted(set(Publication.objects.values_list("locale", flat=True))):
    after = None
    while True:
        answer = answer_text(token, query, {"l": locale, "after": after})
        assert not answer.errors, answer.errors
        found.update(json.dumps(answer.data).encode())
        page = answer.data["items"]["pageInfo"]
        after = page["endCursor"]
        if not page["hasNextPage"]:
            break
print(found.hexdigest())
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
        one, other = Path(scratch, "one"), Path(scratch, "other")
        there = options.database or f"sqlite:///{other}/hub.sqlite3"
        here = f"sqlite:///{one}/hub.sqlite3"
        for folder in (one, other):
            folder.mkdir()
        manage(one, here, "init")
        manage(one, here, "shell", "-v0", "-c", MAKE.format(items=options.items))
        asked = manage(one, here, "shell", "-v0", "-c", ASK).strip()
        first, second = Path(scratch, "first.zip"), Path(scratch, "second.zip")
        export_s = timed(one, here, "export_hub", str(first))
        manage(other, there, "migrate", "-v0")
        import_s = timed(other, there, "import_hub", str(first))
        manage(other, there, "export_hub", str(second))
        answered = manage(other, there, "shell", "-v0", "-c", ASK).strip()
        figures = {
            "items": options.items,
            "archive_mb": round(first.stat().st_size / 1e6, 1),
            "export_s": round(export_s, 1),
            "import_s": round(import_s, 1),
            "rows_differ": differing(first, second),
            "answers_equal": asked == answered,
        }
    print(json.dumps(figures) if options.json else "\n".join(f"{name:16} {value}" for name, value in figures.items()))
    return 0 if figures["answers_equal"] and not figures["rows_differ"] else 1


def manage(folder: Path, database: str, *words: str) -> str:
    """Run a command of the hub in a folder of its own; return what it said."""
    settings = {**os.environ, "HUB_VAR_DIR": str(folder), "DATABASE_URL": database}
    done = subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=settings, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"manage.py {words[0]}: {done.stderr[-2000:]}")
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
