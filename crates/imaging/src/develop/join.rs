//! Scaled planes put together to samples of eight bits.

use crate::resize::PARTS;
use crate::simd::for_each_processor;
use crate::strip::Coding;

/// Puts a row of every plane together. `row` has [`Coding::samples`] bytes for each column.
pub(super) fn join(coding: Coding, planes: &[&[i16]], row: &mut [u8]) {
    match (coding, planes) {
        (Coding::Grey, [grey]) => alone(grey, row),
        (Coding::Rgb, [red, green, blue]) => three(red, green, blue, row),
        (Coding::Ycc, [y, cb, cr]) => from_ycc(y, cb, cr, row),
        (Coding::Cmyk, [c, m, y, k]) => {
            three_of_four(c, m, y, row);
            fourth(k, row);
        }
        (Coding::InvertedCmyk, [c, m, y, k]) => {
            three_of_four(c, m, y, row);
            fourth(k, row);
            row.iter_mut().for_each(|sample| *sample = !*sample);
        }
        (Coding::Ycck, [y, cb, cr, k]) => {
            inks_from_ycc(y, cb, cr, row);
            fourth(k, row);
            for pixel in row.chunks_exact_mut(4) {
                pixel[3] = !pixel[3];
            }
        }
        _ => {} // a coding always has as many planes as it says
    }
}

for_each_processor! {
    fn alone(grey: &[i16], row: &mut [u8]) {
        for (sample, grey) in row.iter_mut().zip(grey) {
            *sample = level(*grey);
        }
    }
}

for_each_processor! {
    fn three(red: &[i16], green: &[i16], blue: &[i16], row: &mut [u8]) {
        let planes = red.iter().zip(green).zip(blue);
        for (pixel, ((red, green), blue)) in row.as_chunks_mut::<3>().0.iter_mut().zip(planes) {
            *pixel = [level(*red), level(*green), level(*blue)];
        }
    }
}

for_each_processor! {
    fn three_of_four(first: &[i16], second: &[i16], third: &[i16], row: &mut [u8]) {
        let planes = first.iter().zip(second).zip(third);
        for (pixel, ((first, second), third)) in row.as_chunks_mut::<4>().0.iter_mut().zip(planes) {
            [pixel[0], pixel[1], pixel[2]] = [level(*first), level(*second), level(*third)];
        }
    }
}

for_each_processor! {
    fn fourth(plane: &[i16], row: &mut [u8]) {
        for (pixel, sample) in row.as_chunks_mut::<4>().0.iter_mut().zip(plane) {
            pixel[3] = level(*sample);
        }
    }
}

for_each_processor! {
    fn from_ycc(y: &[i16], cb: &[i16], cr: &[i16], row: &mut [u8]) {
        let planes = y.iter().zip(cb).zip(cr);
        for (pixel, ((y, cb), cr)) in row.as_chunks_mut::<3>().0.iter_mut().zip(planes) {
            *pixel = rgb(*y, *cb, *cr);
        }
    }
}

for_each_processor! {
    fn inks_from_ycc(y: &[i16], cb: &[i16], cr: &[i16], row: &mut [u8]) {
        let planes = y.iter().zip(cb).zip(cr);
        for (pixel, ((y, cb), cr)) in row.as_chunks_mut::<4>().0.iter_mut().zip(planes) {
            [pixel[0], pixel[1], pixel[2]] = rgb(*y, *cb, *cr);
        }
    }
}

/// Rounded to whole levels and cut off at both ends.
#[inline(always)]
fn level(parts: i16) -> u8 {
    const SHIFT: u32 = PARTS.trailing_zeros();
    (parts.saturating_add(PARTS as i16 / 2) >> SHIFT).clamp(0, 255) as u8
}

/// JFIF 1.02, section 7: full range, colour around 128.
#[inline(always)]
fn rgb(y: i16, cb: i16, cr: i16) -> [u8; 3] {
    const MIDDLE: i16 = 128 * PARTS as i16;
    let (cb, cr) = (cb - MIDDLE, cr - MIDDLE);
    // Weights beyond a half are taken from the next whole number, to fit 16 bits.
    let red = y.saturating_add(cr).saturating_add(part(cr, 0.402));
    let green = y
        .saturating_add(part(cb, -0.344_136))
        .saturating_sub(cr)
        .saturating_add(part(cr, 0.285_864));
    let blue = y
        .saturating_add(cb)
        .saturating_add(cb)
        .saturating_add(part(cb, -0.228));
    [level(red), level(green), level(blue)]
}

/// A sample times a weight of less than a half, rounded down to a part.
#[inline(always)]
fn part(sample: i16, weight: f64) -> i16 {
    ((i32::from(sample) * (weight * 65_536.0) as i32) >> 16) as i16
}
