"""Claim: a file of 2 GiB comes in over one line at 100 MB/s or more, with its SHA-256, and adds no more than 40 MiB to
the house's memory; a line cut 50 times at random ends with the whole file.

The sender speaks HTTP by hand, so that what is measured is the house. Memory is what the processes of the house hold
for themselves (RSS without what is shared with files), the most of it while bytes arrive against what it was before.
The floor is the same bytes hashed and written by one process, without a line. Lines without a claim are for eyes.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import os
import random
import re
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlencode

import psutil

from benchmarks.support import HOST, Verdict, child, free_port, house_environment, scratch, wait_until_answered

SIZE, BLOCK = 2 << 30, 1 << 20
PACE, MEMORY = 100, 40
CUTS, CUT_SIZE = 50, 200 << 20
OWNER, PASSWORD = "Olga", "a long enough word"


def main() -> int:
    verdict = Verdict()
    with scratch() as folder:
        home = folder / "home"
        home.mkdir()
        print(f"written and hashed without a line: {floor(folder / 'floor'):.0f} MB/s", flush=True)
        port = free_port()
        environment = house_environment(home, PORT=str(port), HOST=HOST, ENCHANTED_URL=f"http://{HOST}:{port}")
        with child([sys.executable, "-m", "enchanted", "run", "--no-demo"], environment, home / "bench.log") as house:
            wait_until_answered(port, "/offline/", house, home / "bench.log")
            given = [sys.executable, "-m", "enchanted", "create-staff", OWNER, "--role", "owner"]
            subprocess.run(given, input=f"{PASSWORD}\n", text=True, env=environment, check=True, capture_output=True)
            session = signed_in(port)
            sent(home, port, session, 64 << 20, [])
            watched = Memory(house.pid)
            pace, whole = sent(home, port, session, SIZE, [])
            verdict.at_least("MB/s of a file of 2 GiB", pace, PACE)
            verdict.at_most("memory it adds", watched.told(), MEMORY, " MiB")
            verdict.equal("its SHA-256, and the one sent", *whole)
            chance = random.Random()
            cuts = sorted(chance.sample(range(CUT_SIZE), CUTS))
            pace, whole = sent(home, port, session, CUT_SIZE, cuts)
            print(f"cut {CUTS} times: {pace:.0f} MB/s")
            verdict.equal(f"SHA-256 after {CUTS} cuts, and the one sent", *whole)
    return verdict.told()


def floor(path: Path) -> float:
    """MB/s of writing and hashing in one process."""
    block, sha, began = os.urandom(BLOCK), hashlib.sha256(), time.perf_counter()
    with path.open("wb") as file:
        for _number in range(SIZE // BLOCK):
            file.write(block)
            sha.update(block)
        file.flush()
        os.fsync(file.fileno())
    took = time.perf_counter() - began
    path.unlink()
    return SIZE / 1e6 / took


class Memory:
    """The most that a house's processes hold for themselves, looked at ten times a second."""

    def __init__(self, pid: int) -> None:
        self.pid, self.ended = pid, threading.Event()
        self.before = self.most = self._held()
        self.thread = threading.Thread(target=self._look)
        self.thread.start()

    def told(self) -> float:
        """MiB more than at the beginning."""
        self.ended.set()
        self.thread.join()
        print(f"RSS before {self.before / BLOCK:.0f} MiB, at most {self.most / BLOCK:.0f} MiB", flush=True)
        return (self.most - self.before) / BLOCK

    def _look(self) -> None:
        while not self.ended.wait(0.1):
            self.most = max(self.most, self._held())

    def _held(self) -> int:
        house = psutil.Process(self.pid)
        held = 0
        for process in [house, *house.children(recursive=True)]:
            with suppress(psutil.Error):
                memory = process.memory_info()
                held += memory.rss - memory.shared
        return held


def signed_in(port: int) -> str:
    """The owner's session cookie."""
    line = http.client.HTTPConnection(HOST, port, timeout=30)
    line.request("GET", "/accounts/login/")
    answer = line.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())
    told = {"login": OWNER, "password": PASSWORD, "csrfmiddlewaretoken": token.group(1) if token else ""}
    headers = {"Cookie": cookie_of(answer, "csrftoken"), "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", "/accounts/login/", urlencode(told), headers)
    answer = line.getresponse()
    answer.read()
    return cookie_of(answer, "sessionid")


def cookie_of(answer: http.client.HTTPResponse, name: str) -> str:
    given = answer.headers.get_all("set-cookie", [])
    return next(value for value in given if value.startswith(f"{name}=")).partition(";")[0]


def kept_hash(home: Path, place: str) -> str:
    """The SHA-256 of an upload as the house found it out."""
    with closing(sqlite3.connect(home / "house.db")) as rows:
        question = "SELECT sha256 FROM media_upload WHERE token = ?"
        return str(rows.execute(question, [place.rpartition("/")[2]]).fetchone()[0])


def sent(home: Path, port: int, session: str, size: int, cuts: list[int]) -> tuple[float, tuple[str, str]]:
    """MB/s of one file, cut where `cuts` say; and the hash the house has of it beside the one that was sent."""
    block = os.urandom(BLOCK)
    name = base64.b64encode(f"{size}-{time.time_ns()}.mkv".encode()).decode()
    headers = {"Upload-Length": str(size), "Upload-Metadata": f"filename {name}"}
    status, told = asked(port, session, "POST", "/upload/", headers)
    if status != 201:
        raise RuntimeError(f"no upload: {status}")
    place, began, offset = told["location"], time.perf_counter(), 0
    ends = [*cuts, size]
    while offset < size:
        cut = next(end for end in ends if end > offset)
        with suppress(OSError):  # torn by us, or refused while the house has not noticed yet that the last one was
            patched(port, session, place, block, offset, size, cut)
        offset = int(asked(port, session, "HEAD", place, {})[1]["upload-offset"])
    took = time.perf_counter() - began
    sha = hashlib.sha256()
    for _number in range(size // BLOCK):
        sha.update(block)
    return size / 1e6 / took, (kept_hash(home, place), sha.hexdigest())


def patched(port: int, session: str, place: str, block: bytes, offset: int, size: int, end: int) -> None:
    """Send the bytes from `offset` to `end`; the answer is waited for where that is the end of the file.

    Errors: OSError when the house ends the line.
    """
    head = (
        f"PATCH {place} HTTP/1.1\r\nHost: {HOST}:{port}\r\nCookie: {session}\r\nTus-Resumable: 1.0.0\r\n"
        f"Content-Type: application/offset+octet-stream\r\nUpload-Offset: {offset}\r\n"
        f"Content-Length: {size - offset}\r\n\r\n"
    )
    with socket.create_connection((HOST, port)) as line:
        line.sendall(head.encode())
        while offset < end:
            inside = offset % BLOCK
            piece = memoryview(block)[inside : inside + min(BLOCK - inside, end - offset)]
            line.sendall(piece)
            offset += len(piece)
        if end == size:
            line.recv(4096)


def asked(port: int, session: str, method: str, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str]]:
    line = http.client.HTTPConnection(HOST, port, timeout=120)
    try:
        line.request(method, path, headers={"Cookie": session, "Tus-Resumable": "1.0.0", **headers})
        answer = line.getresponse()
        answer.read()
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}
    finally:
        line.close()


if __name__ == "__main__":
    raise SystemExit(main())
