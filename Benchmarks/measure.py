#!/usr/bin/env python3
"""measure.py CORES NAME SHARE CMD...: runs CMD on the cores named ("0" or "0,1"); prints NAME, SHARE, seconds, seconds of CPU
and peak resident KB, by tabs. SHARE is passed on: the part of the input that CMD reads.

Fails when CMD does; exit code 1 is let through, since grep and ajar use it for a result. The peak is the kernel's own
high-water mark (VmHWM), read every 5 ms from another core: getrusage would count this interpreter's pages as CMD's.
"""
import re
import resource
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


cores, name, share, command = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
highest = 0
# A file, not /dev/null: grep stops at the first match when nobody can see its output.
with tempfile.TemporaryFile() as output:
    began = time.monotonic()
    child = subprocess.Popen(["taskset", "-c", cores, *command], stdout=output)
    while child.poll() is None:
        highest = max(highest, peak(child.pid))
        time.sleep(0.005)
    seconds = time.monotonic() - began
if child.returncode not in (0, 1):
    sys.exit(f"{name} ended with exit code {child.returncode}")
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{name}\t{share}\t{seconds:.3f}\t{usage.ru_utime + usage.ru_stime:.3f}\t{highest}")
