//! The whole files that are damaged.

/// A file and its name.
#[derive(Clone, Copy)]
pub(crate) struct Seed {
    pub(crate) name: &'static str,
    pub(crate) bytes: &'static [u8],
}

macro_rules! seeds {
    ($($name:literal),* $(,)?) => {
        &[$(Seed { name: $name, bytes: include_bytes!(concat!("../data/", $name)) }),*]
    };
}

/// Every way of writing a picture that the darkroom reads.
pub(crate) const SEEDS: &[Seed] = seeds![
    "baseline.jpg",
    "progressive.jpg",
    "progressive-422.jpg",
    "grey.jpg",
    "cmyk.jpg",
    "restart.jpg",
    "rgb.png",
    "palette.png",
    "grey16.png",
    "interlaced.png",
    "lossy.webp",
    "lossless.webp",
    "alpha.webp",
    "animated.webp",
    "still.gif",
    "animated.gif",
    "rgb.bmp",
    "palette.bmp",
    "raw.tif",
    "lzw.tif",
    "deflate.tif",
    "packbits.tif",
    "jpeg.tif",
    "plain.heic",
    "ten-bit.heic",
    "alpha.heic",
    "plain.avif",
    "alpha.avif",
];

/// The seed of that name.
pub(crate) fn seed(name: &str) -> &'static [u8] {
    SEEDS
        .iter()
        .find(|seed| seed.name == name)
        .map(|seed| seed.bytes)
        .expect("a file of that name in tests/data")
}
