//! A PWG raster says the print's size and colours, and printers' software reads from it every
//! sample that was put in.

mod pictures;
mod readers;

use imaging::{EmbeddedProfile, EncodeError, OutputFormat, PwgColour, Rgb8, encode};
use pictures::{Painting, grid, size};
use proptest::prelude::*;
use readers::read_with;
use serde_json::{Value, json};

/// Bytes before the rows: the word and the header.
const BEFORE_ROWS: usize = 4 + 1_796;

fn raster(painting: &Painting, colour: PwgColour, dpi: u16) -> Vec<u8> {
    let picture = Rgb8::new(size(painting.width, painting.height), painting.rgb.clone())
        .expect("matching size");
    encode(
        &picture,
        dpi,
        EmbeddedProfile::Srgb,
        OutputFormat::PwgRaster(colour),
    )
    .expect("a small picture")
}

/// The header and the samples as libcups reads them.
fn as_cups_reads(raster: &[u8]) -> (Value, Vec<u8>) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/readers/read_pwg.py");
    let output = read_with("python3", &[script, "{}"], raster);
    let header = serde_json::from_slice(&output.stderr).expect("the header as JSON");
    (header, output.stdout)
}

#[test]
fn printer_software_reads_a_dye_subs_sheet_with_every_field_in_its_place() {
    let painting = grid(1240, 1844);
    let file = raster(&painting, PwgColour::Srgb8, 300);
    assert_eq!(&file[..4], b"RaS2", "the word of a PWG raster");
    let (header, samples) = as_cups_reads(&file);
    for (field, expected) in [
        ("MediaClass", json!("PwgRaster")),
        ("HWResolution", json!([300, 300])),
        ("PageSize", json!([298, 443])), // 297.6 x 442.56 points
        ("NumCopies", json!(1)),
        ("cupsWidth", json!(1240)),
        ("cupsHeight", json!(1844)),
        ("cupsBitsPerColor", json!(8)),
        ("cupsBitsPerPixel", json!(24)),
        ("cupsBytesPerLine", json!(3720)),
        ("cupsColorOrder", json!(0)),  // chunky
        ("cupsColorSpace", json!(19)), // sRGB
        ("cupsNumColors", json!(3)),
        ("cupsRenderingIntent", json!("auto")),
        ("CutMedia", json!(0)), // as the job says
        ("MediaPosition", json!(0)),
    ] {
        assert_eq!(header[field], expected, "{field} of the page header");
    }
    let numbers = header["cupsInteger"].as_array().expect("16 numbers");
    let expected = [1, 1, 1, 0, 0, 1240, 1844, 0x00ff_ffff, 5];
    assert_eq!(
        numbers[..9],
        expected.map(|number| json!(number)),
        "one page, not turned, the image box, white paper, best quality"
    );
    assert!(
        samples == painting.rgb,
        "the samples come out as they went in"
    );
    assert!(
        file.len() < painting.rgb.len() / 100,
        "flat colours are compressed: {} bytes of {}",
        file.len(),
        painting.rgb.len()
    );
}

#[test]
fn a_printer_without_colour_gets_the_luminance() {
    let painting = Painting::paint(256, 4, |x, y| match y {
        0 => [x as u8; 3],
        1 => [x as u8, 0, 0],
        2 => [0, x as u8, 0],
        _ => [0, 0, x as u8],
    });
    let (header, samples) = as_cups_reads(&raster(&painting, PwgColour::Sgray8, 300));
    assert_eq!(header["cupsColorSpace"], json!(18), "sGray");
    assert_eq!(header["cupsBytesPerLine"], json!(256), "one byte a pixel");
    let greys: Vec<u8> = (0..=255).collect();
    assert_eq!(samples[..256], greys, "what is grey stays as grey as it is");
    // The sRGB curve of each primary's share of luminance, worked out by hand.
    let full = [samples[511], samples[767], samples[1023]];
    assert_eq!(full, [127, 220, 76], "full red, green and blue");
}

#[test]
fn a_printers_own_colours_have_no_place_in_a_raster() {
    let picture = Rgb8::new(size(1, 1), vec![0; 3]).expect("matching size");
    let format = OutputFormat::PwgRaster(PwgColour::Srgb8);
    let refused = encode(&picture, 300, EmbeddedProfile::Icc(b"profile"), format);
    assert!(
        matches!(refused, Err(EncodeError::ProfileHasNoPlace)),
        "a raster that calls device samples sRGB prints wrong colours"
    );
}

/// Unpacks rows by the words of PWG 5102.4, section 4.4.
fn unpacked(mut packed: &[u8], samples: usize, row_bytes: usize) -> Vec<u8> {
    let mut pixels = Vec::new();
    let mut take = |count: usize| {
        let (taken, rest) = packed.split_at_checked(count)?;
        packed = rest;
        Some(taken)
    };
    while let Some(times) = take(1) {
        let mut row = Vec::new();
        while row.len() < row_bytes {
            let code = usize::from(take(1).expect("a run in an unfinished row")[0]);
            match code {
                0..=127 => {
                    let pixel = take(samples).expect("one pixel");
                    row.extend(pixel.repeat(code + 1));
                }
                128 => panic!("the code that is reserved"),
                _ => row.extend(take((257 - code) * samples).expect("its pixels")),
            }
        }
        assert_eq!(row.len(), row_bytes, "no run leaves its row");
        pixels.extend(row.repeat(usize::from(times[0]) + 1));
    }
    pixels
}

proptest! {
    #[test]
    fn any_rows_come_out_as_they_went_in(
        width in 1_u32..400,
        rows in prop::collection::vec((0_u8..4, 1_usize..300), 1..8),
        levels in 1_u32..5,
    ) {
        let order: Vec<u8> = rows.iter().flat_map(|(row, times)| vec![*row; *times]).collect();
        let painting = Painting::paint(width, order.len() as u32, |x, y| {
            let mixed = (x + 1).wrapping_mul(2_654_435_761).rotate_left(13)
                ^ u32::from(order[y as usize]).wrapping_mul(40_503);
            [(mixed % levels) as u8, (mixed / 7 % levels) as u8, 9]
        });
        let file = raster(&painting, PwgColour::Srgb8, 300);
        let read = unpacked(&file[BEFORE_ROWS..], 3, 3 * width as usize);
        prop_assert!(read == painting.rgb, "every sample survives");
    }
}
