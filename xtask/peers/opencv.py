"""OpenCV, which knows no profiles and leaves the colours as they are: `opencv.py THREADS full|reduced`."""

import sys

import cv2

from turns import take_turns

HALVED = "reduced" in sys.argv
if sys.argv[1].isdigit():
    cv2.setNumThreads(int(sys.argv[1]))


def make(photo, sheet):
    image = cv2.imread(photo, cv2.IMREAD_REDUCED_COLOR_2 if HALVED else cv2.IMREAD_COLOR)
    height, width = image.shape[:2]
    kept = 2 * width // 3
    top = (height - kept) // 2
    image = cv2.resize(image[top : top + kept], (1800, 1200), interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(image, (0, 0), 1.0)
    image = cv2.addWeighted(image, 1.8, blurred, -0.8, 0)
    cv2.imwrite(
        sheet,
        image,
        [
            cv2.IMWRITE_JPEG_QUALITY,
            92,
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR,
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
        ],
    )


take_turns(cv2.__version__, make)
