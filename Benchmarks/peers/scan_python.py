#!/usr/bin/env python3
"""scan_python.py PATTERNS FILE: scans the file with PyPI's `hyperscan` (it holds Vectorscan) in block mode, in parts of
1 MB that end with a line. No match is handed to Python, whose time would be measured then."""
import sys

import hyperscan

lines = [line.rstrip("\n") for line in open(sys.argv[1], encoding="utf-8") if line.strip() and line[0] != "#"]
database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
database.compile(
    expressions=[line[2:].encode() for line in lines],
    ids=list(range(len(lines))),
    flags=[hyperscan.HS_FLAG_CASELESS if line[0] == "i" else 0 for line in lines],
)
rest = b""
with open(sys.argv[2], "rb", buffering=0) as file:
    while part := file.read(1 << 20):
        part = rest + part
        end = part.rfind(b"\n") + 1 or len(part)
        database.scan(part[:end])
        rest = part[end:]
if rest:
    database.scan(rest)
print(f"{hyperscan.__version__}, {database.info().decode()}: {len(lines)} patterns")
