//! sRGB to the grey of the same luminance (sGray: the sRGB curve on one sample).

use std::sync::OnceLock;

/// Shares of the primaries in luminance (IEC 61966-2-1), in 1/65536; they add up to 65536.
const SHARES: [u32; 3] = [13_933, 46_871, 4_732];

/// Linear light of full white.
const FULL: u32 = 65_535;

/// One grey sample for each pixel.
pub(super) fn of(rgb: &[u8]) -> Vec<u8> {
    static CURVE: OnceLock<[u32; 256]> = OnceLock::new();
    let curve = CURVE.get_or_init(|| std::array::from_fn(linear));
    let (pixels, _) = rgb.as_chunks::<3>();
    pixels.iter().map(|pixel| grey(pixel, curve)).collect()
}

fn grey(pixel: &[u8; 3], curve: &[u32; 256]) -> u8 {
    let light =
        |channel: usize| u64::from(SHARES[channel]) * u64::from(curve[usize::from(pixel[channel])]);
    let luminance = ((light(0) + light(1) + light(2) + (1 << 15)) >> 16) as u32;
    // The curve rises with every step, so the nearest grey is on one side of where it belongs.
    let above = curve.partition_point(|light| *light < luminance);
    let below = above.saturating_sub(1);
    let nearer_below =
        above == 256 || luminance - curve[below].min(luminance) < curve[above] - luminance;
    (if nearer_below { below } else { above }) as u8
}

/// The sRGB curve undone, to 16 bits.
fn linear(sample: usize) -> u32 {
    let sample = sample as f64 / 255.0;
    let light = if sample <= 0.04045 {
        sample / 12.92
    } else {
        ((sample + 0.055) / 1.055).powf(2.4)
    };
    (light * f64::from(FULL)).round() as u32
}
