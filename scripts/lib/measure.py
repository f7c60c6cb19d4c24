#!/usr/bin/env python3
"""measure.py CORE NAME CMD...: runs CMD on one core with its output dropped; prints NAME, seconds and peak KB, by tabs.

Fails when CMD does; exit code 1 is let through, since grep and ajar use it for a result.
"""
import os
import resource
import subprocess
import sys
import time

core, name, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
os.sched_setaffinity(0, {core})
began = time.monotonic()
done = subprocess.run(command, stdout=subprocess.DEVNULL)
seconds = time.monotonic() - began
if done.returncode not in (0, 1):
    sys.exit(f"{name} ended with exit code {done.returncode}")
# The largest of the children: `command` itself, for commands that start no larger one.
print(f"{name}\t{seconds:.3f}\t{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}")
