//! What single steps cost: programs of ours that time one thing and say it as JSON.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::photos::{Photo, Photos};
use crate::bench::report::{Bound, Row};
use crate::shell;
use crate::workspace::Build;

/// A program of ours that times steps.
struct Timer {
    /// Its name among the room's examples.
    example: &'static str,
    figures: &'static [Figure],
}

/// A figure that such a program says, and what it must stay below.
struct Figure {
    name: &'static str,
    /// Keys of the program's answer, whose sum is the figure.
    keys: &'static [&'static str],
    most_ms: f64,
}

/// The editor: enhancing a print, and showing what a slider does on a 1080p screen.
const EDITS: Timer = Timer {
    example: "edit_costs",
    figures: &[
        Figure {
            name: "enhance a print, one thread",
            keys: &["enhance_1800_cpu_ms"],
            most_ms: 8.0,
        },
        Figure {
            name: "slider moved to 1080p preview, one thread",
            keys: &["proof_show_1920_cpu_ms", "proof_encode_1920_cpu_ms"],
            most_ms: 33.0,
        },
    ],
};

/// Faces.
const FACES: Timer = Timer {
    example: "face_costs",
    figures: &[Figure {
        name: "beautify a print, one thread",
        keys: &["beautify_1800_ms"],
        most_ms: 20.0,
    }],
};

/// The jail.
const JAIL: Timer = Timer {
    example: "jail_share",
    figures: &[Figure {
        name: "the jail's share of a print",
        keys: &["share_ms"],
        most_ms: 5.0,
    }],
};

/// Runs all of them.
pub(super) fn rows(photos: &Photos, rounds: usize) -> Result<Vec<Row>> {
    let twelve = photos.path(Photo::Twelve);
    let portrait = photos.portrait();
    let mut rows = EDITS.rows(&twelve, rounds)?;
    rows.extend(FACES.rows(&portrait, rounds)?);
    rows.extend(JAIL.rows(&twelve, rounds)?);
    Ok(rows)
}

impl Timer {
    fn rows(&self, photo: &Path, rounds: usize) -> Result<Vec<Row>> {
        let program = Build::Release.example(self.example);
        let mut command = shell::program(&program.to_string_lossy(), &["--rounds"]);
        let said = shell::read(command.arg(rounds.to_string()).arg(photo))?;
        let answer: Value = serde_json::from_str(&said)
            .with_context(|| format!("{} said no JSON", self.example))?;
        if answer["faces"] == 0 {
            bail!("{} found no face to work on", self.example);
        }
        self.figures
            .iter()
            .map(|figure| {
                let mut sum = 0.0;
                for key in figure.keys {
                    sum += answer[key]
                        .as_f64()
                        .with_context(|| format!("{} does not say {key}", self.example))?;
                }
                Ok(Row::new(figure.name, "ms", &[sum])?.bound(Bound::AtMost(figure.most_ms)))
            })
            .collect()
    }
}
