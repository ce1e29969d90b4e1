//! Whether speed was bought with softness or wrong colours: every print beside a rendering that
//! took its time, and beside ours.

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::peers;
use super::photos::Photo;
use super::race::Finish;
use crate::bench::report::{Bound, Peer, Row};
use crate::shell;

/// A peer's print that is further from the photo than this is hardly the same print.
const COMPARABLE_DB: f64 = 28.0;

/// What a print from a photo decoded in full reaches, and one from a photo that the decoder halved
/// does not.
const FULL_DECODE_DB: f64 = 35.0;

/// What `quality.py` says of one print.
#[derive(Debug, Deserialize)]
struct Judged {
    /// Of the sharpening that was found in it.
    amount: f64,
    psnr_db: f64,
    ssim: f64,
    detail: f64,
    psnr_first_db: Option<f64>,
}

/// Judges the last print of each; ours come first in `finishes`.
pub(super) fn rows(photo: Photo, path: &std::path::Path, finishes: &[Finish]) -> Result<Vec<Row>> {
    let mut judge = peers::judge();
    judge.current_dir(crate::workspace::root()).arg(path);
    judge.args(finishes.iter().map(|finish| &finish.sheet));
    let said = shell::read(&mut judge)?;
    let judged: Vec<Judged> = said
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()
        .context("the judge said something else")?;
    let (Some(ours), true) = (judged.first(), judged.len() == finishes.len()) else {
        bail!("the judge left prints out");
    };
    println!("{}: beside a rendering in floating point", photo.name());
    for (finish, judged) in finishes.iter().zip(&judged) {
        println!(
            "  {:<42}{:>6.1} dB   SSIM {:.4}   detail {:.2}   sharpened {:.2}   to ours {}",
            finish.entry.name(),
            judged.psnr_db,
            judged.ssim,
            judged.detail,
            judged.amount,
            judged
                .psnr_first_db
                .map_or_else(String::new, |db| format!("{db:.1} dB")),
        );
    }
    let mut rows = vec![
        Row::new(
            format!("{} print, true to the photo", photo.name()),
            "dB",
            &[ours.psnr_db],
        )?
        .bound(Bound::AtLeast(FULL_DECODE_DB)),
        Row::new(
            format!("{} print, detail kept", photo.name()),
            "x",
            &[ours.detail],
        )?
        .bound(Bound::AtLeast(0.95)),
    ];
    for (finish, theirs) in finishes.iter().zip(&judged).skip(2) {
        let name = finish.entry.name();
        let row = |what: &str, unit, ours: f64, theirs: f64| -> Result<Row> {
            let row = Row::new(format!("{} print, {what}", photo.name()), unit, &[ours])?;
            Ok(row.beside(Peer::of(&name, &[theirs])?))
        };
        rows.push(row(
            "true to the photo",
            "dB",
            ours.psnr_db,
            theirs.psnr_db,
        )?);
        if theirs.psnr_db < COMPARABLE_DB {
            println!("  {name} made another print: its times say little");
        }
        rows.push(row("structure", "SSIM", ours.ssim, theirs.ssim)?);
    }
    Ok(rows)
}
