//! The looks, as numbers.

use order::recipe::Look;

use super::{Change, Points, Recipe, Stretch};
use crate::tone::colour::Direction;

/// A curve that changes nothing.
const STRAIGHT: Points = &[(0, 0), (255, 255)];

/// A look that changes nothing, from which the others differ.
const PLAIN: Recipe = Recipe {
    change: Change::Hues {
        saturation: 1.0,
        hues: &[],
    },
    curve: STRAIGHT,
    red: STRAIGHT,
    green: STRAIGHT,
    blue: STRAIGHT,
};

/// The recipe of a look.
pub(super) const fn recipe(look: Look) -> Recipe {
    match look {
        Look::None => PLAIN,
        Look::Vivid => VIVID,
        Look::Fresh => FRESH,
        Look::Golden => GOLDEN,
        Look::Cool => COOL,
        Look::Film => FILM,
        Look::Chrome => CHROME,
        Look::Faded => FADED,
        Look::Cinema => CINEMA,
        Look::Blossom => BLOSSOM,
        Look::Forest => FOREST,
        Look::Instant => INSTANT,
        Look::Mono => MONO,
        Look::Noir => NOIR,
        Look::Sepia => SEPIA,
    }
}

/// A stretch of the colour circle: its middle and how far it reaches to both sides, in degrees, and
/// what is done to it.
const fn hue(middle: f32, reach: f32, turn: f32, saturation: f32, light: f32) -> Stretch {
    Stretch {
        direction: Direction::at(middle, reach),
        turn,
        saturation,
        light,
    }
}

const VIVID: Recipe = Recipe {
    change: Change::Hues {
        saturation: 1.32,
        hues: &[
            hue(225.0, 50.0, -5.0, 1.08, 0.96),
            hue(110.0, 50.0, 3.0, 0.88, 1.02),
        ],
    },
    curve: &[(0, 0), (56, 46), (128, 132), (196, 208), (255, 255)],
    ..PLAIN
};

const FRESH: Recipe = Recipe {
    change: Change::Hues {
        saturation: 1.02,
        hues: &[
            hue(25.0, 35.0, -2.0, 0.94, 1.03),
            hue(110.0, 50.0, 6.0, 0.9, 1.06),
            hue(215.0, 45.0, -6.0, 1.05, 1.05),
        ],
    },
    curve: &[(0, 6), (48, 60), (120, 146), (190, 214), (255, 255)],
    red: &[(0, 0), (128, 127), (255, 255)],
    green: &[(0, 0), (128, 129), (255, 255)],
    blue: &[(0, 2), (128, 132), (255, 255)],
};

const GOLDEN: Recipe = Recipe {
    change: Change::Hues {
        saturation: 1.08,
        hues: &[
            hue(50.0, 40.0, -5.0, 1.1, 1.03),
            hue(120.0, 50.0, -14.0, 0.9, 1.0),
            hue(220.0, 50.0, 0.0, 0.8, 1.0),
        ],
    },
    curve: &[(0, 4), (64, 66), (140, 152), (255, 253)],
    red: &[(0, 4), (90, 100), (180, 197), (255, 255)],
    green: &[(0, 1), (128, 129), (255, 247)],
    blue: &[(0, 6), (90, 80), (180, 156), (255, 218)],
};

const COOL: Recipe = Recipe {
    change: Change::Hues {
        saturation: 0.95,
        hues: &[
            hue(25.0, 35.0, 0.0, 0.95, 1.02),
            hue(55.0, 30.0, 5.0, 0.85, 1.0),
            hue(210.0, 50.0, -4.0, 1.12, 0.98),
        ],
    },
    curve: &[(0, 0), (60, 56), (128, 134), (200, 212), (255, 255)],
    red: &[(0, 0), (128, 119), (255, 248)],
    green: &[(0, 1), (128, 129), (255, 254)],
    blue: &[(0, 8), (128, 140), (255, 255)],
};

const FILM: Recipe = Recipe {
    change: Change::Hues {
        saturation: 0.97,
        hues: &[
            hue(25.0, 35.0, 1.0, 1.05, 1.03),
            hue(115.0, 55.0, -12.0, 0.82, 0.95),
            hue(215.0, 50.0, -7.0, 0.92, 0.97),
        ],
    },
    curve: &[(0, 12), (40, 40), (110, 122), (190, 204), (255, 246)],
    red: &[(0, 0), (64, 58), (160, 167), (255, 255)],
    green: &[(0, 3), (64, 66), (160, 161), (255, 252)],
    blue: &[(0, 8), (64, 70), (160, 152), (255, 240)],
};

