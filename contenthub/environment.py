"""Reading the environment: one typed look-up per variable, and a message an operator can act on."""

import os
import re
from collections.abc import Callable, Sequence
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import unquote, urlsplit

import environ

from channels.transports.dkim import Key

T = TypeVar("T")
ADDRESS = re.compile(r"https?://[^\s/?#]+(/\S*)?")
ORIGIN = re.compile(r"\*|https?://[^\s/?#@]+")
EXTRA = "uv sync --no-dev --extra {}, with all the other extras that you use"
PEM_FILE = "the path of a PEM file with a private RSA key, which the hub may read; or nothing"


class ConfigurationError(SystemExit):
    """A setting is wrong: the start stops, naming the variable and what it may be."""

    def __init__(self, variable: str, problem: str, may_be: str) -> None:
        super().__init__(f"{variable}: {problem}\n  It may be: {may_be}\n  Change it in the environment or in .env.")


class Environment:
    """The process environment, after an optional `.env` file (the environment wins)."""

    def __init__(self, dotenv: Path) -> None:
        self._env = environ.Env()
        if dotenv.is_file():
            self._env.read_env(str(dotenv))

    def text(self, name: str, default: str) -> str:
        return str(self._env.str(name, default=default)).strip()

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name, "true" if default else "false").lower()
        if value not in {"true", "false", "1", "0", "yes", "no", "on", "off"}:
            self._refuse(name, value, "true or false")
        return value in {"true", "1", "yes", "on"}

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        value = self.text(name, str(default))
        if not value.lstrip("-").isdigit() or not low <= int(value) <= high:
            self._refuse(name, value, f"a whole number from {low} to {high}")
        return int(value)

    def choice(self, name: str, default: str, choices: Sequence[str]) -> str:
        value = self.text(name, default)
        if value not in choices:
            self._refuse(name, value, ", ".join(choices))
        return value

    def words(self, name: str, default: str) -> list[str]:
        return [word for word in self.text(name, default).replace(",", " ").split() if word]

    def read(self, name: str, default: str, parse: Callable[[str], T], may_be: str) -> T:
        """Return `parse(value)`; a ValueError of `parse` becomes a ConfigurationError."""
        value = self.text(name, default)
        try:
            return parse(value)
        except (ValueError, KeyError, environ.ImproperlyConfigured) as error:
            raise ConfigurationError(name, f"{value!r} cannot be used ({error}).", may_be) from error

    def pattern(self, name: str, default: str, pattern: str, may_be: str) -> str:
        value = self.text(name, default)
        if not re.fullmatch(pattern, value):
            self._refuse(name, value, may_be)
        return value

    def address(self, name: str, default: str = "") -> str:
        """Return an address on the web; or an empty text, where that is the default."""
        value = self.text(name, default)
        if not ADDRESS.fullmatch(value) and (value or default):
            self._refuse(
                name, value, "an address that begins with https:// or http://" + ("" if default else ", or nothing")
            )
        return value

    def origins(self, name: str) -> list[str]:
        """Return origins of pages: scheme, host and port, or `*` for all."""
        words = self.words(name, "")
        for word in words:
            if not ORIGIN.fullmatch(word):
                self._refuse(name, word, "origins such as https://www.example.org, without a path; or *, or nothing")
        return words

    def sender(self, name: str, default: str) -> str:
        """Return an e-mail address, with or without a name before it."""
        value = self.text(name, default)
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(value)[1]) or "\n" in value:
            self._refuse(name, value, "an address such as hub@example.org, or: Content Hub <hub@example.org>")
        return value

    def own_folder(self, name: str, default: Path) -> Path:
        """Return a folder in which the hub writes; it is made where it is not there yet."""
        path = Path(self.text(name, str(default))).resolve()
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            may_be = "a folder that exists and belongs to the user the hub runs as, or one that this user may make"
            raise ConfigurationError(name, f"{str(path)!r} cannot be made ({problem.strerror}).", may_be) from problem
        if not os.access(path, os.W_OK | os.X_OK):
            self._refuse(name, str(path), "a folder in which the user the hub runs as may write")
        return path

    def folders(self, name: str, default: str) -> list[str]:
        """Return folders; those that are asked for exist, the usual ones may not."""
        words = self.words(name, default)
        missing = [word for word in words if not Path(word).is_dir()]
        if missing and self.text(name, ""):
            self._refuse(name, missing[0], "folders that exist, with a space between them, or nothing")
        return words

    def folder(self, name: str, default: str) -> str:
        """Return the path of a folder that exists, or an empty text."""
        value = self.text(name, default)
        if value and not Path(value).is_dir():
            self._refuse(name, value, "a folder that exists, or nothing")
        return value

    def file(self, name: str) -> str:
        """Return the path of a file that exists, or an empty text."""
        value = self.text(name, "")
        if value and not Path(value).is_file():
            self._refuse(name, value, "a file that exists, or nothing")
        return value

    def dkim_key(self, name: str, selector: str) -> Key | None:
        """Return the private key for signing mail, of a PEM file; None for nothing."""
        value = self.text(name, "")
        if not value:
            return None
        try:
            pem = Path(value).read_bytes()
        except OSError as problem:
            raise ConfigurationError(name, f"cannot be read: {problem}.", PEM_FILE) from problem
        if b"PRIVATE KEY-----" not in pem:
            raise ConfigurationError(name, "holds no private key.", PEM_FILE)
        return Key(selector, pem)

    def mail(self, name: str, default: str) -> dict[str, Any]:
        """Return Django's e-mail settings of an address such as smtp+tls://user:password@host:587."""
        may_be = "consolemail:// or smtp+tls://user:password@host:587"
        return self.read(name, default, lambda url: dict(environ.Env.email_url_config(url)), may_be)

    def bucket(self, name: str, *, overwrite: bool) -> dict[str, Any] | None:
        """Return a storage of Django for an address such as https://key:secret@host/bucket/prefix; None for nothing.

        `overwrite`: whether a new file takes the place of one of its name, or gets a name of its own.
        """
        value, may_be = self.text(name, ""), "https://KEY:SECRET@host/bucket/prefix, or nothing"
        if not value:
            return None
        parts = urlsplit(value)
        bucket, _slash, prefix = parts.path.strip("/").partition("/")
        known = parts.scheme in {"http", "https"} and parts.hostname and parts.username and parts.password and bucket
        if not known:
            raise ConfigurationError(name, "is not the address of a bucket.", may_be)
        if find_spec("storages") is None or find_spec("boto3") is None:
            raise ConfigurationError(name, f"needs the extra “s3”: {EXTRA.format('s3')}.", may_be)
        place = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
        options = {"bucket_name": bucket, "location": prefix, "endpoint_url": place, "file_overwrite": overwrite}
        options |= {"access_key": unquote(parts.username or ""), "secret_key": unquote(parts.password or "")}
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}

    def database(self, name: str, default: str) -> dict[str, Any]:
        def parse(url: str) -> dict[str, Any]:
            config = dict(environ.Env.db_url_config(url))
            if config.get("ENGINE") not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
                raise ValueError("unsupported database")
            return config

        return self.read(name, default, parse, "sqlite:///path/to/file or postgres://user:password@host:5432/name")

    def redis(self, name: str) -> str:
        """Return the address of a Redis, or an empty text."""
        value, may_be = self.text(name, ""), "redis://[user:password@]host:6379/0, rediss://… for TLS, or nothing"
        if not value:
            return ""
        parts = urlsplit(value)
        known = (parts.scheme in {"redis", "rediss"} and parts.hostname) or (parts.scheme == "unix" and parts.path)
        if not known or not re.fullmatch(r"(/\d*)?", parts.path if parts.scheme != "unix" else ""):
            raise ConfigurationError(name, "is not the address of a Redis.", may_be)
        if find_spec("redis") is None:
            raise ConfigurationError(name, f"needs the extra “redis”: {EXTRA.format('redis')}.", may_be)
        return value

    @staticmethod
    def _refuse(name: str, value: str, may_be: str) -> NoReturn:
        raise ConfigurationError(name, f"{value!r} cannot be used.", may_be)
