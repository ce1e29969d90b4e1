"""Pillow or Pillow-SIMD, whichever this Python has: `pillow.py full|draft`.

`draft` lets the JPEG decoder halve the picture, which is faster and softer.
"""

import io
import sys

import PIL
from PIL import Image, ImageCms, ImageFilter

from turns import take_turns

SIZE = (1800, 1200)
RELATIVE_COLORIMETRIC = 1
HALVED = "draft" in sys.argv


def make(photo, sheet):
    image = Image.open(photo)
    profile = image.info["icc_profile"]
    if HALVED:
        image.draft("RGB", SIZE)
    width, height = image.size
    kept = width * SIZE[1] / SIZE[0]
    box = (0, (height - kept) / 2, width, (height + kept) / 2)
    image = image.resize(SIZE, Image.Resampling.LANCZOS, box=box)
    image = ImageCms.profileToProfile(
        image,
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        ImageCms.createProfile("sRGB"),
        renderingIntent=RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    image = image.filter(ImageFilter.UnsharpMask(1.0, 80, 2))
    image.save(sheet, quality=92, subsampling=0, dpi=(300, 300))


take_turns(PIL.__version__, make)
