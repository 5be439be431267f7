"""Clients that cost little, so that the servers are what is measured.

`fetch_bytes` has threads that wait in the kernel for whole bodies; `ask_pages` has one loop over many lines.
"""

from __future__ import annotations

import re
import select
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.support import HOST

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
END_OF_HEAD = b"\r\n\r\n"


@dataclass(frozen=True)
class Request:
    """One GET, ready to be sent; `bytes` are to come back under `status`."""

    text: bytes
    status: int
    bytes: int


def request(path: str, bytes_: int, status: int = 200, headers: Mapping[str, str] | None = None) -> Request:
    lines = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
    return Request(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n".encode(), status, bytes_)


def fetch_bytes(port: int, requests: Sequence[Request], connections: int, seconds: float) -> float:
    """Megabytes a second that `connections` keep-alive lines take, each going round `requests` from its own place.

    Errors: RuntimeError when an answer is not the awaited one.
    """
    until = time.perf_counter() + seconds
    taken, faults, around = [0] * connections, [], list(requests)

    def take(number: int) -> None:
        try:
            taken[number] = _take(port, around[number % len(around) :] + around[: number % len(around)], until)
        except Exception as fault:
            faults.append(fault)

    began = time.perf_counter()
    _all_together(take, connections)
    if faults:
        raise RuntimeError(f"{len(faults)} lines failed, the first: {faults[0]!r}")
    return sum(taken) / 1e6 / (time.perf_counter() - began)


def _all_together(work: Callable[[int], None], count: int) -> None:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _take(port: int, requests: Sequence[Request], until: float) -> int:
    buffer = memoryview(bytearray(max(one.bytes for one in requests)))
    total = 0
    with socket.create_connection((HOST, port), timeout=20) as line:
        line.settimeout(None)
        while True:
            for one in requests:
                if time.perf_counter() >= until:
                    return total
                line.sendall(one.text)
                total += _take_one(line, one, buffer)


def _take_one(line: socket.socket, one: Request, buffer: memoryview) -> int:
    head = b""
    while END_OF_HEAD not in head:
        part = line.recv(16_384)
        if not part:
            raise RuntimeError("the server closed the line")
        head += part
    head, _, body = head.partition(END_OF_HEAD)
    length = _LENGTH.search(head)
    if not head.startswith(b"HTTP/1.1 %d" % one.status) or not length or int(length.group(1)) != one.bytes:
        raise RuntimeError(f"unawaited answer: {head[:200]!r}")
    left = one.bytes - len(body)
    while left:
        got = line.recv_into(buffer, left, socket.MSG_WAITALL)
        if not got:
            raise RuntimeError("the body was cut short")
        left -= got
    return one.bytes


def ask_pages(port: int, one: Request, connections: int, seconds: float) -> float:
    """Answers a second to one small request over keep-alive lines."""
    poll = select.epoll()
    lines = {}
    for _ in range(connections):
        line = socket.create_connection((HOST, port), timeout=20)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(one.text)
        lines[line.fileno()] = line
        poll.register(line, select.EPOLLIN)
    start, end, answers = b"HTTP/1.1 %d" % one.status, time.perf_counter() + seconds, 0
    waiting = dict.fromkeys(lines, b"")
    while time.perf_counter() < end:
        for number, _event in poll.poll(0.5):
            line = lines[number]
            answer = waiting[number] + line.recv(65_536)
            head, found, body = answer.partition(END_OF_HEAD)
            if not answer or (found and not head.startswith(start)):
                raise RuntimeError(f"unawaited answer: {answer[:200]!r}")
            if found and len(body) >= one.bytes:
                answers += 1
                waiting[number] = b""
                line.sendall(one.text)
            else:
                waiting[number] = answer
    for line in lines.values():
        line.close()
    return answers / seconds
