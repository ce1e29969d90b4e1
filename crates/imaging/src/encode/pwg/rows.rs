//! The rows of a PWG raster, compressed without loss (PWG 5102.4, section 4.4): a row says how
//! often it repeats, and within it a run of equal pixels, or of differing ones, is written once.

/// The most rows, equal pixels or differing pixels that one count can say: 256, 128 and 128.
const MOST_ROWS: usize = 256;
const MOST_PIXELS: usize = 128;

/// Appends all rows of pixels of `SAMPLES` bytes.
pub(super) fn append<const SAMPLES: usize>(raster: &mut Vec<u8>, bytes: &[u8], width_px: usize) {
    let mut rows = bytes.chunks_exact(width_px * SAMPLES).peekable();
    while let Some(row) = rows.next() {
        let mut times = 1;
        while times < MOST_ROWS && rows.next_if_eq(&row).is_some() {
            times += 1;
        }
        raster.push((times - 1) as u8);
        let (pixels, _) = row.as_chunks::<SAMPLES>();
        append_row(raster, pixels);
    }
}

fn append_row<const SAMPLES: usize>(raster: &mut Vec<u8>, mut pixels: &[[u8; SAMPLES]]) {
    while !pixels.is_empty() {
        let equal = equal_run(pixels);
        let taken = if equal > 1 {
            equal
        } else {
            differing_run(pixels)
        };
        let (run, rest) = pixels.split_at(taken);
        if equal > 1 || taken == 1 {
            raster.push((taken - 1) as u8);
            raster.extend_from_slice(&run[0]);
        } else {
            raster.push((257 - taken) as u8);
            raster.extend_from_slice(run.as_flattened());
        }
        pixels = rest;
    }
}

/// How many pixels at the start are equal, at most [`MOST_PIXELS`].
fn equal_run<const SAMPLES: usize>(pixels: &[[u8; SAMPLES]]) -> usize {
    let first = pixels[0];
    let equal = pixels.iter().take(MOST_PIXELS);
    equal.take_while(|pixel| **pixel == first).count()
}

/// How many pixels at the start differ each from the next, at most [`MOST_PIXELS`].
fn differing_run<const SAMPLES: usize>(pixels: &[[u8; SAMPLES]]) -> usize {
    let pairs = pixels.windows(2).take(MOST_PIXELS);
    let differing = pairs.take_while(|pair| pair[0] != pair[1]).count();
    // The last pixel of a row has no neighbour to be equal to.
    let at_the_end = differing + 1 == pixels.len();
    (differing + usize::from(at_the_end)).clamp(1, MOST_PIXELS)
}
