//! Print-ready pictures beside other programs: the same photo to the same sheet, from file to
//! file, in turns.
//!
//! A Display P3 JPEG is cropped to 3:2, scaled to 1800 x 1200 with Lanczos3, converted to sRGB,
//! sharpened and written as a JPEG of quality 92 without chroma subsampling.

mod claims;
mod contestant;
mod costs;
mod display_p3;
mod entry;
mod peers;
mod photos;
mod quality;
mod race;

use std::fs;

use anyhow::{Context, Result};

use super::report::{Report, machine};
use crate::{shell, workspace};
use photos::{Photo, Photos};

/// Whether other programs take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// Ours alone.
    Ours,
    /// Ours and the peers, which are installed where they are missing.
    WithPeers,
}

pub(super) fn measure(field: Field, rounds: usize) -> Result<Report> {
    if field == Field::WithPeers {
        peers::make_sure()?;
    }
    shell::run(&mut shell::cargo(&[
        "build",
        "--release",
        "-p",
        "imaging",
        "--examples",
    ]))?;
    let folder = workspace::memory().join("bench-imaging");
    fs::create_dir_all(&folder).context("making the bench's folder")?;
    let photos = Photos::take(&folder)?;
    let mut entries = entry::OURS.to_vec();
    if field == Field::WithPeers {
        entries.extend(entry::PEERS);
    }
    let mut rows = Vec::new();
    for photo in Photo::ALL {
        println!(
            "{}: {} programs, {rounds} rounds",
            photo.name(),
            entries.len()
        );
        let path = photos.path(photo);
        let prints = folder.join("prints").join(photo.name());
        let finishes = race::run(&path, &entries, rounds, &prints)?;
        rows.extend(claims::rows(photo, &finishes)?);
        if field == Field::WithPeers {
            rows.extend(quality::rows(photo, &path, &finishes)?);
        }
    }
    rows.extend(costs::rows(&photos.path(Photo::Twelve), rounds)?);
    Ok(Report {
        bench: "imaging",
        machine: machine(),
        runs: rounds,
        rows,
    })
}
