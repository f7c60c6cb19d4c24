#!/usr/bin/env python3
"""hostile.py [--case NAME] [--sizes 1,2,4] CMD...: whether the time and memory of `CMD FILE` grow linearly on input made
to make them grow faster. Python 3 standard library only.

Each recipe is written as one long value (of NDJSON, or a line of text), or as a file of many records, in each of the
sizes (megabytes). Printed: seconds of CPU at each size, how the last doubling multiplied them, and the highest peak of
memory. A line ends with `superlinear` where the time more than doubled by far, with `slow` below 10 MB/s, with `memory`
above 150 MB. Exit code 1 if any did.
"""
import argparse
import base64
import itertools
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

MB = 1_000_000


def fill(unit, size):
    """The unit again and again, a number between after about each 50,000 bytes: no two long parts are the same, or
    what remembers values would be measured."""
    block = unit * max(1, 50_000 // len(unit))
    parts = (block + f"{index:x}" for index in range(size // len(block) + 1))
    return "".join(parts)[:size]


def nested(depth, size):
    """JSON in a string of JSON, and so on: each level doubles the backslashes."""
    text = fill("patient has asthma ", size >> depth)
    for _ in range(depth):
        text = json.dumps({"note": text})
    return text


def base64_of(depth, size):
    text = fill("patient has asthma; call 01632 960123. ", int(size * 0.75**depth))
    for _ in range(depth):
        text = base64.b64encode(text.encode()).decode()
    return text


KEYS = "AKIA ASIA sk_live_ xoxb- eyJ ghp_ github_pat_ AIza SG. -----BEGIN $2b$12$ $6$ A1B2 a1b2 - _ . / = : Zz9 0x".split(" ")
PIECES = KEYS + ["943 476 5919", "SW1A 1AA", "1990-01-02", "12/3/", "GB82 ", "4111 ", "@", "a@b.co", "://", "::", "1.2.3.", "Dr ", "Anna ", "Smith"]
PIECES += [" ", " ", ", ", "asthma", "COPD", "acute ", "type 2 ", "diabetes", "High Street ", "12 ", "password: ", "{\"", "\":", "]", "%41", "<a>", "&lt;", "\n"]

# One value of so many bytes.
VALUES = {
    "dots": lambda n: fill("a.a.a.a.", n),
    "words": lambda n: fill("asthma ", n),
    "dotted terms, an @ far off": lambda n: fill("x@y.org " + "asthma." * 8000, n),
    "hyphened terms, @ at the end": lambda n: fill("asthma-", n) + " x@y.org",
    "terms in one run, no @": lambda n: fill("asthma/", n),
    "names in one run, an @ far off": lambda n: fill("x@y.org " + "Anna-Smith-" * 5000, n),
    "abbreviations": lambda n: fill("COPD ", n),
    "abbreviations and digits": lambda n: fill("COPD 12 ", n),
    "eyJ": lambda n: fill("eyJ-eyJ-", n),
    "jwt parts": lambda n: fill("eyJhbGciOi.", n),
    "AKIA": lambda n: fill("AKIA-", n),
    "sk_live": lambda n: fill("sk_live_", n),
    "xoxb": lambda n: fill("xoxb-", n),
    "ghp": lambda n: fill("ghp_-", n),
    "SG dots": lambda n: fill("SG.", n),
    "hyphens": lambda n: fill("-", n),
    "begin": lambda n: fill("-----BEGIN ", n),
    "begin private": lambda n: fill("-----BEGIN RSA PRIVATE ", n),
    "digits": lambda n: fill("1234567890", n),
    "digits, spaces": lambda n: fill("1 2 3 4 5 6 7 8 9 0 ", n),
    "digit groups": lambda n: fill("943 476 5919 ", n),
    "digits, hyphens": lambda n: fill("4111-1111-", n),
    "dotted digits": lambda n: fill("1.1.1.1.1.", n),
    "colons": lambda n: fill("1:2:3:4:", n),
    "double colons": lambda n: fill("a::", n),
    "dates": lambda n: fill("1 Jan ,,,,", n),
    "at": lambda n: fill("@", n),
    "a@": lambda n: fill("a@", n),
    "a@b.": lambda n: fill("a@b.", n),
    "dots, then at": lambda n: fill("a" * 63 + "@" + "b." * 120, n),
    "password": lambda n: fill("password: password: ", n),
    "password=": lambda n: fill("password=", n),
    "url": lambda n: fill("ab://a:", n),
    "url long": lambda n: fill("ab://" + "a:" * 240, n),
    "brackets": lambda n: fill("[", n),
    "open objects": lambda n: fill('{"a":', n),
    "json that ends badly": lambda n: "{" + '"a":[' + fill('{"n":"asthma"},', n) + "}",
    "json in json 3": lambda n: nested(3, n),
    "json in json 8": lambda n: nested(8, n),
    "base64 1": lambda n: base64_of(1, n),
    "base64 6": lambda n: base64_of(6, n),
    "base64 of noise": lambda n: base64.b64encode(random.Random(1).randbytes(n * 3 // 4)).decode(),
    "base64 words": lambda n: fill(base64_of(1, 64).rstrip("=") + " ", n),
    "hex": lambda n: fill("6173746861", n),
    "percent": lambda n: fill("%41%53%54", n),
    "msh": lambda n: "MSH|^~\\&|" + fill("MSH|^~\\&|", n),
    "msh lines": lambda n: fill("MSH|^~\\&|A|B\r", n),
    "msh bars": lambda n: "MSH|^~\\&|" + fill("|", n),
    "msh tildes": lambda n: "MSH|^~\\&|A\rPID|1|" + fill("~^", n),
    "token of letters": lambda n: fill("abcdefghij", n),
    "token mixed": lambda n: fill("a1b2c3", n),
    "token of IBANs": lambda n: fill("GB82WEST12345698765432", n),
    "IBANs": lambda n: fill("GB82WEST12345698765432 ", n),
    "IBAN starts": lambda n: fill("GB82 ", n),
    "postcodes": lambda n: fill("SW1A 1AA,", n),
    "postcode starts": lambda n: fill("SW1A ", n),
    "nino starts": lambda n: fill("AB 12 34 ", n),
    "apostrophes": lambda n: fill("o'", n),
    "phrase, long word": lambda n: fill("type 2 diabetes " + "x" * 2000 + " ", n),
    "phrase starts": lambda n: fill("acute ", n),
    "house numbers": lambda n: fill("1 High ", n),
    "streets": lambda n: fill("Street ", n),
    "icd": lambda n: fill("diagnosis J45.9 ", n),
    "high bytes": lambda n: fill("éè", n // 2),
    "spaces": lambda n: "a" + fill(" ", n) + "a",
    "newlines": lambda n: "a" + fill("\n", n) + "a",
    "tabs, quotes": lambda n: fill('"\t', n),
    "backslashes": lambda n: fill("\\", n),
    "angle brackets": lambda n: "<?xml?>" + fill("<a>", n),
    "closing brackets": lambda n: fill("</a>", n),
    "entities": lambda n: "<a>" + fill("&amp;", n) + "</a>",
    "query": lambda n: fill("a=b&", n),
    "query of passwords": lambda n: "https://h/?" + fill("password=hunter22&", n),
    "percent of percent": lambda n: fill("%2525", n),
    "xml in a value": lambda n: "<a>" + fill("<b>asthma</b>", n // 13 * 13) + "</a>",
    "open xml in a value": lambda n: fill("<a b='", n),
    "unicode escapes": lambda n: "".join(chr(0x10000 + index % 60000) for index in range(n // 4)),
    "new names in a value": lambda n: "{" + ",".join(f'"f{index}":{index}' for index in range(n // 16)) + "}",
    "pieces of keys": lambda n: "".join(random.Random(3).choices(KEYS, k=n // 5)),
    "pieces of keys, spaced": lambda n: " ".join(random.Random(4).choices(KEYS, k=n // 6)),
    "pieces of everything": lambda n: "".join(random.Random(5).choices(PIECES, k=n // 5)),
    "noise of letters": lambda n: "".join(random.Random(2).choices("abcde .@-:1", k=n)),
}


def records(make):
    """A file of `make(index)`'s lines, up to the size."""

    def file(n):
        lines, length = [], 0
        for index in itertools.count():
            line = make(index)
            lines.append(line)
            length += len(line) + 1
            if length >= n:
                return "\n".join(lines) + "\n"

    return file


EIGHT_OF_SIXTEEN = list(itertools.combinations(range(16), 8))[:4096]


def combinations(index):
    """First as many combinations of eight matching fields as are kept, then records of three."""
    bits = EIGHT_OF_SIXTEEN[index] if index < len(EIGHT_OF_SIXTEEN) else random.Random(index).sample(range(16), 3)
    return json.dumps({"f%d" % b: "a%d@y.org" % index for b in sorted(bits)})


def many_hits(index):
    """A record whose list alternates between two fields that match, as long as the index says."""
    return json.dumps({"l": [{"a": "a@b.co", "b": "a@b.co"}] * (100 + index % 5000)}, separators=(",", ":"))


# A whole file of so many bytes: its name's ending, and its maker.
FILES = {
    "new names": ("ndjson", records(lambda i: json.dumps({"f%d" % i: i}))),
    "new names with digits": ("ndjson", records(lambda i: json.dumps({"%010d" % (i * 7919): "x"}))),
    "new names, deep": ("ndjson", records(lambda i: json.dumps({"a": {"b": {"c%d" % i: {"d": i}}}}))),
    "long names": ("ndjson", records(lambda i: json.dumps({"n" * 60000 + str(i): i}))),
    "combinations": (
        "ndjson",
        records(lambda i: json.dumps({"f%d" % b: "a%d@y.org" % i for b in range(14) if i % 16384 >> b & 1})),
    ),
    "combinations of another size": ("ndjson", records(combinations)),
    "many hits": ("ndjson", records(many_hits)),
    "one array of numbers": ("json", lambda n: "[" + fill("1,", n - 2) + "1]"),
    "one array of objects": ("json", lambda n: "[" + fill('{"a":1},', n // 8 * 8) + '{"a":1}]'),
    "one object": ("json", lambda n: '{"a":[' + fill('{"b":"asthma"},', n // 15 * 15) + "1]}"),
    "open brackets": ("json", lambda n: fill("[", n)),
    "csv of commas": ("csv", lambda n: fill(",", n)),
    "csv, many columns": ("csv", lambda n: ",".join("c%d" % i for i in range(n // 8)) + "\n"),
    "csv, open quote": ("csv", lambda n: 'a,b\n1,"' + fill("x,y\n", n)),
    "csv, short rows": ("csv", lambda n: "a,b\n" + fill("1,2\n", n)),
    "csv, quotes": ("csv", lambda n: "a,b\n1," + fill('"', n)),
    "text lines": ("txt", lambda n: fill("a\n", n)),
    "text, one line": ("txt", lambda n: fill("asthma, ", n)),
    "sql insert": ("sql", lambda n: "INSERT INTO a VALUES " + fill("(1,'x'),", n // 8 * 8) + "(1,'x');\n"),
    "sql, open quote": ("sql", lambda n: "INSERT INTO a VALUES ('" + fill("x''", n)),
    "sql, parentheses": ("sql", lambda n: "INSERT INTO a VALUES " + fill("(", n)),
    "sql, create": ("sql", lambda n: "CREATE TABLE a (" + fill("a int, ", n) + ");\n"),
    "sql, copy": ("sql", lambda n: "COPY a (x) FROM stdin;\n" + fill("1\t2\n", n)),
    "xml, nested": ("xml", lambda n: '<?xml version="1.0"?>' + fill("<a>", n)),
    "xml, attributes": ("xml", lambda n: '<?xml version="1.0"?><a ' + fill('a="b" ', n) + "/>"),
    "xml, entities": ("xml", lambda n: '<?xml version="1.0"?><a>' + fill("&lt;", n) + "</a>"),
    "hl7": ("hl7", lambda n: fill("MSH|^~\\&|A|B|C\rPID|1||123^^^NHS||SMITH^ANNA\r", n)),
    "hl7, bars": ("hl7", lambda n: "MSH|^~\\&|A\rPID|" + fill("|", n)),
}


def cases(only):
    for name, make in VALUES.items():
        yield f"value: {name}", "ndjson", lambda n, make=make: json.dumps({"note": make(n)}, ensure_ascii=False) + "\n"
        yield f"line: {name}", "txt", lambda n, make=make: "x\n" + make(n).replace("\n", " ") + "\n"
    for name, (ending, make) in FILES.items():
        yield f"file: {name}", ending, make


def write(path, make, size):
    """In a process of its own: the kernel counts its parent's memory at the start of a command as the command's."""
    child = os.fork()
    if child == 0:
        with open(path, "w", encoding="utf-8") as out:
            out.write(make(size))
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit("the input could not be written")


def measure(command, path, limit):
    """CPU seconds, peak KB, and the exit code of `command path`; no seconds where it took longer than `limit`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = subprocess.Popen([*command, path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    began = time.monotonic()
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            child.returncode = os.waitstatus_to_exitcode(status)
            return usage.ru_utime + usage.ru_stime, usage.ru_maxrss, child.returncode
        if time.monotonic() - began > limit:
            child.kill()
            os.wait4(child.pid, 0)
            child.returncode = -9
            return None, 0, -9
        time.sleep(0.002)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--case", default="")
    parser.add_argument("--sizes", default="1,2,4,8")
    parser.add_argument("--limit", type=float, default=60, help="seconds for one run")
    parser.add_argument("--all", action="store_true", help="print the linear ones too")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    sizes = [float(size) for size in options.sizes.split(",")]
    bad = count = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, ending, make in cases(options.case):
            if options.case not in name:
                continue
            count += 1
            seconds, highest, remarks = [], 0, []
            for size in sizes:
                path = os.path.join(folder, "input." + ending)
                write(path, make, int(size * MB))
                taken, peak, code = measure(options.command, path, options.limit)
                highest = max(highest, peak)
                if code < 0 and taken is not None:
                    remarks.append(f"signal {-code}")
                if taken is None:
                    remarks.append("too long")
                    break
                seconds.append(taken)
            # What the command takes to start is no part of the growth.
            work = [max(0.0, taken - START) for taken in seconds]
            if len(work) > 1 and work[-1] > 0.3 and work[-1] > 2.7 * work[-2] * (sizes[-1] / sizes[-2] / 2):
                remarks.append("superlinear")
            if work and sizes[len(work) - 1] / max(work[-1], 0.001) < 10:
                remarks.append("slow")
            if highest > 150_000:
                remarks.append("memory")
            if remarks:
                bad += 1
            if remarks or options.all:
                times = " ".join(f"{taken:7.2f}" for taken in seconds)
                print(f"{name:44} {times}  {highest / 1000:7.0f} MB  {', '.join(remarks)}", flush=True)
    print(f"{count} cases, {bad} not as they should be")
    sys.exit(1 if bad else 0)


START = 0.15

if __name__ == "__main__":
    main()
