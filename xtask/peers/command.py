"""ImageMagick 6 or GraphicsMagick, one process a job: `command.py imagemagick|graphicsmagick`.

MAGICK_THREAD_LIMIT and OMP_NUM_THREADS are their threads. Time and memory are those of the
process, its start included, as the kernel accounts for it.
"""

import os
import subprocess
import sys
import time

from turns import take_turns

SRGB = "/usr/share/color/icc/colord/sRGB.icc"
SHARPEN_AND_WRITE = (
    f"-intent relative -black-point-compensation -profile {SRGB} -unsharp 0x1+0.8+0.008 "
    "-quality 92 -sampling-factor 1x1 -density 300"
).split()

if "imagemagick" in sys.argv:
    PROGRAM = ["/usr/bin/convert-im6.q16"]
    VERSION = ["-version"]
    FIT = "-gravity center -crop 3:2 +repage -filter Lanczos -resize 1800x1200!".split()
    OPTIONS = FIT + SHARPEN_AND_WRITE
else:
    PROGRAM = ["/usr/bin/gm"]
    VERSION = ["version"]
    FIT = "convert -gravity center -filter Lanczos -resize 1800x1200^ -extent 1800x1200".split()
    # It does not know black point compensation, which between two matrix profiles changes nothing.
    OPTIONS = FIT[1:] + [word for word in SHARPEN_AND_WRITE if not word.startswith("-black")]
    PROGRAM = PROGRAM + FIT[:1] if "--version" not in sys.argv else PROGRAM


def make(photo, sheet):
    arguments = PROGRAM + [photo] + OPTIONS + [sheet]
    began = time.perf_counter()
    pid = os.posix_spawn(arguments[0], arguments, os.environ)
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - began
    if status:
        raise SystemExit(f"{arguments[0]} failed: {status}")
    return {
        "wall_ms": wall * 1000,
        "cpu_ms": (used.ru_utime + used.ru_stime) * 1000,
        "peak_kib": used.ru_maxrss,
    }


def version():
    said = subprocess.run(PROGRAM + VERSION, capture_output=True, text=True, check=True).stdout
    return " ".join(word for word in said.split()[:4] if word[:1].isdigit())


take_turns(version() if "--version" in sys.argv else "", make)
