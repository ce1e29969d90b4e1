#!/usr/bin/env python3
"""Converts a TensorFlow Lite network into the file that `imaging` reads.

Usage
    tflite_to_network.py IN.tflite OUT.network [IN.tflite OUT.network ...]

What it reads
    Float networks with 16- or 32-bit weights, one picture in, tensors out, made of
    convolutions (plain and depthwise), PReLU, ReLU, additions, maximum pools,
    padding, bilinear enlargement and reshaping. Anything else, such as a sparse
    weight or a quantised tensor, is refused by name: nothing is approximated.

What it writes (all numbers little-endian)
    8 bytes    "NETWORK1"
    u32        how many values there are; value 0 is the picture that goes in
    3 x u32    height, width and channels of the picture
    u32        how many layers follow
    layers     u32 kind, u32 value read, u32 value written, then by kind:
               0 convolution   height, width, rows and columns of a step, padding
                               above, left, below, right, channels in, channels
                               out, activation (11 x u32); weights [height][width]
                               [in][out] as f16; offsets [out] as f32
               1 depthwise     the same head, channels in = channels out;
                               weights [height][width][channel] as f16; offsets as f32
               2 PReLU         u32 channels; slopes [channel] as f32
               3 addition      u32 second value read, u32 activation
               4 maximum pool  height, width, steps, padding (8 x u32)
               5 padding       above, left, below, right, channels behind (5 x u32)
               6 enlargement   u32 times, on both sides; u32 0 = a pixel counts as
                               lying at its left top corner, 1 = in its middle
    u32        how many outputs, and their values
    Values keep TFLite's order: row, column, channel. An activation is 0 for none
    and 1 for ReLU. Weights that were stored as f16 are kept exactly; f32 weights
    that f16 cannot hold within one part in a thousand are refused.

What it needs
    Python 3 with the packages `tflite` and `numpy` (versions in README.md).

Written for Minilab; contains no code of TensorFlow or MediaPipe. A converted
network has the licence of the network it was made from.
"""
import hashlib
import struct
import sys

import numpy as np
import tflite

OPERATOR_NAME = {v: k for k, v in vars(tflite.BuiltinOperator).items() if isinstance(v, int)}
DTYPE = {
    tflite.TensorType.FLOAT32: np.float32,
    tflite.TensorType.FLOAT16: np.float16,
    tflite.TensorType.INT32: np.int32,
    tflite.TensorType.INT64: np.int64,
}
CONVOLUTION, DEPTHWISE, PRELU, ADDITION, MAXIMUM_POOL, PADDING, ENLARGEMENT = range(7)


class Unsupported(Exception):
    """The file uses something this converter does not know."""


