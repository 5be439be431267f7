"""Claim: 10,000 wrong passwords for one name, and 10,000 over as many names, lock nobody out and leave a right sign-in
as quick as before (≤ 1.5 times); how long a wrong one takes does not tell whether its name exists (medians within
10 %).

Wrong tries come over many lines at once, from one address, the worst case there is. How long a right sign-in takes
while they come is told for eyes: it stands in line with hashes that the machine is busy with.

`python -m benchmarks.signin [TRIES]`
"""

from __future__ import annotations

import http.client
import re
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from itertools import count
from urllib.parse import urlencode

from benchmarks.support import HOST, Verdict, child, figures, free_port, house_environment, scratch, wait_until_answered

TRIES, LINES, PEOPLE, ROUNDS = 10_000, 64, 30, 5
PASSWORD, WRONG = "a long enough word", "a word that is not it"


class Visitor:
    """A browser without a memory: one line, the cookie and the token of the form."""

    def __init__(self, port: int) -> None:
        self.line = http.client.HTTPConnection(HOST, port, timeout=120)
        self.line.request("GET", "/accounts/login/")
        answer = self.line.getresponse()
        body = answer.read().decode()
        self.cookie = (answer.headers["Set-Cookie"] or "").split(";")[0]
        self.token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', body)[0]

    def post(self, path: str, **given: str) -> tuple[int, float]:
        """The status of the answer, and the seconds it took."""
        body = urlencode({**given, "csrfmiddlewaretoken": self.token})
        head = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie, "Referer": f"http://{HOST}"}
        began = time.perf_counter()
        self.line.request("POST", path, body, head)
        answer = self.line.getresponse()
        answer.read()
        return answer.status, time.perf_counter() - began

    def sign_in(self, login: str, password: str) -> tuple[int, float]:
        return self.post("/accounts/login/", login=login, password=password)


def main() -> int:
    tries = int(sys.argv[1]) if len(sys.argv) > 1 else TRIES
    verdict = Verdict()
    with scratch() as folder:
        port = free_port()
        environment = house_environment(folder, PORT=str(port), HOST=HOST, ENCHANTED_URL=f"http://{HOST}:{port}")
        with child([sys.executable, "-m", "enchanted", "run", "--no-demo"], environment, folder / "bench.log") as house:
            wait_until_answered(port, "/offline/", house, folder / "bench.log")
            for number in range(PEOPLE):
                Visitor(port).post("/accounts/signup/", username=f"Person {number}", password1=PASSWORD)
            tell_time_of_names(port, verdict)
            before = right(port)
            for what, name in (("one name", lambda _number: "Person 0"), ("many names", lambda n: f"Nobody {n}")):
                attack(port, tries, what, name, verdict)
                after = right(port)
                verdict.at_most(f"right sign-in after {tries:,} wrong tries on {what}, to before", after / before, 1.5)
    return verdict.told()


def tell_time_of_names(port: int, verdict: Verdict) -> None:
    known, unknown = [], []
    visitor = Visitor(port)
    for turn in range(ROUNDS):
        for number in range(PEOPLE):
            known.append(visitor.sign_in(f"Person {number}", WRONG)[1])
            unknown.append(visitor.sign_in(f"Nothing {turn} {number}", WRONG)[1])
    middles = statistics.median(known), statistics.median(unknown)
    ratio = middles[0] / middles[1]
    print(f"known and unknown: {figures([middle * 1000 for middle in middles], 'ms')}")
    verdict.at_most("time of a known name to an unknown one, or the other way round", max(ratio, 1 / ratio), 1.1)


def right(port: int) -> float:
    """The median of some right sign-ins, in seconds.

    Errors: RuntimeError when one is not let in.
    """
    took = []
    for _turn in range(9):
        status, seconds = Visitor(port).sign_in("Person 0", PASSWORD)
        if status != 302:
            raise RuntimeError(f"a right password was answered {status}")
        took.append(seconds)
    return statistics.median(took)


def attack(port: int, tries: int, what: str, name: Callable[[int], str], verdict: Verdict) -> None:
    """Wrong passwords over many lines; meanwhile the right one is given now and then."""
    numbers, statuses, meanwhile = count(), Counter[int](), list[tuple[int, float]]()

    def try_on() -> None:
        visitor = Visitor(port)
        while (number := next(numbers)) < tries:
            statuses[visitor.sign_in(name(number), WRONG)[0]] += 1

    lines = [threading.Thread(target=try_on) for _line in range(LINES)]
    for line in lines:
        line.start()
    while any(line.is_alive() for line in lines):
        meanwhile.append(Visitor(port).sign_in("Person 1", PASSWORD))
        time.sleep(0.5)
    print(f"{what}: {dict(statuses)}; right sign-ins meanwhile took {figures([s for _, s in meanwhile[:12]], 's')}")
    verdict.equal(f"right sign-ins let in during the tries on {what}, of all", sum(s == 302 for s, _ in meanwhile),
                  len(meanwhile))  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
