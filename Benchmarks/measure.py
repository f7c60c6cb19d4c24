#!/usr/bin/env python3
"""measure.py CORE NAME CMD...: runs CMD on one core; prints NAME, seconds and peak resident KB, by tabs.

Fails when CMD does; exit code 1 is let through, since grep and ajar use it for a result. The peak is the kernel's own
high-water mark (VmHWM), read every 5 ms from another core: getrusage would count this interpreter's pages as CMD's.
"""
import os
import re
import subprocess
import sys
import tempfile
import time


def peak(pid):
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:
            found = re.search(r"VmHWM:\s+(\d+)", status.read())
    except OSError:
        return 0
    return int(found.group(1)) if found else 0


core, name, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
highest = 0
# A file, not /dev/null: grep stops at the first match when nobody can see its output.
with tempfile.TemporaryFile() as output:
    began = time.monotonic()
    child = subprocess.Popen(command, stdout=output, preexec_fn=lambda: os.sched_setaffinity(0, {core}))
    while child.poll() is None:
        highest = max(highest, peak(child.pid))
        time.sleep(0.005)
    seconds = time.monotonic() - began
if child.returncode not in (0, 1):
    sys.exit(f"{name} ended with exit code {child.returncode}")
print(f"{name}\t{seconds:.3f}\t{highest}")
