//! Who takes part: ours and each peer, with how many threads and how they are started.

use std::process::Command;

use super::peers::{self, Peer};
use crate::workspace::Build;

/// The print that everybody makes, in pixels.
pub(super) const PRINT_PX: (u32, u32) = (1800, 1200);

/// How many threads a contestant may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Threads {
    One,
    Two,
}

impl Threads {
    const fn count(self) -> &'static str {
        match self {
            Self::One => "1",
            Self::Two => "2",
        }
    }

    /// What a row says.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::One => "one thread",
            Self::Two => "two threads",
        }
    }
}

/// A program and the way it works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Program {
    Ours,
    PillowSimd,
    /// Has the JPEG decoder halve the photo, and so have the other halved ones.
    PillowSimdHalved,
    Pillow,
    PillowHalved,
    Vips,
    VipsHalved,
    Sharp,
    /// Without colour management, and so is the next.
    OpenCv,
    OpenCvHalved,
    ImageMagick,
    GraphicsMagick,
}

impl Program {
    /// What a row says.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Ours => "Minilab",
            Self::PillowSimd => "Pillow-SIMD",
            Self::PillowSimdHalved => "Pillow-SIMD draft",
            Self::Pillow => "Pillow",
            Self::PillowHalved => "Pillow draft",
            Self::Vips => "libvips thumbnail",
            Self::VipsHalved => "libvips shrink=2",
            Self::Sharp => "sharp",
            Self::OpenCv => "OpenCV, unmanaged",
            Self::OpenCvHalved => "OpenCV reduced, unmanaged",
            Self::ImageMagick => "ImageMagick",
            Self::GraphicsMagick => "GraphicsMagick",
        }
    }

    const fn peer(self) -> Option<(Peer, &'static str)> {
        match self {
            Self::Ours => None,
            Self::PillowSimd => Some((Peer::PillowSimd, "full")),
            Self::PillowSimdHalved => Some((Peer::PillowSimd, "draft")),
            Self::Pillow => Some((Peer::Pillow, "full")),
            Self::PillowHalved => Some((Peer::Pillow, "draft")),
            Self::Vips => Some((Peer::Vips, "thumbnail")),
            Self::VipsHalved => Some((Peer::Vips, "shrink")),
            Self::Sharp => Some((Peer::Sharp, "")),
            Self::OpenCv => Some((Peer::OpenCv, "full")),
            Self::OpenCvHalved => Some((Peer::OpenCv, "reduced")),
            Self::ImageMagick => Some((Peer::ImageMagick, "imagemagick")),
            Self::GraphicsMagick => Some((Peer::GraphicsMagick, "graphicsmagick")),
        }
    }
}

/// A place in the race.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) program: Program,
    pub(super) threads: Threads,
}

const fn entry(program: Program, threads: Threads) -> Entry {
    Entry { program, threads }
}

/// Ours alone.
pub(super) const OURS: [Entry; 2] = [
    entry(Program::Ours, Threads::One),
    entry(Program::Ours, Threads::Two),
];

/// Everybody else. Pillow works on one thread.
pub(super) const PEERS: [Entry; 16] = [
    entry(Program::PillowSimd, Threads::One),
    entry(Program::PillowSimdHalved, Threads::One),
    entry(Program::Pillow, Threads::One),
    entry(Program::PillowHalved, Threads::One),
    entry(Program::Vips, Threads::One),
    entry(Program::Vips, Threads::Two),
    entry(Program::VipsHalved, Threads::One),
    entry(Program::VipsHalved, Threads::Two),
    entry(Program::Sharp, Threads::One),
    entry(Program::Sharp, Threads::Two),
    entry(Program::OpenCv, Threads::One),
    entry(Program::OpenCv, Threads::Two),
    entry(Program::OpenCvHalved, Threads::One),
    entry(Program::ImageMagick, Threads::One),
    entry(Program::ImageMagick, Threads::Two),
    entry(Program::GraphicsMagick, Threads::One),
];

/// Those of [`PEERS`] that read HEIC.
pub(super) const HEIC_PEERS: [Entry; 2] = [
    entry(Program::Vips, Threads::One),
    entry(Program::Vips, Threads::Two),
];

impl Entry {
    /// The program with its threads, for a table.
    pub(super) fn name(self) -> String {
        format!("{}, {}", self.program.name(), self.threads.name())
    }

    /// A file name for its print.
    pub(super) fn file_name(self) -> String {
        let words = self.name();
        let letters = words.split(|letter: char| !letter.is_alphanumeric());
        letters
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join("-")
            + ".jpg"
    }

    /// How it is started, to wait for jobs.
    pub(super) fn command(self) -> Command {
        let threads = self.threads.count();
        let mut command = match self.program.peer() {
            None => {
                let mut ours = Command::new(Build::Release.example("print_ready"));
                ours.args(["--threads", threads])
                    .args(["--width", &PRINT_PX.0.to_string()])
                    .args(["--height", &PRINT_PX.1.to_string()]);
                ours
            }
            Some((peer, mode)) => {
                let mut command = peers::command(peer);
                if matches!(peer, Peer::OpenCv | Peer::Sharp) {
                    command.arg(threads);
                }
                if !mode.is_empty() {
                    command.arg(mode);
                }
                command
            }
        };
        // OpenMP would give every library under these programs threads of its own.
        let openmp = match self.program {
            Program::GraphicsMagick => threads,
            _ => "1",
        };
        command
            .env("OMP_NUM_THREADS", openmp)
            .env("VIPS_CONCURRENCY", threads)
            .env("MAGICK_THREAD_LIMIT", threads)
            .current_dir(crate::workspace::root());
        command
    }
}
