"""Whatever is sent to the HTTP port, the performer's terminal shows no traceback."""

from __future__ import annotations

import logging
import re
import socket
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp.http import HttpProcessingError

from perf_engine.clients.web.faults import APART, Faults

ROOT = Path(__file__).parents[3]
HERE = b"Host: localhost\r\n"
MALFORMED = (
    b"\0\1\2\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"\x16\x03\x01\x02\0\x01\0\x01\xfc",
    b"\0" * 100,
    b"GET / HTTP/1.1\r\n" + HERE + b"Content-Length: x\r\n\r\n",
    b"GET /%ff%zz HTTP/1.1\r\n" + HERE + b"\r\n",
    b"GET /?%00 HTTP/1.1\r\n" + HERE + b"\r\n",
    b"POST / HTTP/1.1\r\n" + HERE + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"GET http://[::1 HTTP/1.1\r\n" + HERE + b"\r\n",
    b"GET //[:: HTTP/1.1\r\n" + HERE + b"\r\n",
    b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20_000 + b"\r\n",
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n",
    b"GET / HTTP/1.1\n" + HERE + b"\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"CONNECT a:99999999 HTTP/1.1\r\n" + HERE + b"\r\n",
    b"GET http://a:b@c:99999/ HTTP/1.1\r\n" + HERE + b"\r\n",
    b"GET / HTTP/1.1\r\n" + HERE + b"Expect: nonsense\r\n\r\n",
)


def test_malformed_requests_and_broken_connections_print_nothing() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "perf_engine", "web", "--engine-port", "9", "--port", "0"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    found = re.search(r":(\d+)/", process.stdout.readline())
    assert found is not None
    port = int(found[1])
    for request in MALFORMED:
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.settimeout(30.0)
            try:
                line.sendall(request)
                assert line.recv(100).startswith((b"HTTP/1.1 4", b"HTTP/1.0 4")), request
            except (ConnectionResetError, BrokenPipeError):
                assert len(request) > 10_000, "only of so much it need not read all"
    with socket.create_connection(("127.0.0.1", port)) as line:
        body = b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"
        line.sendall(b"GET / HTTP/1.1\r\n" + HERE + body)
        line.recv(100)
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            line.sendall(b"GET / HTTP/1.1\r\n" + HERE + b"\r\n")
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.settimeout(30.0)
        line.sendall(b"GET /?HOST_INFO HTTP/1.1\r\n" + HERE + b"\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 200"), "it serves on"
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")


def record(error: Exception | None) -> logging.LogRecord:
    info = None if error is None else (type(error), error, None)
    return logging.LogRecord("aiohttp.server", logging.ERROR, "", 0, "Error handling", (), info)


def test_a_fault_of_ours_is_one_sentence_now_and_then_with_how_many_more() -> None:
    now = 0.0
    faults = Faults(lambda: now)
    first = record(KeyError("a\nb"))
    assert faults.filter(first)
    assert first.getMessage() == r"HTTP: a request failed: KeyError: 'a\nb'"
    assert first.exc_info is None
    for _ in range(3):
        assert not faults.filter(record(KeyError("x")))
    now = APART
    last = record(None)
    assert faults.filter(last)
    assert last.getMessage() == "HTTP: a request failed: Error handling (3 more before)"


def test_a_fault_of_the_sender_s_is_not_said() -> None:
    assert not Faults().filter(record(HttpProcessingError(code=400, message="bad")))


def test_what_no_task_has_caught_is_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    faults = Faults(lambda: 0.0)
    for _ in range(2):
        faults.handle(None, {"message": "accept", "exception": OSError(24, "Too many open files")})
    assert caplog.messages == ["HTTP: a request failed: OSError: [Errno 24] Too many open files"]
    assert "Traceback" not in caplog.text
