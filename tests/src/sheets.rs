//! Printed sheets, looked at as pictures.

mod index;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use image::{RgbImage, imageops};
use order::recipe::{Orientation, WHOLE};
use order::{OrderId, PrintSize, QuarterTurns, Recipe};
use sandbox::printer::RunningPrinter;

use crate::photographs::{PATCHES, Painting};

/// How far the mean colour of a printed patch may be from the painted one, of 255: grain,
/// JPEG and resizing stay well below it, the next patch is far above.
const TOLERANCE: u8 = 12;

/// Half the side of the square that is looked at in the middle of a patch, in pixels.
const LOOK: u32 = 8;

/// How much of a patch must be inside the paper to be looked at, as part of the sheet.
const EDGE: f64 = 0.03;

/// A sheet of paper.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The job it came with.
    pub job_name: String,
    /// Where it lies.
    pub file: PathBuf,
}

/// Every sheet that came out, first to last.
pub fn all(printer: &RunningPrinter) -> Vec<Sheet> {
    let sheets = printer.sheets().into_iter();
    sheets.filter_map(Sheet::lying_at).collect()
}

/// The sheets of one order, first to last.
pub fn of_order(printer: &RunningPrinter, order: &OrderId) -> Vec<Sheet> {
    let mut sheets = all(printer);
    sheets.retain(|sheet| sheet.job_name.starts_with(order.as_str()));
    sheets
}

impl Sheet {
    /// The printer names its files `sheet-001-JOBNAME.jpg`.
    fn lying_at(file: PathBuf) -> Option<Self> {
        let name = file.file_stem()?.to_str()?;
        let job_name = name.strip_prefix("sheet-")?.split_once('-')?.1.to_owned();
        Some(Self { job_name, file })
    }

    /// Which sheet of its order it is, from 1.
    pub fn number(&self) -> Result<usize> {
        let (_, number) = self
            .job_name
            .rsplit_once("-S")
            .with_context(|| format!("{} is no sheet of an order", self.job_name))?;
        Ok(number.parse()?)
    }

    /// The size of its paper, by its pixels at 300 dpi: 3.5 x 5 in, 4 x 6 in or 6 x 8 in.
    pub fn size(&self) -> Result<PrintSize> {
        match image::image_dimensions(&self.file)? {
            (1050, 1500) => Ok(PrintSize::FiveInch),
            (1200, 1800) => Ok(PrintSize::SixInch),
            (1800, 2400) => Ok(PrintSize::EightInch),
            other => anyhow::bail!("{} has {other:?} pixels", self.file.display()),
        }
    }

    /// Fails unless the sheet shows what the recipe makes of the painting, upright and cut where
    /// the screen showed it. A landscape print lies on its side on the paper, either way round.
    pub fn must_show(&self, painting: Painting, recipe: &Recipe) -> Result<()> {
        let sheet = image::open(&self.file)?.to_rgb8();
        let verdict = show_on_paper(&sheet, painting, recipe);
        verdict.with_context(|| format!("looking at {}", file_name(&self.file)))
    }

    /// As [`Self::must_show`], for each quarter of the sheet.
    pub fn must_show_four(&self, painting: Painting, recipe: &Recipe) -> Result<()> {
        let sheet = image::open(&self.file)?.to_rgb8();
        let (width, height) = (sheet.width() / 2, sheet.height() / 2);
        for (x, y) in [(0, 0), (width, 0), (0, height), (width, height)] {
            let quarter = imageops::crop_imm(&sheet, x, y, width, height).to_image();
            show_on_paper(&quarter, painting, recipe)
                .with_context(|| format!("looking at {} from {x},{y}", file_name(&self.file)))?;
        }
        Ok(())
    }

    /// Fails unless the sheet shows what the recipes make of the paintings, in small, row by row,
    /// and has a number under each.
    pub fn must_index(&self, photos: &[(Painting, Recipe)]) -> Result<()> {
        let sheet = image::open(&self.file)?.to_rgb8();
        for ((painting, recipe), place) in photos.iter().zip(index::places(photos.len())) {
            let small = place.picture(&sheet, *painting, recipe);
            compare(&small, *painting, recipe)
                .with_context(|| format!("looking at {} in {}", place, file_name(&self.file)))?;
            ensure!(
                place.has_a_number(&sheet),
                "there is no number under {place} in {}",
                file_name(&self.file)
            );
        }
        Ok(())
    }
}

/// A print of which nothing is cut off, held either way round.
fn show_on_paper(sheet: &RgbImage, painting: Painting, recipe: &Recipe) -> Result<()> {
    let turned = recipe
        .quarter_turns
        .turned((painting.width, painting.height));
    let paper = match recipe.crop.orientation(turned) {
        Orientation::Portrait => vec![sheet.clone()],
        Orientation::Landscape => {
            vec![imageops::rotate90(sheet), imageops::rotate270(sheet)]
        }
    };
    let mut looks = paper.iter().map(|print| compare(print, painting, recipe));
    let first = looks.next().context("there is a sheet")?;
    looks.fold(first, |before, next| before.or(next))
}

fn compare(print: &RgbImage, painting: Painting, recipe: &Recipe) -> Result<()> {
    let mut looked_at = 0;
    for row in 0..PATCHES {
        for column in 0..PATCHES {
            let middle = |step: u32| (f64::from(step) + 0.5) / f64::from(PATCHES);
            let Some((x, y)) = place(middle(column), middle(row), recipe) else {
                continue;
            };
            let wanted = painting.patch(column, row);
            let found = mean(print, x, y);
            let close = (0..3).all(|part| wanted[part].abs_diff(found[part]) <= TOLERANCE);
            ensure!(
                close,
                "patch {column},{row} is printed as {found:?} at {x:.3},{y:.3}; painted was {wanted:?}"
            );
            looked_at += 1;
        }
    }
    ensure!(
        looked_at >= 4,
        "only {looked_at} patches are on the paper, too few to say anything"
    );
    Ok(())
}

/// Where a point of the upright photo is on the print, both in parts of a side; none when the
/// crop leaves it out.
fn place(x: f64, y: f64, recipe: &Recipe) -> Option<(f64, f64)> {
    let (x, y) = match recipe.quarter_turns {
        QuarterTurns::None => (x, y),
        QuarterTurns::One => (1.0 - y, x),
        QuarterTurns::Two => (1.0 - x, 1.0 - y),
        QuarterTurns::Three => (y, 1.0 - x),
    };
    let part = |of: u32| f64::from(of) / f64::from(WHOLE);
    let crop = recipe.crop;
    let x = (x - part(crop.x)) / part(crop.width);
    let y = (y - part(crop.y)) / part(crop.height);
    let inside = |at: f64| (EDGE..=1.0 - EDGE).contains(&at);
    (inside(x) && inside(y)).then_some((x, y))
}

/// The mean colour around a point.
fn mean(print: &RgbImage, x: f64, y: f64) -> [u8; 3] {
    let at = |part: f64, side: u32| (part * f64::from(side)) as u32;
    let (x, y) = (at(x, print.width()), at(y, print.height()));
    let mut sums = [0_u32; 3];
    let mut pixels = 0;
    for row in y.saturating_sub(LOOK)..(y + LOOK).min(print.height()) {
        for column in x.saturating_sub(LOOK)..(x + LOOK).min(print.width()) {
            for (sum, part) in sums.iter_mut().zip(print.get_pixel(column, row).0) {
                *sum += u32::from(part);
            }
            pixels += 1;
        }
    }
    sums.map(|sum| u8::try_from(sum / pixels.max(1)).unwrap_or(u8::MAX))
}

fn file_name(file: &Path) -> String {
    file.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
