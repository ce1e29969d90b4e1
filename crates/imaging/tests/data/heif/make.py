"""Makes the HEIF and AVIF files of this folder from one drawn picture.

Needs Debian's heif-enc (libheif-examples) and, from PyPI, pillow, numpy and pillow-heif 1.8,
whose own newer libheif can write grids. Run it in this folder: python3 make.py
"""

import ctypes
import glob
import os
import struct
import subprocess

import numpy
import pillow_heif
from PIL import Image

WIDTH, HEIGHT = 384, 256


def drawn():
    """Smooth in every direction, with a hard-edged mark that tells which way is up."""
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    red = 40 + 170 * x / WIDTH
    green = 40 + 170 * y / HEIGHT
    blue = 128 + 80 * numpy.sin(x / 40) * numpy.cos(y / 30)
    picture = numpy.stack([red, green, blue], axis=-1)
    picture[16:80, 16:112] = (220, 60, 40)  # the left top corner
    return picture


def save_png(name, picture):
    Image.fromarray(numpy.clip(picture + 0.5, 0, 255).astype(numpy.uint8)).save(name)


def save_png16(name, picture):
    """16-bit PNG, which Pillow does not write in colour."""
    import zlib

    deep = numpy.clip(picture * 257 + 0.5, 0, 65535).astype(">u2")
    rows = b"".join(b"\0" + row.tobytes() for row in deep)
    chunk = lambda kind, body: (
        struct.pack(">I", len(body)) + kind + body
        + struct.pack(">I", zlib.crc32(kind + body))
    )
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 16, 2, 0, 0, 0)
    with open(name, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
                   + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def heif_enc(out, source, *options):
    subprocess.run(["heif-enc", "-q", "90", *options, "-o", out, source], check=True,
                   stdout=subprocess.DEVNULL)


def grid(name, picture, columns, rows):
    """Tiles of equal size, as phones write them, in Display P3 by code points."""
    where = glob.glob(os.path.join(os.path.dirname(pillow_heif.__file__),
                                   "..", "pillow_heif.libs", "libheif-*.so*"))[0]
    lib = ctypes.CDLL(where)

    class Error(ctypes.Structure):
        _fields_ = [("code", ctypes.c_int), ("subcode", ctypes.c_int),
                    ("message", ctypes.c_char_p)]

    void = ctypes.c_void_p
    for call in ("heif_context_alloc", "heif_nclx_color_profile_alloc", "heif_encoding_options_alloc"):
        getattr(lib, call).restype = void
    lib.heif_image_get_plane.restype = ctypes.POINTER(ctypes.c_uint8)
    for call in ("heif_context_get_encoder_for_format", "heif_image_create", "heif_image_add_plane",
                 "heif_context_encode_grid", "heif_context_write_to_file",
                 "heif_image_set_nclx_color_profile", "heif_encoder_set_lossy_quality",
                 "heif_nclx_color_profile_set_color_primaries",
                 "heif_nclx_color_profile_set_transfer_characteristics"):
        getattr(lib, call).restype = Error

    def check(error):
        assert error.code == 0, error.message

    context = void(lib.heif_context_alloc())
    encoder = void()
    check(lib.heif_context_get_encoder_for_format(context, 1, ctypes.byref(encoder)))
    check(lib.heif_encoder_set_lossy_quality(encoder, 90))
    nclx = void(lib.heif_nclx_color_profile_alloc())
    check(lib.heif_nclx_color_profile_set_color_primaries(nclx, 12))
    check(lib.heif_nclx_color_profile_set_transfer_characteristics(nclx, 13))
    height, width = picture.shape[0] // rows, picture.shape[1] // columns
    pixels = numpy.clip(picture + 0.5, 0, 255).astype(numpy.uint8)
    tiles = (void * (columns * rows))()
    for index in range(columns * rows):
        row, column = divmod(index, columns)
        tile = void()
        check(lib.heif_image_create(width, height, 1, 10, ctypes.byref(tile)))
        check(lib.heif_image_add_plane(tile, 10, width, height, 8))
        stride = ctypes.c_int()
        plane = lib.heif_image_get_plane(tile, 10, ctypes.byref(stride))
        part = pixels[row * height:(row + 1) * height, column * width:(column + 1) * width]
        for line in range(height):
            data = part[line].tobytes()
            ctypes.memmove(ctypes.addressof(plane.contents) + line * stride.value, data, len(data))
        check(lib.heif_image_set_nclx_color_profile(tile, nclx))
        tiles[index] = tile
    handle = void()
    check(lib.heif_context_encode_grid(context, tiles, ctypes.c_uint16(columns),
                                       ctypes.c_uint16(rows), encoder, None,
                                       ctypes.byref(handle)))
    check(lib.heif_context_write_to_file(context, name.encode()))


def boxes(data, start, end):
    while start < end:
        size, kind = struct.unpack_from(">I4s", data, start)
        yield kind, start, start + size
        start += size


def add_property(data, new, item=1):
    """The file with one more (essential) property of an item: boxes grow, offsets move."""
    data = bytearray(data)
    find = lambda kind, start, end: next((s, e) for k, s, e in boxes(data, start, end) if k == kind)
    meta = find(b"meta", 0, len(data))
    iprp = find(b"iprp", meta[0] + 12, meta[1])
    ipco = find(b"ipco", iprp[0] + 8, iprp[1])
    ipma = find(b"ipma", iprp[0] + 8, iprp[1])
    iloc = find(b"iloc", meta[0] + 12, meta[1])
    number = len(list(boxes(data, ipco[0] + 8, ipco[1]))) + 1
    grown = len(new) + 1
    # Extents are counted from the start of the file; iloc of version 0 or 1 with 4-byte offsets.
    version, sizes = data[iloc[0] + 8], data[iloc[0] + 12]
    assert sizes >> 4 == 4 and sizes & 15 == 4
    at = iloc[0] + 14
    count, = struct.unpack_from(">H", data, at)
    at += 2
    for _ in range(count):
        method = struct.unpack_from(">H", data, at + 2)[0] & 15 if version else 0
        at += 4 + (2 if version else 0) + (data[iloc[0] + 13] >> 4)
        extents, = struct.unpack_from(">H", data, at)
        at += 2
        for _ in range(extents):
            offset, = struct.unpack_from(">I", data, at)
            if method == 0:
                struct.pack_into(">I", data, at, offset + grown)
            at += 8
    entry = ipma[0] + 16
    while struct.unpack_from(">H", data, entry)[0] != item:
        entry += 3 + data[entry + 2]
    data[entry + 2] += 1
    for start, size in ((meta[0], grown), (iprp[0], grown), (ipco[0], len(new)), (ipma[0], 1)):
        struct.pack_into(">I", data, start, struct.unpack_from(">I", data, start)[0] + size)
    insert = sorted([(ipco[1], new), (entry + 2 + data[entry + 2], bytes([0x80 | number]))])
    for place, piece in reversed(insert):
        data[place:place] = piece
    return bytes(data)


def clap(width, height, left, top):
    """Clean aperture: the middle of the box, as fractions, from the middle of the picture."""
    across = 2 * left + width - WIDTH
    down = 2 * top + height - HEIGHT
    return struct.pack(">I4sIIIIiIiI", 40, b"clap", width, 1, height, 1, across, 2, down, 2)


def nclx(primaries, transfer):
    """Code points of ITU-T H.273; the matrix stays that of the encoder, full range."""
    return struct.pack(">I4s4sHHHB", 19, b"colr", b"nclx", primaries, transfer, 6, 0x80)


def irot(quarters_counterclockwise):
    return struct.pack(">I4sB", 9, b"irot", quarters_counterclockwise)


picture = drawn()
save_png("drawn.png", picture)
save_png16("/tmp/deep.png", picture)
heif_enc("plain.heic", "drawn.png")
heif_enc("deep.heic", "/tmp/deep.png", "-b", "10")
heif_enc("plain.avif", "drawn.png", "-A")
grid("grid.heic", picture, 3, 2)
plain = open("plain.heic", "rb").read()
deep = open("deep.heic", "rb").read()
open("p3.heic", "wb").write(add_property(plain, nclx(12, 13)))
open("pq.heic", "wb").write(add_property(deep, nclx(9, 16)))
open("turned.heic", "wb").write(add_property(plain, irot(3)))
open("cropped.heic", "wb").write(add_property(plain, clap(192, 128, 96, 64)))
