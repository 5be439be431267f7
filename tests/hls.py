"""Checks HLS playlists against the rules of RFC 8216 and Apple's authoring specification that can be seen in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

_MAP = r'#EXT-X-MAP:URI="([^"]+)"'
_ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"]*"|[^",]+)')
Fetch = Callable[[str], bytes]
TOLERANCE = 1.1


@dataclass
class Tag:
    name: str
    given: dict[str, str]
    uri: str = ""

    def __getitem__(self, key: str) -> str:
        return self.given.get(key, "")


def tags_of(text: str) -> list[Tag]:
    """The tags of a multivariant playlist, attributes without their quotes."""
    found: list[Tag] = []
    for line in text.splitlines():
        if line.startswith("#EXT-X-") and ":" in line:
            name, _, rest = line.partition(":")
            found.append(Tag(name, {key: value.strip('"') for key, value in _ATTRIBUTE.findall(rest)}))
        elif line and not line.startswith("#"):
            found[-1].uri = line
    return found


def faults_of(fetch: Fetch, master: str = "master.m3u8") -> list[str]:
    """Every rule that is broken, in words; `fetch` gives the bytes of a name relative to the master playlist."""
    text = fetch(master).decode()
    faults = []
    if not text.startswith("#EXTM3U\n"):
        faults.append("does not begin with #EXTM3U")
    if "#EXT-X-INDEPENDENT-SEGMENTS" not in text:
        faults.append("segments are not said to be independent")
    tags = tags_of(text)
    variants = [tag for tag in tags if tag.name == "#EXT-X-STREAM-INF"]
    groups: dict[tuple[str, str], list[Tag]] = defaultdict(list)
    for tag in tags:
        if tag.name == "#EXT-X-MEDIA":
            groups[tag["TYPE"], tag["GROUP-ID"]].append(tag)
    faults += _group_faults(groups)
    media: dict[str, Media] = {}
    for uri in {tag.uri for tag in variants} | {tag["URI"] for group in groups.values() for tag in group}:
        media[uri] = Media.read(uri, fetch)
    for variant in variants:
        faults += _variant_faults(variant, groups, media)
    faults += [fault for one in media.values() for fault in one.faults()]
    played = [one for uri, one in media.items() if not uri.startswith("subtitles/")]
    if len({one.target for one in played}) > 1:
        faults.append(f"target durations differ: {sorted({one.target for one in played})}")
    pictures = [media[variant.uri] for variant in variants]
    if len({tuple(round(seconds, 2) for seconds, _ in one.segments) for one in pictures}) > 1:
        faults.append("the rungs' segments do not end at the same times")
    for tag in tags:
        if tag.name == "#EXT-X-I-FRAME-STREAM-INF":
            faults += _frames_faults(tag, fetch)
    if not any(tag.name == "#EXT-X-I-FRAME-STREAM-INF" for tag in tags):
        faults.append("there is no playlist of key frames")
    return faults


@dataclass
class Media:
    """A media playlist with the bytes of its segments counted."""

    uri: str
    text: str
    target: int
    segments: list[tuple[float, int]]

    @classmethod
    def read(cls, uri: str, fetch: Fetch) -> Media:
        text = fetch(uri).decode()
        folder = uri.rpartition("/")[0]
        target = re.search(r"#EXT-X-TARGETDURATION:(\d+)", text)
        names = re.findall(r"#EXTINF:([\d.]+),[^\n]*\n([^#\n]+)", text)
        segments = [(float(seconds), len(fetch(f"{folder}/{name}"))) for seconds, name in names]
        found = re.search(_MAP, text)
        if found:
            assert fetch(f"{folder}/{found.group(1)}")[4:8] == b"ftyp"
        return cls(uri, text, int(target.group(1)) if target else 0, segments)

    @property
    def peak(self) -> float:
        return max(size * 8 / seconds for seconds, size in self.segments if seconds >= 0.5)

    @property
    def average(self) -> float:
        return sum(size for _, size in self.segments) * 8 / sum(seconds for seconds, _ in self.segments)

    def faults(self) -> list[str]:
        faults = []
        if not self.target:
            faults.append("no target duration")
        if any(round(seconds) > self.target for seconds, _ in self.segments):
            faults.append("a segment is longer than the target duration")
        if "#EXT-X-PLAYLIST-TYPE:VOD" not in self.text or "#EXT-X-ENDLIST" not in self.text:
            faults.append("not a whole VOD playlist")
        if not self.uri.startswith("subtitles/"):
            if "#EXT-X-MAP" not in self.text:
                faults.append("no initialisation section")
            if "#EXT-X-INDEPENDENT-SEGMENTS" not in self.text:
                faults.append("segments are not said to be independent")
        return [f"{self.uri}: {fault}" for fault in faults]


def _group_faults(groups: dict[tuple[str, str], list[Tag]]) -> list[str]:
    faults = []
    for (kind, group), members in groups.items():
        names = [tag["NAME"] for tag in members]
        if len(set(names)) != len(names) or not all(names):
            faults.append(f"{kind} {group}: names are not each their own: {names}")
        if sum(tag["DEFAULT"] == "YES" for tag in members) > 1:
            faults.append(f"{kind} {group}: more than one default")
        for tag in members:
            if not tag["LANGUAGE"]:
                faults.append(f"{kind} {group} {tag['NAME']}: no language")
            if tag["DEFAULT"] == "YES" and tag["AUTOSELECT"] != "YES":
                faults.append(f"{kind} {group} {tag['NAME']}: default but not autoselect")
            if kind == "AUDIO" and not tag["CHANNELS"]:
                faults.append(f"{kind} {group} {tag['NAME']}: no channels")
            if kind == "SUBTITLES" and tag["FORCED"] not in ("YES", "NO"):
                faults.append(f"{kind} {group} {tag['NAME']}: forced is not said")
    sounds = {group: {(tag["NAME"], tag["LANGUAGE"]) for tag in members}
              for (kind, group), members in groups.items() if kind == "AUDIO"}  # fmt: skip
    if len({frozenset(members) for members in sounds.values()}) > 1:
        faults.append(f"audio groups do not hold the same sounds: {sounds}")
    return faults


def _variant_faults(variant: Tag, groups: dict[tuple[str, str], list[Tag]], media: dict[str, Media]) -> list[str]:
    faults = []
    for needed in ("BANDWIDTH", "AVERAGE-BANDWIDTH", "CODECS", "RESOLUTION", "FRAME-RATE", "VIDEO-RANGE"):
        if not variant[needed]:
            faults.append(f"{variant.uri}: no {needed}")
    if variant["CLOSED-CAPTIONS"] != "NONE":
        faults.append(f"{variant.uri}: says nothing of closed captions")
    sounds = groups.get(("AUDIO", variant["AUDIO"]), []) if variant["AUDIO"] else []
    if variant["AUDIO"] and not sounds:
        faults.append(f"{variant.uri}: its audio group is not there")
    if sounds and "mp4a" not in variant["CODECS"]:
        faults.append(f"{variant.uri}: its codecs leave out the sound")
    peak = media[variant.uri].peak + max((media[tag["URI"]].peak for tag in sounds), default=0)
    average = media[variant.uri].average + max((media[tag["URI"]].average for tag in sounds), default=0)
    for name, real in (("BANDWIDTH", peak), ("AVERAGE-BANDWIDTH", average)):
        if not real / TOLERANCE <= int(variant[name] or 0) <= real * TOLERANCE:
            faults.append(f"{variant.uri}: {name} says {variant[name]}, the segments {real:.0f}")
    return faults


def _frames_faults(tag: Tag, fetch: Fetch) -> list[str]:
    """Each entry must hold exactly one key frame that decodes by itself with the initialisation section."""
    import io

    import av

    text = fetch(tag["URI"]).decode()
    folder = tag["URI"].rpartition("/")[0]
    init = fetch(f"{folder}/{re.findall(_MAP, text)[0]}")
    faults = []
    for size, name in re.findall(r"#EXT-X-BYTERANGE:(\d+)@0\n(\S+)", text):
        part = fetch(f"{folder}/{name}")[: int(size)]
        with av.open(io.BytesIO(init + part), "r") as container:
            packets = [packet for packet in container.demux(video=0) if packet.size]
        if not packets or not packets[0].is_keyframe or sum(packet.is_keyframe for packet in packets) != 1:
            faults.append(f"{tag['URI']}: {name} is not one whole key frame")
    return faults
