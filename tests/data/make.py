"""Makes painting.heic: the painting of 960 x 1440 pixels and tint 150 that a story sends and looks
for on paper (Painting in src/photographs.rs), as a phone writes it.

Needs Debian's heif-enc (libheif-examples). Run it in this folder: python3 make.py
"""

import os
import struct
import subprocess
import tempfile
import zlib

WIDTH, HEIGHT, TINT, PATCHES = 960, 1440, 150, 6


def patch(column, row):
    return bytes((40 + column * 180 // (PATCHES - 1), 40 + row * 180 // (PATCHES - 1), TINT))


def png():
    rows = b"".join(
        b"\0" + b"".join(patch(x * PATCHES // WIDTH, y * PATCHES // HEIGHT) for x in range(WIDTH))
        for y in range(HEIGHT)
    )

    def chunk(kind, body):
        return (struct.pack(">I", len(body)) + kind + body
                + struct.pack(">I", zlib.crc32(kind + body)))

    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows))
            + chunk(b"IEND", b""))


with tempfile.TemporaryDirectory() as folder:
    source = os.path.join(folder, "painting.png")
    with open(source, "wb") as file:
        file.write(png())
    subprocess.run(["heif-enc", "-q", "80", "-o", "painting.heic", source], check=True)
