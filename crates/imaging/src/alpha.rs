//! From whatever samples a decoder delivers to eight bits without transparency, in place: a
//! 100-megapixel picture must not be held twice.

/// The layout of decoded samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// 1 (grey) or 3 (red, green, blue).
    pub colours: usize,
    /// Whether an alpha sample follows the colours.
    pub alpha: bool,
    /// Whether a sample is 16 bits in the machine's byte order, instead of 8.
    pub wide: bool,
}

/// Narrows samples to 8 bits and lays transparent pixels on white paper. The answer has
/// `colours` bytes a pixel.
pub(crate) fn flatten(mut samples: Vec<u8>, layout: Layout) -> Vec<u8> {
    if !layout.alpha && !layout.wide {
        return samples;
    }
    let bytes_per_sample = if layout.wide { 2 } else { 1 };
    let stride = (layout.colours + usize::from(layout.alpha)) * bytes_per_sample;
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
        let alpha = if layout.alpha {
            sample(&samples, layout.colours)
        } else {
            u8::MAX
        };
        // Reading runs ahead of writing, except in the first pixels, so take all colours first.
        let mut colours = [0; 3];
        for (index, colour) in colours.iter_mut().take(layout.colours).enumerate() {
            *colour = over_white(sample(&samples, index), alpha);
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
const fn over_white(colour: u8, alpha: u8) -> u8 {
    let (colour, alpha) = (colour as u32, alpha as u32);
    ((colour * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}
