//! The peers: what they are, and having them on this machine.
//!
//! Each lives below the build folder, in the version named here, and is asked for that version
//! before anything is installed.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::{setup, shell, workspace};

/// Another program that makes prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Peer {
    /// Pillow with its inner loops written for AVX2.
    PillowSimd,
    /// What most Python programs use.
    Pillow,
    /// The leanest C library for large pictures.
    Vips,
    /// libvips for Node.
    Sharp,
    /// Computer vision; the fastest at pixels, without colour management.
    OpenCv,
    /// What photo booths call.
    ImageMagick,
    /// Its quicker cousin.
    GraphicsMagick,
}

const ALL: [Peer; 7] = [
    Peer::PillowSimd,
    Peer::Pillow,
    Peer::Vips,
    Peer::Sharp,
    Peer::OpenCv,
    Peer::ImageMagick,
    Peer::GraphicsMagick,
];

/// Debian's part of the peers, and what building Pillow-SIMD takes.
const PACKAGES: [setup::Package; 10] = [
    setup::package(
        "colord-data",
        "the sRGB profile of ImageMagick and GraphicsMagick",
    ),
    setup::package("graphicsmagick", "a peer"),
    setup::package("imagemagick-6.q16", "a peer"),
    setup::package("libvips42", "a peer"),
    setup::package("build-essential", "compiles Pillow-SIMD"),
    setup::package("python3-dev", "compiles Pillow-SIMD"),
    setup::package("python3-venv", "a folder of its own for each Python peer"),
    setup::package("libjpeg62-turbo-dev", "compiles Pillow-SIMD"),
    setup::package("liblcms2-dev", "compiles Pillow-SIMD"),
    setup::package("zlib1g-dev", "compiles Pillow-SIMD"),
];

/// Where a peer's packages come from.
enum Origin {
    Debian,
    Npm(&'static str),
    /// A folder of its own with this package and these options of pip.
    Python {
        folder: &'static str,
        requirements: &'static [&'static str],
        options: &'static [&'static str],
    },
}

impl Peer {
    const fn origin(self) -> Origin {
        match self {
            Self::PillowSimd => Origin::Python {
                folder: "pillow-simd",
                requirements: &["pillow-simd==12.1.1.post0"],
                options: &["--no-binary", "pillow-simd", "--no-deps"],
            },
            Self::Pillow => python("pillow", &["pillow==13.0.0", "numpy==2.4.6"]),
            Self::Vips => python("vips", &["pyvips==3.2.0"]),
            Self::OpenCv => python("opencv", &["opencv-python-headless==5.0.0.93"]),
            Self::Sharp => Origin::Npm("sharp@0.35.5"),
            Self::ImageMagick | Self::GraphicsMagick => Origin::Debian,
        }
    }

    const fn script(self) -> &'static str {
        match self {
            Self::PillowSimd | Self::Pillow => "pillow.py",
            Self::Vips => "vips.py",
            Self::Sharp => "sharp.mjs",
            Self::OpenCv => "opencv.py",
            Self::ImageMagick | Self::GraphicsMagick => "command.py",
        }
    }

    /// The version, if the peer is there.
    fn version(self) -> Option<String> {
        let mut command = command(self);
        if matches!(self, Self::ImageMagick) {
            command.arg("imagemagick");
        }
        let output = command
            .arg("--version")
            .stderr(Stdio::null())
            .output()
            .ok()?;
        let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        (output.status.success() && !said.is_empty()).then_some(said)
    }

    fn install(self) -> Result<()> {
        match self.origin() {
            Origin::Debian => Ok(()),
            Origin::Npm(package) => {
                let folder = folder().join("sharp");
                std::fs::create_dir_all(&folder).context("making a folder for sharp")?;
                let mut npm = shell::program("npm", &["install", "--ignore-scripts"]);
                npm.args(["--no-audit", "--no-fund", "--loglevel=error", "--prefix"])
                    .args([folder.as_os_str(), package.as_ref()]);
                shell::run(&mut npm)
            }
            Origin::Python {
                folder: name,
                requirements,
                options,
            } => {
                let folder = folder().join(name);
                let mut venv = shell::program(PYTHON, &["-m", "venv"]);
                shell::run(venv.arg(&folder))?;
                let mut pip = shell::program(&folder.join("bin/pip").to_string_lossy(), &[]);
                pip.args(["install", "--quiet", "--disable-pip-version-check"])
                    .args(options)
                    .args(requirements)
                    .env("CC", "cc -mavx2"); // what Pillow-SIMD is for
                shell::run(&mut pip)
            }
        }
    }
}

/// Debian's own, whose headers `python3-dev` brings.
const PYTHON: &str = "/usr/bin/python3";

const fn python(folder: &'static str, requirements: &'static [&'static str]) -> Origin {
    Origin::Python {
        folder,
        requirements,
        options: &[],
    }
}

/// Where the peers live.
fn folder() -> PathBuf {
    workspace::target().join("peers")
}

/// The Python that Pillow belongs to, for judging prints.
pub(super) fn judge() -> Command {
    let mut python = python_of("pillow");
    python.arg(script("quality.py"));
    python
}

/// A peer, started to make prints; its mode is to follow.
pub(super) fn command(peer: Peer) -> Command {
    let mut command = match peer.origin() {
        Origin::Debian => Command::new(PYTHON),
        Origin::Npm(_) => Command::new("node"),
        Origin::Python { folder, .. } => python_of(folder),
    };
    command
        .arg(script(peer.script()))
        .env("SHARP_FOLDER", folder().join("sharp"));
    command
}

fn python_of(name: &str) -> Command {
    Command::new(folder().join(name).join("bin/python"))
}

fn script(name: &str) -> PathBuf {
    Path::new("xtask/peers").join(name)
}

/// Installs what is missing and says which version of each peer takes part.
pub(super) fn make_sure() -> Result<()> {
    setup::install(&PACKAGES)?;
    for peer in ALL {
        let version = match peer.version() {
            Some(version) => version,
            None => {
                println!("Installing {peer:?}");
                peer.install()?;
                peer.version()
                    .with_context(|| format!("{peer:?} is installed and does not start"))?
            }
        };
        println!("{peer:?} {version}");
    }
    Ok(())
}
