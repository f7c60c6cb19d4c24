#!/usr/bin/env python3
"""engine_oracle.py PATTERNS DETECTORS FILE [SEED]: what independent engines match, for EngineDifferentialTests to compare with.

Makes so many random patterns, takes all those of the detector files in DETECTORS, makes texts for each (samples of what it
matches, near misses, repetitions, pieces of other patterns, any bytes), and writes into FILE, one JSON object a line, what
RE2 finds in them:

  {"patterns": [{"text": "a{2}", "ignore_case": false, "takes_space": false}, …],
   "texts": [{"hex": "6161", "matches": [[pattern, start, end], …]}, …]}

A match begins where a token begins (the byte before is no letter or digit; bytes from 0x80 on are letters) and ends where
one ends. Of the matches of a pattern that overlap the leftmost counts, and of those that begin there the longest.

Hyperscan (Vectorscan, in PyPI's build) finds the same again, asked in another way: where the two disagree, the oracle is
wrong and this fails. Needs google-re2 and hyperscan (scripts/lib/engines.txt).
"""
import json
import pathlib
import random
import sys

import hyperscan
import re2

WORD = frozenset([*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B), *range(0x80, 0x100)])
NOT_WORD = r"[^0-9A-Za-z\x80-\xff]"
SPACES = frozenset([*range(0x09, 0x0E), 0x20])
CLASSES = {
    "d": frozenset(range(0x30, 0x3A)),
    "s": SPACES,
    "w": frozenset([*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B), 0x5F]),
}
EVERY = frozenset(range(256))
PATTERNS_A_LINE, TEXTS_A_LINE = 20, 60


# MARK: - Patterns: ("bytes", set, text), ("sequence", parts), ("choice", parts), ("repeat", part, minimum, maximum)


def literal(r):
    # Few letters, so that patterns meet their texts and one another.
    byte = ord(r.choice("aab-bAB01.x @_/") if r.random() < 0.9 else r.choice("\\()[]{}?*+|^$:'\"~"))
    character = chr(byte)
    needs = character in "\\.()[]{}?*+|^$"
    return ("bytes", frozenset([byte]), "\\" + character if needs or (not character.isalnum() and r.random() < 0.2) else character)


def charset(r):
    turn = r.random()
    if turn < 0.25:
        name = r.choice("dws")
        return ("bytes", CLASSES[name], "\\" + name)
    if turn < 0.3:
        return ("bytes", EVERY - {0x0A}, ".")
    found, text = set(), ""
    for _ in range(r.randrange(1, 4)):
        turn = r.random()
        if turn < 0.4:
            first, last = r.choice([("a", "b"), ("a", "z"), ("A", "B"), ("0", "1"), ("0", "9"), ("A", "Z"), ("+", "/"), (" ", "~")])
            found |= set(range(ord(first), ord(last) + 1))
            text += f"{first}-{last}"
        elif turn < 0.6:
            name = r.choice("dws")
            found |= CLASSES[name]
            text += "\\" + name
        else:
            character = r.choice("ab01.@_/ :|(){}?*+$")
            found.add(ord(character))
            text += character
    if r.random() < 0.2:
        found.add(ord("-"))
        text += r.choice(["-", "\\-"])
    if r.random() < 0.25:
        return ("bytes", frozenset(EVERY - found), f"[^{text}]") if EVERY - found else ("bytes", frozenset(found), f"[{text}]")
    return ("bytes", frozenset(found), f"[{text}]")


def tree(r, depth=0):
    turn = r.random()
    if depth > 3 or turn < 0.45:
        return literal(r) if r.random() < 0.6 else charset(r)
    if turn < 0.7:
        return ("sequence", [tree(r, depth + 1) for _ in range(r.randrange(2, 5))])
    if turn < 0.82:
        return ("choice", [tree(r, depth + 1) for _ in range(r.randrange(2, 4))])
    minimum, maximum = r.choice([(0, 1), (0, None), (1, None), (0, 2), (2, 2), (1, 3), (2, None), (3, 5), (0, 7), (12, 12)])
    return ("repeat", tree(r, depth + 1), minimum, maximum)


def shortest(node):
    match node:
        case ("bytes", *_):
            return 1
        case ("sequence", parts):
            return sum(map(shortest, parts))
        case ("choice", parts):
            return min(map(shortest, parts))
        case ("repeat", part, minimum, _):
            return minimum * shortest(part)


def size(node):
    match node:
        case ("bytes", *_):
            return 1
        case ("sequence" | "choice", parts):
            return sum(map(size, parts))
        case ("repeat", part, minimum, maximum):
            return size(part) * (maximum or minimum + 1)


