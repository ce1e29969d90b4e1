#!/usr/bin/env python3
"""Prints what TensorFlow Lite computes for a drawn picture, for the tests of `imaging`.

Usage
    golden.py DETECTOR.tflite MESH.tflite

The picture is the one that `crates/imaging/src/faces/tests.rs` draws: 0 to 1 for the mesh, -1 to 1
for the detector. Of each output it prints the length, the sum of the absolute values, and four
numbers each from its beginning, middle and end.
"""
import sys

import numpy as np
import tflite_runtime.interpreter as tflite

SIDE = 192


def drawn():
    y, x, channel = np.meshgrid(np.arange(SIDE), np.arange(SIDE), np.arange(3), indexing="ij")
    numbers = (x * 7 + y * 13 + channel * 29 + (x * y) % 97 * 3) % 256
    return (numbers / 255.0).astype(np.float32)[None]


def show(path, picture):
    interpreter = tflite.Interpreter(path)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], picture)
    interpreter.invoke()
    for details in interpreter.get_output_details():
        values = interpreter.get_tensor(details["index"]).reshape(-1)
        half = len(values) // 2
        print(path, len(values), np.abs(values).sum(dtype=np.float64))
        print("  ", values[:4], values[half : half + 4], values[-4:])


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    show(arguments[0], drawn() * np.float32(2) - np.float32(1))
    show(arguments[1], drawn())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
