//! From whatever samples a decoder delivers to eight bits without transparency, in place: a
//! 100-megapixel picture must not be held twice.
//!
//! Transparency is laid on white in the file's own encoding, not in linear light: so do the
//! viewers in which the customer has seen the picture, and the print shall look like it.

/// The layout of decoded samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// 1 (grey), 3 (red, green, blue) or 4 (inks, of which more is darker).
    pub colours: usize,
    /// What follows the colours of a pixel.
    pub fourth: Fourth,
    /// Whether a sample is 16 bits in the machine's byte order, instead of 8.
    pub wide: bool,
}

/// A sample after the colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fourth {
    /// There is none.
    None,
    /// Opacity.
    Opacity,
    /// Opacity, by which the colours have been multiplied already.
    Premultiplied,
    /// Something that is not shown.
    Ignored,
}

impl Layout {
    /// Bytes of a pixel.
    pub(crate) const fn stride(self) -> usize {
        let samples = match self.fourth {
            Fourth::None => self.colours,
            _ => self.colours + 1,
        };
        if self.wide { samples * 2 } else { samples }
    }
}

/// Narrows samples to 8 bits and lays transparent pixels on white paper. The answer has
/// `colours` bytes a pixel.
pub(crate) fn flatten(mut samples: Vec<u8>, layout: Layout) -> Vec<u8> {
    if layout.fourth == Fourth::None && !layout.wide {
        return samples;
    }
    let bytes_per_sample = if layout.wide { 2 } else { 1 };
    let stride = layout.stride();
    let pixels = samples.len() / stride;
    for pixel in 0..pixels {
        let from = pixel * stride;
        let sample = |samples: &[u8], index: usize| {
            let at = from + index * bytes_per_sample;
            if layout.wide {
                narrow(u16::from_ne_bytes([samples[at], samples[at + 1]]))
            } else {
                samples[at]
            }
        };
        let opacity = match layout.fourth {
            Fourth::None | Fourth::Ignored => u8::MAX,
            Fourth::Opacity | Fourth::Premultiplied => sample(&samples, layout.colours),
        };
        // Reading runs ahead of writing, except in the first pixels, so take all colours first.
        let mut colours = [0; 4];
        for (index, colour) in colours.iter_mut().take(layout.colours).enumerate() {
            let seen = sample(&samples, index);
            *colour = match (layout.colours, layout.fourth) {
                (4, Fourth::Premultiplied) => seen,
                (4, _) => share(seen, opacity),
                (_, Fourth::Premultiplied) => seen.saturating_add(u8::MAX - opacity),
                _ => over_white(seen, opacity),
            };
        }
        let to = pixel * layout.colours;
        samples[to..to + layout.colours].copy_from_slice(&colours[..layout.colours]);
    }
    samples.truncate(pixels * layout.colours);
    samples
}

/// 0..=65535 to 0..=255, rounded.
const fn narrow(sample: u16) -> u8 {
    ((sample as u32 * 255 + 32_767) / 65_535) as u8
}

/// A colour of that opacity on white, rounded.
const fn over_white(colour: u8, opacity: u8) -> u8 {
    let (colour, opacity) = (colour as u32, opacity as u32);
    ((colour * opacity + 255 * (255 - opacity) + 127) / 255) as u8
}

/// As much of an ink as its opacity leaves, rounded.
const fn share(ink: u8, opacity: u8) -> u8 {
    ((ink as u32 * opacity as u32 + 127) / 255) as u8
}