def takes_space(node):
    match node:
        case ("bytes", found, _):
            return not found.isdisjoint(SPACES)
        case ("sequence" | "choice", parts):
            return any(map(takes_space, parts))
        case ("repeat", part, *_):
            return takes_space(part)


def write(node, of_bytes):
    """The node as text; `of_bytes` says how a set of bytes is written."""
    match node:
        case ("bytes", *_):
            return of_bytes(node)
        case ("sequence", parts):
            return "".join(f"({write(part, of_bytes)})" if part[0] == "choice" else write(part, of_bytes) for part in parts)
        case ("choice", parts):
            return "|".join(write(part, of_bytes) for part in parts)
        case ("repeat", part, minimum, maximum):
            inner = write(part, of_bytes)
            if part[0] != "bytes":
                inner = f"({inner})"
            counts = {(0, 1): "?", (0, None): "*", (1, None): "+"}
            return inner + counts.get((minimum, maximum), f"{{{minimum}{'' if maximum == minimum else ',' if maximum is None else f',{maximum}'}}}")


def in_hexadecimal(node):
    """The set for the other engines, written from what is in it and not from how it was written for ours."""
    values, ranges = sorted(node[1]), []
    for value in values:
        if ranges and ranges[-1][1] == value - 1:
            ranges[-1][1] = value
        else:
            ranges.append([value, value])
    return "[" + "".join(f"\\x{first:02x}-\\x{last:02x}" for first, last in ranges) + "]"


def ignoring_case(node):
    match node:
        case ("bytes", found, text):
            letters = {value ^ 0x20 for value in found if 0x41 <= value & 0xDF <= 0x5A}
            # What a set leaves out, it leaves out in both cases.
            if text.startswith("[^"):
                outside = EVERY - found
                outside |= {value ^ 0x20 for value in outside if 0x41 <= value & 0xDF <= 0x5A}
                return ("bytes", EVERY - outside, text)
            return ("bytes", found | letters, text)
        case (kind, list() as parts):
            return (kind, [ignoring_case(part) for part in parts])
        case ("repeat", part, minimum, maximum):
            return ("repeat", ignoring_case(part), minimum, maximum)


class Pattern:
    """One pattern: its text for our engine, and for the others."""

    def __init__(self, text, other, ignore_case, takes_space, sample):
        self.text, self.ignore_case, self.takes_space, self.sample = text, ignore_case, takes_space, sample
        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1
        options.longest_match = True
        options.max_mem = 64 << 20
        options.log_errors = False
        self.other = other
        self.whole = re2.compile(f"(?:{other})".encode("latin-1"), options)
        self.bounded = re2.compile(f"(?:{other}){NOT_WORD}".encode("latin-1"), options)
        self.database = None

    def matches(self, text):
        found, start, end = [], 0, len(text)
        # Neither can begin where no match without regard to tokens does.
        if not self.whole.search(text):
            return found
        while start < end:
            if start > 0 and text[start - 1] in WORD:
                start += 1
                continue
            stop = None
            if self.whole.fullmatch(text, start):
                stop = end
            elif match := self.bounded.match(text, start):
                stop = match.end() - 1
            if stop is None:
                start += 1
            else:
                found.append((start, stop))
                start = stop
        return found

    def compile_other(self):
        """For Hyperscan: with the bytes around the match as part of it, so that every place where one can end is reported, with
        the leftmost place where one begins that ends there."""
        self.database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        flags = hyperscan.HS_FLAG_SOM_LEFTMOST
        try:
            self.database.compile(expressions=[f"{NOT_WORD}(?:{self.other}){NOT_WORD}".encode("latin-1")], ids=[0], flags=[flags])
        except hyperscan.HyperscanError:
            self.database = None

    def matches_again(self, text):
        found, start = [], 0
        while True:
            # One byte before the place, which for the first is a line's end, and one behind the text.
            before = text[start - 1 : start] if start else b"\n"
            ends = []
            self.database.scan(before + text[start:] + b"\n", match_event_handler=lambda _, first, last, *__: ends.append((first, last)) and None)
            if not ends:
                return found
            first = min(first for first, _ in ends)
            last = max(last for one, last in ends if one == first)
            # The bytes around it are none of it.
            found.append((start + first, start + last - 2))
            start += last - 2


def random_pattern(r):
    while True:
        node = tree(r)
        if shortest(node) == 0 or size(node) > 300:
            continue
        ignores = r.random() < 0.3
        text = write(node, lambda part: part[2])
        seen = ignoring_case(node) if ignores else node
        return Pattern(text, write(seen, in_hexadecimal), ignores, takes_space(seen), lambda r: sample(seen, r))


