"""Makes the fixtures of this folder: `python make.py`, with Pillow, tifffile, numpy and imagecodecs
of PyPI. Everything shows the same picture, which `tests/formats.rs` paints too: 4 x 3 flat cells."""

from pathlib import Path
import struct
import zlib

import numpy
import tifffile
from PIL import Image

HERE = Path(__file__).parent
WIDTH, HEIGHT = 120, 108


def cell(column, row):
    return (40 + 48 * column, 40 + 70 * row, 60 if (column + row) % 2 == 0 else 180)


picture = numpy.array(
    [[cell(x * 4 // WIDTH, y * 3 // HEIGHT) for x in range(WIDTH)] for y in range(HEIGHT)], numpy.uint8
)
image = Image.fromarray(picture)
deep = picture.astype(numpy.uint16) * 257


def tiff(name, pixels, **how):
    tifffile.imwrite(HERE / name, pixels, metadata=None, software=None, **how)


rgb = {"photometric": "rgb"}
tiff("lzw.tif", picture, compression="lzw", rowsperstrip=16, **rgb)
tiff("deflate-predictor.tif", picture, compression="zlib", predictor=True, **rgb)
tiff("packbits.tif", picture, compression="packbits", **rgb)
tiff("tiles.tif", picture, tile=(64, 64), compression="zlib", **rgb)
tiff("deep.tif", deep, compression="zlib", **rgb)
tiff("big-endian.tif", deep, byteorder=">", compression="lzw", **rgb)
tiff("planes.tif", numpy.moveaxis(picture, 2, 0).copy(), planarconfig="separate", **rgb)
tiff("jpeg.tif", picture, compression="jpeg", compressionargs={"level": 98}, photometric="ycbcr", subsampling=(1, 1))
opacity = numpy.full((HEIGHT, WIDTH, 1), 255, numpy.uint8)
tiff("opacity.tif", numpy.concatenate([picture, opacity], 2), extrasamples=["unassalpha"], **rgb)
inks = numpy.concatenate([255 - picture, numpy.zeros((HEIGHT, WIDTH, 1), numpy.uint8)], 2)
tiff("inks.tif", inks, photometric="separated", compression="lzw")
turned = numpy.rot90(picture).copy()  # anticlockwise, so that orientation 6 sets it upright
tiff("orientation-6.tif", turned, extratags=[(274, "H", 1, 6, True)], compression="lzw", **rgb)
image.quantize(16, dither=Image.Dither.NONE).save(HERE / "palette.tif", compression="tiff_lzw")
stripes = Image.fromarray(((numpy.indices((HEIGHT, WIDTH))[1] * 4 // WIDTH) % 2 * 255).astype(numpy.uint8))
stripes.convert("1").save(HERE / "fax.tif", compression="group4")
stripes.save(HERE / "grey.tif", compression="tiff_lzw")


def png(name, pixels, kind, depth, extra=(), interlace=False):
    """A PNG by hand: Pillow writes neither Adam7 nor these chunks."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    height, width = pixels.shape[:2]

    def rows(part):
        return b"".join(b"\0" + (numpy.packbits(row) if depth == 1 else row).tobytes() for row in part)

    passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    parts = [pixels[y::dy, x::dx] for y, x, dy, dx in passes] if interlace else [pixels]
    body = b"".join(rows(part) for part in parts)
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlace))
    file = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    for name_, content in extra:
        file += chunk(name_, content)
    file += chunk(b"IDAT", zlib.compress(body, 9)) + chunk(b"IEND", b"")
    (HERE / name).write_bytes(file)


numbers = numpy.array(image.quantize(16, dither=Image.Dither.NONE))
colours = bytes(image.quantize(16, dither=Image.Dither.NONE).getpalette()[:48]).ljust(48, b"\0")
png("interlaced.png", picture, 2, 8, interlace=True)
png("deep-interlaced.png", deep.astype(">u2"), 2, 16, interlace=True)
png("palette.png", numbers, 3, 8, [(b"PLTE", colours)])
# The first colour becomes see-through: that cell is white on paper.
first = int(numbers[0, 0])
png("palette-transparent.png", numbers, 3, 8, [(b"PLTE", colours), (b"tRNS", b"\xff" * first + b"\0")])
png("colour-key.png", picture, 2, 8, [(b"tRNS", struct.pack(">HHH", *cell(0, 0)))])
png("one-bit.png", numpy.array(stripes) // 255, 0, 1)
png("grey.png", numpy.array(stripes), 0, 8)
png("gamma.png", picture, 2, 8, [(b"gAMA", struct.pack(">I", 100_000))])
png("srgb-gamma.png", picture, 2, 8, [(b"sRGB", b"\0"), (b"gAMA", struct.pack(">I", 100_000))])
wide = [31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000]
png("chromaticities.png", picture, 2, 8, [(b"cHRM", struct.pack(">8I", *wide)), (b"gAMA", struct.pack(">I", 45_455))])
png("code-points.png", picture, 2, 8, [(b"cICP", bytes([12, 13, 0, 1]))])

image.save(HERE / "lossy.webp", quality=95)
image.save(HERE / "lossless.webp", lossless=True)
exif = Image.Exif()
exif[274] = 6
Image.fromarray(turned).save(HERE / "orientation-6.webp", lossless=True, exif=exif)
other = Image.new("RGB", (WIDTH, HEIGHT), "black")
image.save(HERE / "animated.webp", save_all=True, append_images=[other], lossless=True, duration=100)
quantized = image.quantize(16, dither=Image.Dither.NONE)
quantized.save(HERE / "animated.gif", save_all=True, append_images=[other.quantize(2)], duration=100)
quantized.save(HERE / "palette.bmp")
image.convert("RGBA").save(HERE / "with-opacity.bmp")
