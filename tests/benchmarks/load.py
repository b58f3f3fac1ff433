"""Servers and a client for load: bounded in time and connections, on 127.0.0.1 alone."""

import json
import os
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONNECTIONS = 4
AHEAD = 8
"""Requests on their way on each connection: the client must not be what is measured."""


SERVERS: dict[int, int] = {}
"""port -> the process that serves there"""


def cpu_seconds(port: int) -> float:
    """Return the CPU time that a server has taken so far, with the process that does its work."""
    main, total = SERVERS[port], 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            _pid, _, rest = path.read_text().rpartition(")")
        except OSError:
            continue
        fields = rest.split()
        if main in (int(path.parent.name), int(fields[1])):
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(application: str, **environment: str) -> Iterator[int]:
    """Serve a WSGI application with one process and one thread of granian. Yield its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", application, "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "1", "--log-level", "error"]
    process = subprocess.Popen(command, env={**os.environ, **environment})
    SERVERS[port] = process.pid
    try:
        wait_for(port, process)
        yield port
    finally:
        del SERVERS[port]
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
    if shutil.which("wrk"):
        return wrk(port, asked, seconds)
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


def wrk(port: int, asked: bytes, seconds: float) -> float:
    """Return what wrk counts: it takes less of the machine than any client written in Python."""
    head, _, body = asked.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    method, path, _version = first.split(" ")
    headers = [part for line in lines if not line.startswith(("Host", "Content-Length")) for part in ("-H", line)]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(f"wrk.method = {json.dumps(method)}\nwrk.body = {json.dumps(body.decode())}\n")
        script.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS * 2}", f"-d{max(1, round(seconds))}s", "-s", script.name, *headers]
        done = subprocess.run([*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True)
    assert "Non-2xx" not in done.stdout, done.stdout
    return float(next(line.split()[1] for line in done.stdout.splitlines() if line.startswith("Requests/sec")))
