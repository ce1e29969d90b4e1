//! A mild unsharp mask for prints, which makes up for the softness of resizing and of dye on
//! paper. It works on lightness alone, so that edges get no coloured fringes.

use crate::picture::Rgb8;

/// How much of the difference from the blurred picture is added, in 256ths: one half. More shows
/// as halos on faces at reading distance.
const AMOUNT: i32 = 128;

/// Weights of the five-tap blur in both directions: binomial, close to a Gaussian of one pixel.
const TAPS: [u32; 5] = [1, 4, 6, 4, 1];

/// Sharpens in place.
pub(crate) fn sharpen(picture: &mut Rgb8) {
    let width = picture.size().width_px() as usize;
    let height = picture.size().height_px() as usize;
    let lightness: Vec<u8> = picture.pixels().chunks_exact(3).map(lightness).collect();
    // Blurred across only, in 16ths; a row of it is small, the picture of it is not.
    let across: Vec<u16> = lightness
        .chunks_exact(width)
        .flat_map(|row| {
            (0..width).map(move |x| blur(|step| u32::from(row[near(x, step, width)])) as u16)
        })
        .collect();
    for (y, row) in picture.pixels_mut().chunks_exact_mut(width * 3).enumerate() {
        let rows: [&[u16]; 5] = std::array::from_fn(|step| {
            let start = near(y, step, height) * width;
            &across[start..start + width]
        });
        let sharp = &lightness[y * width..(y + 1) * width];
        for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
            let blurred = (blur(|step| u32::from(rows[step][x])) + 128) / 256;
            let gain = ((i32::from(sharp[x]) - blurred as i32) * AMOUNT) / 256;
            for sample in pixel {
                *sample = (i32::from(*sample) + gain).clamp(0, 255) as u8;
            }
        }
    }
}

/// Rec. 601 weights, as JPEG uses.
fn lightness(pixel: &[u8]) -> u8 {
    ((77 * u32::from(pixel[0]) + 150 * u32::from(pixel[1]) + 29 * u32::from(pixel[2])) / 256) as u8
}

/// The weighted sum of five neighbours.
fn blur(neighbour: impl Fn(usize) -> u32) -> u32 {
    TAPS.iter()
        .enumerate()
        .map(|(step, weight)| weight * neighbour(step))
        .sum()
}

/// The neighbour `step - 2` places on, or the last one before the edge.
fn near(at: usize, step: usize, length: usize) -> usize {
    (at + step).saturating_sub(2).min(length - 1)
}
