//! The loops of the unsharp mask, over whole rows of 16-bit numbers.

use crate::simd::for_each_processor;

for_each_processor! {
    /// Rec. 601 weights, as JPEG uses.
    pub(super) fn lightness(pixels: &[u8], lightness: &mut [i16]) {
        for (lightness, pixel) in lightness.iter_mut().zip(pixels.as_chunks::<3>().0) {
            let [red, green, blue] = pixel.map(u16::from);
            *lightness = ((77 * red + 150 * green + 29 * blue + 128) >> 8) as i16;
        }
    }
}

for_each_processor! {
    /// The weighted sum of each sample and its neighbours; `padded` has as many more samples as
    /// there are weights, less one.
    pub(super) fn sum_across(padded: &[i16], weights: &[i16], sums: &mut [i16]) {
        sums.fill(0);
        for (from, weight) in weights.iter().enumerate() {
            for (sum, sample) in sums.iter_mut().zip(&padded[from..]) {
                *sum = sum.wrapping_add(sample.wrapping_mul(*weight)); // at most 255 x 64
            }
        }
    }
}

for_each_processor! {
    /// The weighted sum of rows that are each up to 255 x 64, divided by 64.
    pub(super) fn sum_down(rows: &[&[i16]], weights: &[i16], sums: &mut [i16]) {
        // Each product is rounded down; half a part for each makes up for that.
        sums.fill((rows.len() / 2) as i16);
        for (row, weight) in rows.iter().zip(weights) {
            let weight = i32::from(*weight) << 9; // 64 becomes half of 65,536; the sample doubles
            for (sum, sample) in sums.iter_mut().zip(*row) {
                let product = (i32::from(*sample << 1) * weight) >> 16;
                *sum = sum.wrapping_add(product as i16);
            }
        }
    }
}

for_each_processor! {
    /// What is to be added to each lightness, given its blurred value in 64ths of a level, in the
    /// same place. `threshold` is in 64ths of a level too, `amount` in 1024ths.
    pub(super) fn gains(lightness: &[i16], threshold: i16, amount: i16, gains: &mut [i16]) {
        for (gain, lightness) in gains.iter_mut().zip(lightness) {
            let difference = (*lightness << 6) - *gain;
            let beyond = difference - difference.clamp(-threshold, threshold);
            // 64 x 1024 is 65,536; half of it rounds.
            *gain = ((i32::from(beyond) * i32::from(amount) + (1 << 15)) >> 16) as i16;
        }
    }
}

for_each_processor! {
    /// Pixels with the same added to red, green and blue.
    pub(super) fn sharpened(pixels: &[u8], gains: &[i16], to: &mut [u8]) {
        let pixels = pixels.as_chunks::<3>().0.iter().zip(gains);
        for (to, (pixel, gain)) in to.as_chunks_mut::<3>().0.iter_mut().zip(pixels) {
            *to = pixel.map(|sample| (i16::from(sample) + gain).clamp(0, 255) as u8);
        }
    }
}
