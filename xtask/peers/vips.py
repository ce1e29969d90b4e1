"""libvips through its Python binding: `vips.py thumbnail|shrink`; VIPS_CONCURRENCY is its threads.

`shrink` lets the JPEG decoder halve the picture before libvips sees it.
"""

import sys

import pyvips

from turns import take_turns

HALVED = "shrink" in sys.argv
pyvips.cache_set_max(0)


def thumbnail(photo):
    return pyvips.Image.thumbnail(
        photo, 1800, height=1200, crop="centre", export_profile="srgb", intent="relative"
    )


def shrink(photo):
    image = pyvips.Image.new_from_file(photo, shrink=2, access="sequential")
    width, height = image.width, image.height
    kept = 2 * width // 3
    image = image.crop(0, (height - kept) // 2, width, kept)
    image = image.resize(1800 / width, vscale=1200 / kept, kernel="lanczos3")
    return image.icc_transform("srgb", embedded=True, intent="relative")


def make(photo, sheet):
    image = shrink(photo) if HALVED else thumbnail(photo)
    image.sharpen(sigma=1.0).jpegsave(sheet, Q=92, subsample_mode="off")


take_turns(".".join(str(pyvips.version(part)) for part in range(3)), make)
