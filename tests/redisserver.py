"""A Redis of one's own for tests: started on a free port, and ended by its id, also in the middle of traffic."""

import shutil
import socket
import subprocess
from pathlib import Path
from time import monotonic, sleep

import pytest
import redis


class RedisServer:
    """One redis-server that keeps nothing on disk; after `kill`, `start` brings it back on the same port, empty."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("redis-server")
        if program is None:
            pytest.skip("No Redis: install it (Debian: apt install redis-server).")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.command = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
        until = monotonic() + 10
        while monotonic() < until:
            try:
                if self.client.ping():
                    return
            except redis.RedisError:
                sleep(0.02)
        raise AssertionError("redis-server does not answer.")

    def kill(self) -> None:
        """End it without a farewell."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
