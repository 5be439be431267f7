"""Claim: fifty viewers of one film on slow lines leave the house's memory flat, and hold up nobody else's segments.

Each viewer takes segments of 2 MB at 5 Mbit/s, as a player does that keeps its buffer full; beside them one quick
viewer asks for segments before, and while they all watch. Memory is what the server process holds itself (USS).
"""

from __future__ import annotations

import os
import threading
import time
from statistics import quantiles

import psutil

from benchmarks import load
from benchmarks.serving import SEGMENT, granted, prepare
from benchmarks.support import HOST, Verdict, open_house, scratch

VIEWERS = 50
LINE = 5_000_000 / 8
BLOCK = 32 << 10
WARM, LONG = 8.0, 24.0
FLAT, SLOWER = 1.10, 5.0


def main() -> int:
    verdict = Verdict()
    with scratch() as folder:
        movie = prepare(folder)
        with open_house(folder) as port:
            base, cookie = granted(port, movie)
            names = sorted(path.name for path in (folder / "films" / "hls" / "1" / "v480").iterdir())
            requests = [load.request(f"{base}/v480/{name}", SEGMENT, headers=cookie) for name in names]
            quiet = _times(port, requests, 3.0)
            with Slow(port, requests) as slow:
                time.sleep(WARM)
                early = _memory(port)
                busy = _times(port, requests, LONG)
                late = _memory(port)
    print(f"{VIEWERS} viewers took {slow.taken / 1e6:,.0f} MB")
    print(f"memory {early / 1e6:.0f} MB, {LONG:.0f} s later {late / 1e6:.0f} MB")
    print(f"a segment of 2 MB, p95: {_p95(quiet) * 1000:.1f} ms quiet, {_p95(busy) * 1000:.1f} ms beside them")
    verdict.at_most("memory later / early", late / early, FLAT)
    verdict.at_most("p95 of a segment, beside them / quiet", _p95(busy) / _p95(quiet), SLOWER)
    return verdict.told()


class Slow:
    """Viewers who take what comes at the pace of their lines, for as long as the block lasts."""

    def __init__(self, port: int, requests: list[load.Request]) -> None:
        self.port, self.requests = port, requests
        self.over = threading.Event()
        self.taken = 0
        self.threads = [threading.Thread(target=self._watch, args=(number,)) for number in range(VIEWERS)]

    def __enter__(self) -> Slow:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _watch(self, number: int) -> None:
        import socket

        with socket.socket() as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 << 10)
            line.connect((HOST, self.port))
            line.settimeout(30)
            while not self.over.is_set():
                for request in self.requests[number % len(self.requests) :]:
                    line.sendall(request.text)
                    if not self._take(line, request.bytes):
                        return

    def _take(self, line: object, size: int) -> bool:
        left = size
        while left > 0:
            if self.over.is_set():
                return False
            data = line.recv(BLOCK)  # type: ignore[attr-defined]
            left -= len(data)
            self.taken += len(data)
            time.sleep(len(data) / LINE)
        return True


def _times(port: int, requests: list[load.Request], seconds: float) -> list[float]:
    """Seconds of each segment that one quick viewer takes, a few a second."""
    import http.client

    line = http.client.HTTPConnection(HOST, port, timeout=30)
    found, until, number = [], time.monotonic() + seconds, 0
    while time.monotonic() < until:
        head = requests[number % len(requests)].text.decode().split("\r\n")
        headers = dict(part.split(": ", 1) for part in head[1:] if ": " in part)
        began = time.perf_counter()
        line.request("GET", head[0].split(" ")[1], headers=headers)
        line.getresponse().read()
        found.append(time.perf_counter() - began)
        number += 1
        time.sleep(0.1)
    line.close()
    return found


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


def _memory(port: int) -> int:
    """Bytes that the processes of the house hold themselves."""
    mine = [process for process in psutil.process_iter() if _is_below(process, os.getpid())]
    return sum(process.memory_full_info().uss for process in mine if "enchanted" in " ".join(process.cmdline()))


def _is_below(process: psutil.Process, parent: int) -> bool:
    return any(one.pid == parent for one in process.parents())


if __name__ == "__main__":
    raise SystemExit(main())
