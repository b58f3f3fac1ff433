"""A wrong setting stops the start, with the variable and what it may be."""

import runpy
from pathlib import Path
from typing import Any

import pytest

from contenthub import environment

SETTINGS = Path(environment.__file__).with_name("settings.py")

WRONG = [
    ("HUB_ENVIRONMENT", "live", "embedded, production"),
    ("HUB_SECRET_KEY", "short", "a random text of 50 characters or more"),
    ("HUB_BASE_URL", "ftp://hub.example.org", "an address that begins with https:// or http://"),
    ("HUB_BASE_URL", "", "an address that begins with https:// or http://"),
    ("HUB_CHAT_URL", "foo", "an address that begins with https:// or http://, or nothing"),
    ("HUB_PURGE_URL", "cdn.example.org", "an address that begins with https:// or http://, or nothing"),
    ("HUB_PURGE_TRANSPORT", "nope", "purge"),
    ("HUB_CORS_ORIGINS", "foo", "origins such as https://www.example.org"),
    ("HUB_CORS_ORIGINS", "https://a.example https://b.example/page", "origins such as https://www.example.org"),
    ("HUB_FROM_EMAIL", "nomail", "an address such as hub@example.org"),
    ("HUB_DICTIONARIES", "/nowhere/at/all", "folders that exist"),
    ("HUB_PRESS_CONDITION", "FOGRA51", "nothing, where there is no profile"),
    ("HUB_PRESS_PROFILE", "/nowhere.icc", "a file that exists, or nothing"),
    ("HUB_MAX_AGE", "soon", "a whole number from 0 to 86400"),
    ("HUB_DEBUG", "perhaps", "true or false"),
    ("HUB_TIME_ZONE", "Mars/Phobos", "a name of the IANA time zone database"),
    ("HUB_LOCALES", "nl NL_nl", "locale codes such as nl, en, ar, pt-br"),
    ("DATABASE_URL", "mysql://a/b", "sqlite:///path/to/file or postgres://"),
    ("STORAGE_URL", "https://host/bucket", "https://KEY:SECRET@host/bucket/prefix"),  # pragma: allowlist secret
]
RIGHT = [
    ("HUB_BASE_URL", "https://hub.example.org/", "BASE_URL", "https://hub.example.org"),
    ("HUB_CHAT_URL", "https://chat.example.org/hooks/1?a=b", "HUB_CHAT_URL", "https://chat.example.org/hooks/1?a=b"),
    ("HUB_CORS_ORIGINS", "https://a.example, *", "HUB_CORS_ORIGINS", ["https://a.example", "*"]),
    ("HUB_FROM_EMAIL", "De hub <hub@example.org>", "DEFAULT_FROM_EMAIL", "De hub <hub@example.org>"),
    ("HUB_DICTIONARIES", "/usr", "HUB_DICTIONARIES", ["/usr"]),
]


def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **given: str) -> dict[str, Any]:
    for name, value in {"HUB_VAR_DIR": str(tmp_path), **given}.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(SETTINGS))


@pytest.mark.parametrize(("name", "value", "may_be"), WRONG)
def test_a_wrong_value_stops_the_start(
    name: str, value: str, may_be: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit) as stopped:
        settings(tmp_path, monkeypatch, **{name: value})
    problem, told, change = str(stopped.value).splitlines()
    assert problem.startswith(f"{name}: ")
    assert told.startswith(f"  It may be: {may_be}")
    assert change == "  Change it in the environment or in .env."


@pytest.mark.parametrize(("name", "value", "setting", "read"), RIGHT)
def test_a_right_value_is_taken(
    name: str, value: str, setting: str, read: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings(tmp_path, monkeypatch, **{name: value})[setting] == read


@pytest.mark.parametrize("name", ["HUB_BUCKET_URL", "STORAGE_URL"])
def test_a_bucket_asks_for_its_extra(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "find_spec", lambda _module: None)
    with pytest.raises(SystemExit, match=f"^{name}: needs the extra “s3”: uv sync --no-dev --extra s3, with all"):
        settings(tmp_path, monkeypatch, **{name: "https://a:b@host/bucket"})  # pragma: allowlist secret


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit, match=r"^HUB_VAR_DIR: '.*/file/var' cannot be made \(Not a directory\)\.\n"):
        settings(tmp_path, monkeypatch, HUB_VAR_DIR=str(tmp_path / "file" / "var"))
