"""What is pinned is pinned by its hash, and names neither a machine nor a host."""

from __future__ import annotations

import re

_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*(?:\[[^\]]+\])?)==\S+", re.MULTILINE)
_ADDRESS = re.compile(r"\b(?:https?|ftp|git\+\w+)://\S+")
_HERE = re.compile(r"(?<![\w.~-])/(?:wor" r"k|roo" r"t|hom" r"e/[a-z]\w*)/[\w.-]+")
_HOSTS = re.compile(
    r"\b(?:py" r"pi\.org|files\.python" r"hosted\.org|registry\.npm" r"js\.org|registry\.yarn" r"pkg\.com)\b"
)


def loose_pins(text: str) -> list[str]:
    """Faults of a requirements file: pins without a hash, requirements that are no pins, options and addresses."""
    entries = re.sub(r"\\\n\s*", " ", re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE)).splitlines()
    found = []
    for entry in filter(None, map(str.strip, entries)):
        if not _PIN.match(entry):
            found.append(f"not a pin: {entry[:60]}")
        elif "--hash=sha256:" not in entry:
            found.append(f"no hash: {entry.split()[0]}")
    return found + [f"an address: {match.group()}" for match in _ADDRESS.finditer(text)]


def resolved_in(lock: str) -> int:
    """How many packages of an npm lock file carry a download address."""
    return len(re.findall(r'"resolved"\s*:', lock))


def of_a_machine(text: str) -> list[str]:
    """Paths of one machine, and hosts of package registries."""
    return [match.group() for pattern in (_HERE, _HOSTS) for match in pattern.finditer(text)]
