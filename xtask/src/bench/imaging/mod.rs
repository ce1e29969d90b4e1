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
use entry::Entry;
use photos::{Photo, Photos};

/// Whether other programs take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// Ours alone.
    Ours,
    /// Ours and the peers, which are installed where they are missing.
    WithPeers,
}

impl Field {
    fn entries(self, photo: Photo) -> Vec<Entry> {
        let mut entries = entry::OURS.to_vec();
        match (self, photo.is_jpeg()) {
            (Self::Ours, _) => {}
            (Self::WithPeers, true) => entries.extend(entry::PEERS),
            (Self::WithPeers, false) => entries.extend(entry::HEIC_PEERS),
        }
        entries
    }
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
        "-p",
        "darkroom",
        "--bins",
        "--examples",
    ]))?;
    let folder = workspace::memory().join("bench-imaging");
    fs::create_dir_all(&folder).context("making the bench's folder")?;
    let photos = Photos::take(&folder)?;
    let mut rows = Vec::new();
    for photo in Photo::ALL {
        let entries = field.entries(photo);
        println!(
            "{}: {} programs, {rounds} rounds",
            photo.name(),
            entries.len()
        );
        let path = photos.path(photo);
        let prints = folder.join("prints").join(photo.name());
        let finishes = race::run(&path, &entries, rounds, &prints)?;
        rows.extend(claims::rows(photo, &finishes)?);
        if field == Field::WithPeers && photo.is_jpeg() {
            rows.extend(quality::rows(photo, &path, &finishes)?);
        }
    }
    rows.extend(costs::rows(&photos, rounds)?);
    Ok(Report {
        bench: "imaging",
        machine: machine(),
        runs: rounds,
        rows,
    })
}
