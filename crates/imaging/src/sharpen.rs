//! A mild unsharp mask for prints, which makes up for the softness of resizing and of dye on
//! paper. It works on lightness alone, so that edges get no coloured fringes.

use crate::picture::Rgb8;

/// How much of the difference from the blurred picture is added, in 256ths: one half. More shows
/// as halos on faces at reading distance. The blur is the five-tap binomial 1-4-6-4-1 both ways,
/// close to a Gaussian of one pixel.
const AMOUNT: i16 = 128;

/// Sharpens in place.
///
/// Plain loops over rows of equal length, which the compiler turns into vector instructions. All
/// sums fit 16 bits: 255 x 16 x 16 is 65,280.
pub(crate) fn sharpen(picture: &mut Rgb8) {
    let width = picture.size().width_px() as usize;
    let lightness: Vec<u16> = picture.pixels().chunks_exact(3).map(lightness).collect();
    let across = blurred_across(&lightness, width);
    let last = across.len() / width - 1;
    let mut gains = vec![0_i16; width];
    for (y, pixels) in picture.pixels_mut().chunks_exact_mut(width * 3).enumerate() {
        let neighbours = std::array::from_fn(|step| {
            let row = (y + step).saturating_sub(2).min(last);
            &across[row * width..][..width]
        });
        find_gains(&mut gains, &lightness[y * width..][..width], neighbours);
        for (pixel, gain) in pixels.chunks_exact_mut(3).zip(&gains) {
            for sample in pixel {
                *sample = (i16::from(*sample) + gain).clamp(0, 255) as u8;
            }
        }
    }
}

/// Rec. 601 weights, as JPEG uses.
fn lightness(pixel: &[u8]) -> u16 {
    (77 * u16::from(pixel[0]) + 150 * u16::from(pixel[1]) + 29 * u16::from(pixel[2])) / 256
}

/// Every row blurred from left to right, times 16. Beyond an edge its last pixel goes on.
fn blurred_across(lightness: &[u16], width: usize) -> Vec<u16> {
    let mut padded = vec![0; width + 4];
    let mut across = vec![0; lightness.len()];
    for (row, blurred) in lightness
        .chunks_exact(width)
        .zip(across.chunks_exact_mut(width))
    {
        padded[..2].fill(row[0]);
        padded[2..width + 2].copy_from_slice(row);
        padded[width + 2..].fill(row[width - 1]);
        for (blurred, near) in blurred.iter_mut().zip(padded.windows(5)) {
            *blurred = sum([near[0], near[1], near[2], near[3], near[4]]);
        }
    }
    across
}

/// How much to add to each pixel of a row: its difference from the blurred picture, weighted.
fn find_gains(gains: &mut [i16], lightness: &[u16], rows: [&[u16]; 5]) {
    let width = gains.len();
    let lightness = &lightness[..width];
    let [above2, above, here, below, below2] = rows.map(|row| &row[..width]);
    for x in 0..width {
        let blurred = (sum([above2[x], above[x], here[x], below[x], below2[x]]) + 128) / 256;
        gains[x] = (lightness[x] as i16 - blurred as i16) * AMOUNT / 256;
    }
}

/// Five neighbours by their weights.
const fn sum([first, second, third, fourth, fifth]: [u16; 5]) -> u16 {
    first + fifth + 4 * (second + fourth) + 6 * third
}
