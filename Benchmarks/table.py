#!/usr/bin/env python3
"""table.py BYTES FILE: the lines of measure.py in FILE, several for each command, as a table: the median of the runs, how far
apart they were, MB/s, peak memory, and how many times as long as the first command (ajar) each takes for the same bytes."""
import statistics
import sys

size = int(sys.argv[1]) / 1e6
rows = {}
for line in open(sys.argv[2], encoding="utf-8"):
    name, share, seconds, cpu, peak = line.rstrip("\n").split("\t")
    rows.setdefault(name, []).append((float(seconds) / float(share), float(cpu) / float(share), int(peak) / 1024, float(share)))
first = None
print(f"{'command':42} {'seconds':>9} {'CPU s':>9} {'spread':>7} {'MB/s':>8} {'peak MB':>8} {'of ajar':>9}")
for name, runs in rows.items():
    seconds = statistics.median(run[0] for run in runs)
    first = first or seconds
    spread = (max(run[0] for run in runs) - min(run[0] for run in runs)) / seconds
    cpu = statistics.median(run[1] for run in runs)
    peak = max(run[2] for run in runs)
    scaled = "" if runs[0][3] == 1 else f"  (from {size * runs[0][3]:.1f} MB)"
    print(f"{name:42} {seconds:9.2f} {cpu:9.2f} {spread:7.1%} {size / seconds:8.1f} {peak:8.1f} {seconds / first:8.2f}x{scaled}")
