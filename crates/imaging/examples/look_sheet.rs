//! A contact sheet of a photo in every look: `look_sheet PICTURE.jpg SHEET.jpg [SIDE] [COLUMNS]`.

use std::env::args;
use std::fs::{read, write};

use imaging::{PixelSize, Proof, Rgb8, encode_jpeg};
use order::recipe::{Look, LookSetting, Retouching};

/// Pixels between two pictures.
const GAP: u32 = 6;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = args().skip(1);
    let usage = "look_sheet PICTURE.jpg SHEET.jpg [SIDE] [COLUMNS]";
    let (photo, sheet) = (args.next().ok_or(usage)?, args.next().ok_or(usage)?);
    let side: u32 = args.next().map_or(Ok(220), |side| side.parse())?;
    let columns: u32 = args.next().map_or(Ok(5), |columns| columns.parse())?;
    let mut proof = Proof::open(&read(photo)?).map_err(|refusal| format!("{refusal:?}"))?;
    let pictures = Look::ALL.map(|name| {
        let look = LookSetting {
            name,
            strength: 100,
        };
        let retouching = Retouching {
            look,
            ..Retouching::default()
        };
        proof.show(&retouching, side)
    });
    write(sheet, encode_jpeg(&laid_out(&pictures, columns)?, 88, 96)?)?;
    Ok(())
}

fn laid_out(pictures: &[Rgb8], columns: u32) -> Result<Rgb8, Box<dyn std::error::Error>> {
    let one = pictures.first().ok_or("no picture")?.size();
    let rows = (pictures.len() as u32).div_ceil(columns);
    let size = PixelSize::new(
        columns * (one.width_px() + GAP) - GAP,
        rows * (one.height_px() + GAP) - GAP,
    )?;
    let mut pixels = vec![255; size.rgb_bytes()];
    let row_bytes = 3 * one.width_px() as usize;
    for (place, picture) in (0..).zip(pictures) {
        let left = place % columns * (one.width_px() + GAP);
        let top = place / columns * (one.height_px() + GAP);
        for (y, row) in (top..).zip(picture.pixels().chunks_exact(row_bytes)) {
            let start = 3 * (y * size.width_px() + left) as usize;
            pixels[start..start + row_bytes].copy_from_slice(row);
        }
    }
    Ok(Rgb8::new(size, pixels).ok_or("a sheet of another size")?)
}
