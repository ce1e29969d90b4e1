"""How good prints are beside one that took its time: `quality.py PHOTO PRINT...`.

The photo is decoded in full and rendered in floating point: Lanczos3, Display P3 to sRGB by the
two matrices. How much a print is sharpened is a matter of taste, so the rendering is sharpened
with a 1-4-6-4-1 mask by whatever amount comes nearest to the print. One line of JSON for each:

- `amount`: that amount; 0 is not sharpened at all;
- `psnr_db`: peak signal to the rendering, over all samples;
- `ssim`: structural similarity of the two lumas in windows of 8 x 8 (Wang et al., 2004);
- `detail`: energy of the luma's finest detail as a part of the rendering's; under 1 is softer;
- `psnr_first_db`: peak signal to the first print, or null where there is no difference.
"""

import json
import sys

import numpy as np
from PIL import Image

SIZE = (1800, 1200)
# CIE 1931 chromaticities: SMPTE EG 432-1 (Display P3) and IEC 61966-2-1 (sRGB), white D65.
P3 = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
SRGB = ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060))
D65 = (0.3127, 0.3290)


def to_xyz(primaries):
    columns = np.array([(x / y, 1, (1 - x - y) / y) for x, y in primaries]).T
    x, y = D65
    return columns * np.linalg.solve(columns, (x / y, 1, (1 - x - y) / y))


def linear(samples):
    return np.where(samples <= 0.04045, samples / 12.92, ((samples + 0.055) / 1.055) ** 2.4)


def curved(light):
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def render(photo):
    with Image.open(photo) as image:
        width, height = image.size
        kept = width * SIZE[1] / SIZE[0]
        box = (0, (height - kept) / 2, width, (height + kept) / 2)
        planes = [
            np.asarray(plane.convert("F").resize(SIZE, Image.Resampling.LANCZOS, box=box))
            for plane in image.convert("RGB").split()
        ]
    light = linear(np.clip(np.stack(planes, axis=-1).astype(np.float64) / 255, 0, 1))
    light = light @ np.linalg.solve(to_xyz(SRGB), to_xyz(P3)).T
    return curved(np.clip(light, 0, 1)) * 255


def blurred(samples):
    for axis in (0, 1):
        pads = [(2, 2) if axis == other else (0, 0) for other in range(3)]
        padded = np.pad(samples, pads, mode="edge")
        length = samples.shape[axis]
        samples = sum(
            weight / 16 * padded.take(range(shift, shift + length), axis=axis)
            for shift, weight in enumerate((1, 4, 6, 4, 1))
        )
    return samples


def psnr(one, other):
    """In dB; None, if the two are the same."""
    mean = np.mean((one - other) ** 2)
    return float(10 * np.log10(255**2 / mean)) if mean else None


def luma(samples):
    return samples @ (0.299, 0.587, 0.114)


def windows(plane):
    sums = np.pad(plane, ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    return (sums[8:, 8:] - sums[8:, :-8] - sums[:-8, 8:] + sums[:-8, :-8]) / 64


def ssim(one, other):
    mean_one, mean_other = windows(one), windows(other)
    variance_one = windows(one * one) - mean_one**2
    variance_other = windows(other * other) - mean_other**2
    covariance = windows(one * other) - mean_one * mean_other
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    alike = (2 * mean_one * mean_other + c1) * (2 * covariance + c2)
    return float(
        np.mean(alike / ((mean_one**2 + mean_other**2 + c1) * (variance_one + variance_other + c2)))
    )


def detail(plane):
    return np.mean((plane[:, 1:-1] - (plane[:, :-2] + plane[:, 2:]) / 2) ** 2) + np.mean(
        (plane[1:-1] - (plane[:-2] + plane[2:]) / 2) ** 2
    )


def main(photo, prints):
    plain = render(photo)
    mask = plain - blurred(plain)
    first = None
    for sheet in prints:
        with Image.open(sheet) as image:
            seen = np.asarray(image.convert("RGB")).astype(np.float64)
        first = seen if first is None else first
        amount = float(np.sum(mask * (seen - plain)) / np.sum(mask * mask))
        wanted = np.clip(plain + amount * mask, 0, 255)
        print(
            json.dumps(
                {
                    "amount": amount,
                    "psnr_db": psnr(seen, wanted),
                    "ssim": ssim(luma(seen), luma(wanted)),
                    "detail": float(detail(luma(seen)) / detail(luma(wanted))),
                    "psnr_first_db": psnr(seen, first),
                }
            ),
            flush=True,
        )


main(sys.argv[1], sys.argv[2:])
