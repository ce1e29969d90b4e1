"""Reads a PWG raster with libcups, the library that printers' own software is built on.

Prints the fields of the page header as JSON on standard error and writes the page's samples,
uncompressed, to standard output.
"""
import ctypes
import json
import os
import sys


class Header(ctypes.Structure):
    """cups_page_header2_t of <cups/raster.h>."""

    _fields_ = [
        ("MediaClass", ctypes.c_char * 64),
        ("MediaColor", ctypes.c_char * 64),
        ("MediaType", ctypes.c_char * 64),
        ("OutputType", ctypes.c_char * 64),
        ("AdvanceDistance", ctypes.c_uint),
        ("AdvanceMedia", ctypes.c_int),
        ("Collate", ctypes.c_int),
        ("CutMedia", ctypes.c_int),
        ("Duplex", ctypes.c_int),
        ("HWResolution", ctypes.c_uint * 2),
        ("ImagingBoundingBox", ctypes.c_uint * 4),
        ("InsertSheet", ctypes.c_int),
        ("Jog", ctypes.c_int),
        ("LeadingEdge", ctypes.c_int),
        ("Margins", ctypes.c_uint * 2),
        ("ManualFeed", ctypes.c_int),
        ("MediaPosition", ctypes.c_uint),
        ("MediaWeight", ctypes.c_uint),
        ("MirrorPrint", ctypes.c_int),
        ("NegativePrint", ctypes.c_int),
        ("NumCopies", ctypes.c_uint),
        ("Orientation", ctypes.c_int),
        ("OutputFaceUp", ctypes.c_int),
        ("PageSize", ctypes.c_uint * 2),
        ("Separations", ctypes.c_int),
        ("TraySwitch", ctypes.c_int),
        ("Tumble", ctypes.c_int),
        ("cupsWidth", ctypes.c_uint),
        ("cupsHeight", ctypes.c_uint),
        ("cupsMediaType", ctypes.c_uint),
        ("cupsBitsPerColor", ctypes.c_uint),
        ("cupsBitsPerPixel", ctypes.c_uint),
        ("cupsBytesPerLine", ctypes.c_uint),
        ("cupsColorOrder", ctypes.c_int),
        ("cupsColorSpace", ctypes.c_int),
        ("cupsCompression", ctypes.c_uint),
        ("cupsRowCount", ctypes.c_uint),
        ("cupsRowFeed", ctypes.c_uint),
        ("cupsRowStep", ctypes.c_uint),
        ("cupsNumColors", ctypes.c_uint),
        ("cupsBorderlessScalingFactor", ctypes.c_float),
        ("cupsPageSize", ctypes.c_float * 2),
        ("cupsImagingBBox", ctypes.c_float * 4),
        ("cupsInteger", ctypes.c_uint * 16),
        ("cupsReal", ctypes.c_float * 16),
        ("cupsString", (ctypes.c_char * 64) * 16),
        ("cupsMarkerType", ctypes.c_char * 64),
        ("cupsRenderingIntent", ctypes.c_char * 64),
        ("cupsPageSizeName", ctypes.c_char * 64),
    ]


def plain(value):
    if isinstance(value, bytes):
        return value.decode()
    return value if isinstance(value, (int, float)) else list(value)


def main():
    cups = ctypes.CDLL("libcups.so.2")
    cups.cupsRasterOpen.restype = ctypes.c_void_p
    cups.cupsRasterReadHeader2.argtypes = [ctypes.c_void_p, ctypes.POINTER(Header)]
    cups.cupsRasterReadPixels.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint]
    raster = cups.cupsRasterOpen(os.open(sys.argv[1], os.O_RDONLY), 0)
    if not raster:
        sys.exit("not a raster")
    header = Header()
    if not cups.cupsRasterReadHeader2(raster, ctypes.byref(header)):
        sys.exit("no page header")
    names = [name for name, _ in Header._fields_ if name != "cupsString"]
    json.dump({name: plain(getattr(header, name)) for name in names}, sys.stderr)
    row = ctypes.create_string_buffer(header.cupsBytesPerLine)
    for _ in range(header.cupsHeight):
        if not cups.cupsRasterReadPixels(raster, row, header.cupsBytesPerLine):
            sys.exit("the rows end early")
        sys.stdout.buffer.write(row.raw)
    if cups.cupsRasterReadHeader2(raster, ctypes.byref(header)):
        sys.exit("there is a second page")


main()
