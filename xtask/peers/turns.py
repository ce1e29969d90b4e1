"""How every contestant takes its turn: one job a line, one answer a line.

A job is two paths with a tab between them, photo and print. The answer is JSON: wall and processor
time of the job in milliseconds. Imports and start are over before the first job, so that no
language is measured by how long it takes to start.
"""

import json
import sys
import time


def take_turns(version, job):
    """Answers jobs until the input ends; `--version` as the last argument answers only that.

    `job(photo, print)` does the work. What it hands back, if anything, replaces what would have
    been measured here.
    """
    if sys.argv[-1] == "--version":
        print(version)
        return
    for line in sys.stdin:
        photo, sheet = line.rstrip("\n").split("\t")
        wall, cpu = time.perf_counter(), time.process_time()
        measured = job(photo, sheet)
        answer = {
            "wall_ms": (time.perf_counter() - wall) * 1000,
            "cpu_ms": (time.process_time() - cpu) * 1000,
        }
        print(json.dumps(answer | (measured or {})), flush=True)