def sample(node, r):
    match node:
        case ("bytes", found, _):
            printable = [value for value in found if 0x20 <= value < 0x7F]
            return bytes([r.choice(printable if printable and r.random() < 0.95 else sorted(found))])
        case ("sequence", parts):
            return b"".join(sample(part, r) for part in parts)
        case ("choice", parts):
            return sample(r.choice(parts), r)
        case ("repeat", part, minimum, maximum):
            return b"".join(sample(part, r) for _ in range(r.randint(minimum, minimum + 3 if maximum is None else maximum)))


def detector_patterns(folder):
    """Those of the detector files: near enough to what RE2 reads that only `\\s` is written anew."""
    for path in sorted(pathlib.Path(folder).glob("*.json")):
        detector = json.loads(path.read_text(encoding="utf-8"))
        examples = [text.encode() for text in detector["examples"]["match"] + detector["examples"]["no_match"]]
        for text in detector.get("patterns", []):
            inner, other, index = False, "", 0
            while index < len(text):
                step = 2 if text[index] == "\\" else 1
                part = text[index : index + step]
                if part == "[" and not inner:
                    inner = True
                elif part == "]":
                    inner = False
                if part == "\\s":
                    part = "\\t-\\r " if inner else "[\\t-\\r ]"
                other += part
                index += step
            ignores = bool(detector.get("ignore_case"))
            pattern = Pattern(text, ("(?i)" if ignores else "") + other, ignores, True, lambda r, examples=examples: r.choice(examples))
            yield pattern


# MARK: - Texts


def spoil(text, r):
    """A near miss: a byte more, less or another."""
    if not text:
        return text
    place = r.randrange(len(text))
    other = bytes([r.choice(b"ab01-. @\nAZ\xe9\x00") if r.random() < 0.8 else r.randrange(256)])
    return r.choice([text[:place] + text[place + 1 :], text[:place] + other + text[place:], text[:place] + other + text[place + 1 :]])


def piece(patterns, r):
    turn = r.random()
    if turn < 0.55:
        return r.choice(patterns).sample(r)
    if turn < 0.75:
        return spoil(r.choice(patterns).sample(r), r)
    if turn < 0.85:
        return r.choice([b"a", b"ab", b"a-", b"0", b"01 ", b"a.", b"-", b" ", b"@", b"\xc3\xa9"]) * r.randrange(1, 30)
    return bytes(r.choice(b"aabbAB01-. @_/x\n\t") for _ in range(r.randrange(1, 25)))


def text(patterns, r):
    if r.random() < 0.05:
        return bytes(r.randrange(256) for _ in range(r.randrange(1, 80)))
    joint = [b" ", b" ", b"-", b"", b".", b"\n", b",", b"\xe9", b"_", b"a", b"0"]
    return b"".join(piece(patterns, r) + r.choice(joint) for _ in range(r.randrange(1, 7)))[:240]


def main():
    count, folder, path = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    r = random.Random(sys.argv[4] if len(sys.argv) > 4 else "engines-1")
    patterns = list(detector_patterns(folder))
    known = len(patterns)
    while len(patterns) < known + count:
        patterns.append(random_pattern(r))
    written = again = subjects = 0
    with open(path, "w", encoding="ascii") as out:
        for first in range(0, len(patterns), PATTERNS_A_LINE):
            group = patterns[first : first + PATTERNS_A_LINE]
            for pattern in group:
                pattern.compile_other()
            texts = []
            for _ in range(TEXTS_A_LINE):
                subject = text(group, r)
                matches = []
                for index, pattern in enumerate(group):
                    found = pattern.matches(subject)
                    matches += [[index, start, end] for start, end in found]
                    if pattern.database is not None and r.random() < 0.25:
                        again += 1
                        other = pattern.matches_again(subject)
                        if other != found:
                            sys.exit(f"the engines disagree over {pattern.text!r} ({pattern.other!r}) in {subject!r}: RE2 {found}, Hyperscan {other}")
                written, subjects = written + len(matches), subjects + 1
                texts.append({"hex": subject.hex(), "matches": matches})
            json.dump(
                {
                    "patterns": [{"text": p.text, "ignore_case": p.ignore_case, "takes_space": p.takes_space} for p in group],
                    "texts": texts,
                },
                out,
            )
            out.write("\n")
    print(f"{len(patterns)} patterns ({known} of detectors), {subjects} texts, {written} matches, {again} times asked twice")


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main()
