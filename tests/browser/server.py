"""A hub of its own for the browser: the demo in a scratch folder, served on a free port of loopback."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync", "--no-first-run"]
PASSWORD = "duinrijk-demo"


def chromium() -> str | None:
    """Return where Chromium is, or None."""
    path = os.environ.get("CHROME_PATH") or shutil.which("chromium") or "/usr/bin/chromium"
    return path if Path(path).exists() else None


@contextmanager
def serving(scratch: Path) -> Iterator[str]:
    """Make the demo in a folder, serve it, and yield its address; the server ends with the block."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    database = f"sqlite:///{scratch / 'hub.sqlite3'}"
    environment = {**os.environ, "HUB_VAR_DIR": str(scratch), "HUB_BASE_URL": base, "DATABASE_URL": database}
    environment["EMAIL_URL"] = f"filemail:///{scratch / 'mail'}"
    manage = [sys.executable, str(ROOT / "manage.py")]
    made = subprocess.run([*manage, "demo", "--no-serve"], env=environment, capture_output=True, text=True)
    if made.returncode:
        raise RuntimeError(f"The demo could not be made: {made.stderr[-2000:]}")
    log = (scratch / "server.log").open("w")
    serve = [*manage, "serve", "--port", str(port), "--processes", "1"]
    server = subprocess.Popen(serve, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_for(f"{base}/admin/login/")
        yield base
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
        log.close()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(address: str, seconds: float = 120) -> None:
    """Wait until the address answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{address} did not answer within {seconds:.0f} seconds.")
