"""Servers and a client for load: bounded in time and connections, on 127.0.0.1 alone."""

import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

CONNECTIONS = 4
AHEAD = 8
"""Requests on their way on each connection: the client must not be what is measured."""


@contextmanager
def served(application: str, **environment: str) -> Iterator[int]:
    """Serve a WSGI application with one process and one thread of granian. Yield its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", application, "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "1", "--log-level", "error"]
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _attempt in range(300):
        if process.poll() is not None:
            raise RuntimeError("the server did not start")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server does not listen")


def request(method: str, path: str, token: str, body: bytes = b"") -> bytes:
    """Return the bytes of a request."""
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
    about = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
    return f"{head}{about}\r\n".encode() + body


def one(port: int, asked: bytes) -> bytes:
    """Return the whole response to one request."""
    with socket.create_connection(("127.0.0.1", port), 30) as connection:
        return exchange(connection, asked)


def exchange(connection: socket.socket, asked: bytes) -> bytes:
    """Return the whole response to one request on an open connection."""
    connection.sendall(asked)
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(262_144)
    head, _, body = got.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    while len(body) < length:
        body += connection.recv(262_144)
    return head + b"\r\n\r\n" + body


def rate(port: int, asked: bytes, seconds: float) -> float:
    """Return the answers per second to one request, which must always have the same length."""
    for _warm in range(20):
        length = len(one(port, asked))
    chooser = selectors.DefaultSelector()
    for _connection in range(CONNECTIONS):
        connection = socket.create_connection(("127.0.0.1", port), 30)
        connection.setblocking(True)
        chooser.register(connection, selectors.EVENT_READ, [0])
        connection.sendall(asked * AHEAD)
    start, received = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        for key, _events in chooser.select(1):
            got = len(key.fileobj.recv(1_048_576))  # type: ignore[union-attr]
            received += got
            key.data[0] += got
            if answered := key.data[0] // length:
                key.data[0] -= answered * length
                key.fileobj.sendall(asked * answered)  # type: ignore[union-attr]
    taken = time.perf_counter() - start
    for key in list(chooser.get_map().values()):
        key.fileobj.close()  # type: ignore[union-attr]
    return received / length / taken
