//! Printed sheets, looked at as pictures.

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

    /// The size of its paper, by its pixels at 300 dpi: 4 x 6 in or 6 x 8 in.
    pub fn size(&self) -> Result<PrintSize> {
        match image::image_dimensions(&self.file)? {
            (1200, 1800) => Ok(PrintSize::SixInch),
            (1800, 2400) => Ok(PrintSize::EightInch),
            other => anyhow::bail!("{} has {other:?} pixels", self.file.display()),
        }
    }

    /// Fails unless the sheet shows what the recipe makes of the painting, upright and cut where
    /// the screen showed it. A landscape print lies on its side on the paper, either way round.
    pub fn must_show(&self, painting: Painting, recipe: &Recipe) -> Result<()> {
        let sheet = image::open(&self.file)?.to_rgb8();
        let turned = recipe
            .quarter_turns
            .turned((painting.width, painting.height));
        let paper = match recipe.crop.orientation(turned) {
            Orientation::Portrait => vec![sheet],
            Orientation::Landscape => {
                vec![imageops::rotate90(&sheet), imageops::rotate270(&sheet)]
            }
        };
        let mut looks = paper.iter().map(|print| compare(print, painting, recipe));
        let first = looks.next().context("there is a sheet")?;
        let verdict = looks.fold(first, |before, next| before.or(next));
        verdict.with_context(|| format!("looking at {}", file_name(&self.file)))
    }
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