def same_padding(size, kernel, step):
    """TFLite's SAME padding of one axis: (before, after)."""
    total = max((-(-size // step) - 1) * step + kernel - size, 0)
    return total // 2, total - total // 2


def numbers(*values):
    return struct.pack(f"<{len(values)}I", *values)


def halves(array):
    """The weights as f16, if that keeps them."""
    half = array.astype(np.float16)
    error = np.abs(half.astype(np.float32) - array)
    if (error > np.maximum(np.abs(array), 1e-3) * 1e-3).any():
        raise Unsupported("weights that 16 bits cannot hold")
    return half.tobytes()


class Converter:
    def __init__(self, data):
        self.model = tflite.Model.GetRootAsModel(data, 0)
        self.graph = self.model.Subgraphs(0)
        self.constants = self.read_constants()
        self.values = {}  # tensor index -> value number
        self.layers = []

    # --- the TFLite side -------------------------------------------------

    def shape(self, index):
        tensor = self.graph.Tensors(index)
        return [int(n) for n in tensor.ShapeAsNumpy()] if tensor.ShapeLength() else []

    def read_constants(self):
        constants = {}
        for i in range(self.graph.TensorsLength()):
            tensor = self.graph.Tensors(i)
            buffer = self.model.Buffers(tensor.Buffer())
            if not buffer.DataLength() or tensor.Sparsity() is not None:
                continue
            if tensor.Type() not in DTYPE:
                raise Unsupported(f"tensor type {tensor.Type()} of constant {i}")
            flat = np.frombuffer(buffer.DataAsNumpy().tobytes(), DTYPE[tensor.Type()])
            constants[i] = flat.reshape(self.shape(i))
        return constants

    def weights(self, index):
        if index not in self.constants:
            raise Unsupported(f"tensor {index} must be a dense constant")
        return self.constants[index].astype(np.float32)

    def kind(self, operator):
        code = self.model.OperatorCodes(operator.OpcodeIndex())
        name = OPERATOR_NAME[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
        return code.CustomCode().decode() if name == "CUSTOM" else name

    @staticmethod
    def options(operator, table):
        options = table()
        if operator.BuiltinOptions():
            options.Init(operator.BuiltinOptions().Bytes, operator.BuiltinOptions().Pos)
        return options

    # --- the network file's side -----------------------------------------

    def value(self, index):
        if index not in self.values:
            raise Unsupported(f"tensor {index} is read before it is made")
        return self.values[index]

    def layer(self, kind, source, target, body):
        self.values[target] = len(set(self.values.values()))
        head = numbers(kind, self.value(source), self.values[target])
        self.layers.append(head + body)

    @staticmethod
    def activation(kind):
        if kind == tflite.ActivationFunctionType.NONE:
            return 0
        if kind == tflite.ActivationFunctionType.RELU:
            return 1
        raise Unsupported(f"fused activation {kind}")

    def window(self, options, source, height, width):
        """Height, width, steps and padding of a sliding window."""
        rows, columns = options.StrideH(), options.StrideW()
        above = left = below = right = 0
        if options.Padding() == tflite.Padding.SAME:
            _, high, wide, _ = self.shape(source)
            above, below = same_padding(high, height, rows)
            left, right = same_padding(wide, width, columns)
        return height, width, rows, columns, above, left, below, right

    # --- operators -------------------------------------------------------

    def convert(self, operator):
        kind = self.kind(operator)
        method = self.METHODS.get(kind)
        if method is None:
            raise Unsupported(f"operator {kind}")
        inputs = [int(i) for i in operator.InputsAsNumpy()]
        method(self, operator, inputs, int(operator.OutputsAsNumpy()[0]))

    def dequantize(self, operator, inputs, target):
        self.constants[target] = self.weights(inputs[0])

    def convolution(self, operator, inputs, target):
        options = self.options(operator, tflite.Conv2DOptions)
        self.refuse_dilation(options)
        kernel = self.weights(inputs[1])  # out, height, width, in
        out, height, width, channels = kernel.shape
        head = numbers(
            *self.window(options, inputs[0], height, width),
            channels,
            out,
            self.activation(options.FusedActivationFunction()),
        )
        body = halves(kernel.transpose(1, 2, 3, 0)) + self.weights(inputs[2]).tobytes()
        self.layer(CONVOLUTION, inputs[0], target, head + body)

    def depthwise(self, operator, inputs, target):
        options = self.options(operator, tflite.DepthwiseConv2DOptions)
        self.refuse_dilation(options)
        kernel = self.weights(inputs[1])  # 1, height, width, channel
        _, height, width, channels = kernel.shape
        if channels != self.shape(inputs[0])[3]:
            raise Unsupported("a depthwise convolution that multiplies channels")
        head = numbers(
            *self.window(options, inputs[0], height, width),
            channels,
            channels,
            self.activation(options.FusedActivationFunction()),
        )
        body = halves(kernel[0]) + self.weights(inputs[2]).tobytes()
        self.layer(DEPTHWISE, inputs[0], target, head + body)

    @staticmethod
    def refuse_dilation(options):
        if options.DilationHFactor() != 1 or options.DilationWFactor() != 1:
            raise Unsupported("a dilated convolution")

    def prelu(self, operator, inputs, target):
        slopes = self.weights(inputs[1]).reshape(-1)
        if len(slopes) != self.shape(inputs[0])[3]:
            raise Unsupported("PReLU slopes that differ from pixel to pixel")
        self.layer(PRELU, inputs[0], target, numbers(len(slopes)) + slopes.tobytes())

    def relu(self, operator, inputs, target):
        """A PReLU without slope."""
        slopes = np.zeros(self.shape(inputs[0])[3], np.float32)
        self.layer(PRELU, inputs[0], target, numbers(len(slopes)) + slopes.tobytes())

    def addition(self, operator, inputs, target):
        options = self.options(operator, tflite.AddOptions)
        if self.shape(inputs[0]) != self.shape(inputs[1]):
            raise Unsupported("an addition of different shapes")
        activation = self.activation(options.FusedActivationFunction())
        body = numbers(self.value(inputs[1]), activation)
        self.layer(ADDITION, inputs[0], target, body)

    def maximum_pool(self, operator, inputs, target):
        options = self.options(operator, tflite.Pool2DOptions)
        if options.FusedActivationFunction() != tflite.ActivationFunctionType.NONE:
            raise Unsupported("a pool with an activation")
        window = self.window(options, inputs[0], options.FilterHeight(), options.FilterWidth())
        self.layer(MAXIMUM_POOL, inputs[0], target, numbers(*window))

    def padding(self, operator, inputs, target):
        amounts = self.constants[inputs[1]].astype(int)
        if amounts[0].any() or amounts[3][0]:
            raise Unsupported("padding of the batch, or before the first channel")
        (above, below), (left, right), (_, behind) = amounts[1:]
        self.layer(PADDING, inputs[0], target, numbers(above, left, below, right, behind))

    def enlargement(self, operator, inputs, target):
        options = self.options(operator, tflite.ResizeBilinearOptions)
        if options.AlignCorners():
            raise Unsupported("an enlargement with aligned corners")
        _, height, width, _ = self.shape(inputs[0])
        _, rows, columns, _ = self.shape(target)
        if rows % height or columns % width or rows // height != columns // width:
            raise Unsupported("an enlargement that is no whole number of times")
        middles = int(options.HalfPixelCenters())
        self.layer(ENLARGEMENT, inputs[0], target, numbers(rows // height, middles))

    def reshape(self, operator, inputs, target):
        self.values[target] = self.value(inputs[0])  # the numbers keep their order

    METHODS = {
        "DEQUANTIZE": dequantize,
        "CONV_2D": convolution,
        "DEPTHWISE_CONV_2D": depthwise,
        "PRELU": prelu,
        "RELU": relu,
        "ADD": addition,
        "MAX_POOL_2D": maximum_pool,
        "PAD": padding,
        "RESIZE_BILINEAR": enlargement,
        "RESHAPE": reshape,
    }

    # --- the whole graph -------------------------------------------------

    def network(self):
        entries = [int(i) for i in self.graph.InputsAsNumpy()]
        if len(entries) != 1 or len(self.shape(entries[0])) != 4:
            raise Unsupported("anything but one picture as input")
        self.values[entries[0]] = 0
        for k in range(self.graph.OperatorsLength()):
            self.convert(self.graph.Operators(k))
        outputs = [self.value(int(i)) for i in self.graph.OutputsAsNumpy()]
        return b"".join(
            [
                b"NETWORK1",
                numbers(len(set(self.values.values())), *self.shape(entries[0])[1:]),
                numbers(len(self.layers)),
                *self.layers,
                numbers(len(outputs), *outputs),
            ]
        )


def main(arguments):
    if not arguments or len(arguments) % 2:
        print(__doc__, file=sys.stderr)
        return 2
    for source, target in zip(arguments[::2], arguments[1::2]):
        try:
            with open(source, "rb") as file:
                data = file.read()
            network = Converter(data).network()
        except (OSError, Unsupported) as error:
            print(f"{source}: {error}", file=sys.stderr)
            return 1
        with open(target, "wb") as file:
            file.write(network)
        for name, content in ((source, data), (target, network)):
            print(hashlib.sha256(content).hexdigest(), f"{len(content):9}", name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