const CHROME: Recipe = Recipe {
    change: Change::Hues {
        saturation: 1.18,
        hues: &[
            hue(115.0, 50.0, 6.0, 0.88, 0.9),
            hue(225.0, 50.0, -6.0, 1.12, 0.86),
            hue(0.0, 25.0, 0.0, 0.98, 0.95),
        ],
    },
    curve: &[
        (0, 0),
        (40, 24),
        (96, 86),
        (150, 160),
        (210, 226),
        (255, 255),
    ],
    red: &[(0, 0), (128, 130), (255, 255)],
    green: STRAIGHT,
    blue: &[(0, 2), (128, 126), (255, 252)],
};

const FADED: Recipe = Recipe {
    change: Change::Hues {
        saturation: 0.74,
        hues: &[hue(120.0, 50.0, -10.0, 0.85, 1.0)],
    },
    curve: &[(0, 38), (60, 82), (128, 145), (200, 207), (255, 240)],
    red: &[(0, 2), (128, 131), (255, 255)],
    green: &[(0, 0), (128, 128), (255, 252)],
    blue: &[(0, 6), (128, 127), (255, 242)],
};

const CINEMA: Recipe = Recipe {
    change: Change::Hues {
        saturation: 0.98,
        hues: &[
            hue(28.0, 40.0, 0.0, 1.12, 1.04),
            hue(120.0, 55.0, 14.0, 0.7, 0.9),
            hue(215.0, 55.0, -18.0, 1.0, 0.92),
            hue(320.0, 40.0, 0.0, 0.7, 1.0),
        ],
    },
    curve: &[(0, 4), (48, 38), (118, 120), (190, 204), (255, 250)],
    red: &[(0, 0), (60, 46), (128, 130), (190, 200), (255, 255)],
    green: &[(0, 4), (60, 64), (128, 128), (255, 248)],
    blue: &[(0, 14), (60, 76), (128, 126), (190, 178), (255, 228)],
};

const BLOSSOM: Recipe = Recipe {
    change: Change::Hues {
        saturation: 0.86,
        hues: &[
            hue(345.0, 40.0, 0.0, 1.22, 1.05),
            hue(25.0, 30.0, 2.0, 0.98, 1.04),
            hue(110.0, 55.0, -8.0, 0.65, 1.1),
            hue(215.0, 50.0, 12.0, 0.85, 1.06),
        ],
    },
    curve: &[(0, 16), (56, 78), (128, 158), (196, 220), (255, 255)],
    red: &[(0, 4), (128, 136), (255, 255)],
    green: &[(0, 0), (128, 126), (255, 249)],
    blue: &[(0, 6), (128, 131), (255, 252)],
};

const FOREST: Recipe = Recipe {
    change: Change::Hues {
        saturation: 1.05,
        hues: &[
            hue(85.0, 38.0, 10.0, 1.12, 0.98),
            hue(130.0, 45.0, 6.0, 1.2, 0.97),
            hue(205.0, 45.0, -8.0, 0.95, 1.0),
        ],
    },
    curve: &[(0, 4), (56, 56), (128, 136), (200, 210), (255, 252)],
    red: &[(0, 0), (128, 124), (255, 252)],
    green: &[(0, 3), (128, 132), (255, 254)],
    blue: &[(0, 4), (128, 123), (255, 245)],
};

const INSTANT: Recipe = Recipe {
    change: Change::Hues {
        saturation: 0.9,
        hues: &[
            hue(115.0, 55.0, -8.0, 0.85, 1.0),
            hue(220.0, 50.0, -14.0, 0.9, 1.02),
        ],
    },
    curve: &[(0, 26), (56, 70), (128, 146), (200, 211), (255, 244)],
    red: &[(0, 0), (64, 60), (160, 168), (255, 255)],
    green: &[(0, 8), (64, 70), (160, 164), (255, 250)],
    blue: &[(0, 16), (64, 76), (160, 153), (255, 224)],
};

const MONO: Recipe = Recipe {
    change: Change::Grey([0.34, 0.52, 0.14]),
    curve: &[(0, 0), (60, 56), (128, 132), (200, 208), (255, 255)],
    ..PLAIN
};

const NOIR: Recipe = Recipe {
    change: Change::Grey([0.78, 0.3, -0.08]),
    curve: &[
        (0, 0),
        (50, 22),
        (100, 82),
        (150, 160),
        (205, 225),
        (255, 255),
    ],
    ..PLAIN
};

const SEPIA: Recipe = Recipe {
    change: Change::Grey([0.36, 0.5, 0.14]),
    curve: &[(0, 10), (64, 70), (128, 138), (200, 208), (255, 248)],
    red: &[(0, 6), (64, 78), (128, 146), (200, 214), (255, 255)],
    green: &[(0, 2), (64, 64), (128, 127), (200, 198), (255, 246)],
    blue: &[(0, 0), (64, 48), (128, 102), (200, 172), (255, 226)],
};
