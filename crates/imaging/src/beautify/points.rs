//! Which of the 468 points of the mesh lie where, as MediaPipe numbers them.

/// Around the face, from the hair line over the right cheek to the chin and back.
pub(super) const OVAL: [usize; 36] = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];

/// Around the opening of the eye at the picture's left, and at its right.
pub(super) const EYES: [[usize; 16]; 2] = [
    [
        33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246,
    ],
    [
        263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466,
    ],
];

/// Around the brows.
pub(super) const BROWS: [[usize; 10]; 2] = [
    [70, 63, 105, 66, 107, 55, 65, 52, 53, 46],
    [300, 293, 334, 296, 336, 285, 295, 282, 283, 276],
];

/// On the brows' upper edges.
pub(super) const BROW_TOPS: [usize; 2] = [105, 334];

/// Around the lips.
pub(super) const LIPS: [usize; 20] = [
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185,
];

/// Around the nostrils, under the nose.
pub(super) const NOSTRILS: [usize; 8] = [98, 97, 2, 326, 327, 309, 1, 79];

/// On the cheeks, where there is skin and seldom anything else.
pub(super) const CHEEKS: [usize; 8] = [50, 280, 117, 346, 205, 425, 101, 330];

/// On the forehead and the chin.
pub(super) const CHIN: usize = 152;
pub(super) const HAIR_LINE: usize = 10;
