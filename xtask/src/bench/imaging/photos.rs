//! The photos that are printed: cut from a photograph of Debian's backgrounds, and made such as
//! phones store them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::display_p3;
use crate::{setup, shell};

/// 5640 x 3172 pixels, from the package `mate-backgrounds`.
const PHOTOGRAPH: &str = "/usr/share/backgrounds/mate/abstract/Elephants_5640x3172.jpg";

/// A face, from the tests of `imaging`, where its licence stands beside it.
const SITTER: &str = "crates/imaging/tests/data/portraits/collins.jpg";

/// What the photos are made with.
const PACKAGES: [setup::Package; 3] = [
    setup::package("libheif-examples", "writes the HEIC photo (heif-enc)"),
    setup::package("imagemagick-6.q16", "cuts the photos"),
    setup::package("mate-backgrounds", "has the photograph they are cut from"),
];

/// A photo of the bench.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Photo {
    /// 4032 x 3024, baseline, Display P3: what a phone of today takes.
    Twelve,
    /// The same as a progressive JPEG, as it comes out of messengers.
    TwelveProgressive,
    /// 6000 x 4000, baseline, Display P3: a camera's.
    TwentyFour,
    /// The first as HEIC, in one tile.
    Heic,
}

impl Photo {
    pub(super) const ALL: [Self; 4] = [
        Self::Twelve,
        Self::TwelveProgressive,
        Self::TwentyFour,
        Self::Heic,
    ];

    /// What a row calls it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Twelve => "12 MP",
            Self::TwelveProgressive => "12 MP progressive",
            Self::TwentyFour => "24 MP",
            Self::Heic => "12 MP HEIC",
        }
    }

    const fn file_name(self) -> &'static str {
        match self {
            Self::Twelve => "p12_p3.jpg",
            Self::TwelveProgressive => "p12_prog_p3.jpg",
            Self::TwentyFour => "p24_p3.jpg",
            Self::Heic => "p12_p3.heic",
        }
    }

    /// Whether everybody can read it. Neither Pillow nor sharp's and OpenCV's builds read HEIC.
    pub(super) const fn is_jpeg(self) -> bool {
        !matches!(self, Self::Heic)
    }

    /// How it is cut out of the photograph, in ImageMagick's words.
    const fn cut(self) -> &'static [&'static str] {
        match self {
            Self::Twelve | Self::Heic => &["-crop", "4032x3024+800+74"],
            Self::TwelveProgressive => &["-crop", "4032x3024+800+74", "-interlace", "JPEG"],
            Self::TwentyFour => &[
                "-filter",
                "Lanczos",
                "-resize",
                "7114x4001!",
                "-crop",
                "6000x4000+500+0",
            ],
        }
    }
}

/// The photos as files.
#[derive(Debug)]
pub(super) struct Photos {
    folder: PathBuf,
}

impl Photos {
    /// Makes those that are not in `folder` yet.
    pub(super) fn take(folder: &Path) -> Result<Self> {
        setup::install(&PACKAGES)?;
        let photos = Self {
            folder: folder.to_owned(),
        };
        let profile = folder.join("display-p3.icc");
        fs::write(&profile, display_p3::icc()).context("writing the profile")?;
        for photo in Photo::ALL {
            let path = photos.path(photo);
            if !path.exists() {
                println!("Cutting {}", photo.file_name());
                if photo.is_jpeg() {
                    cut(photo, &profile, &path)?;
                } else {
                    encode_heic(&photos.path(Photo::Twelve), &path)?;
                }
            }
        }
        let portrait = photos.portrait();
        if !portrait.exists() {
            seat(&photos.path(Photo::Twelve), &portrait)?;
        }
        Ok(photos)
    }

    /// The first photo with a person before it.
    pub(super) fn portrait(&self) -> PathBuf {
        self.folder.join("portrait.jpg")
    }

    pub(super) fn path(&self, photo: Photo) -> PathBuf {
        self.folder.join(photo.file_name())
    }
}

fn cut(photo: Photo, profile: &Path, path: &Path) -> Result<()> {
    // Half a photo that was interrupted would be taken for a whole one.
    let half = path.with_extension("half.jpg");
    shell::run(
        shell::program("convert-im6.q16", &[PHOTOGRAPH, "-strip"])
            .args(photo.cut())
            .arg("+repage")
            .args(["-quality", "92", "-sampling-factor", "4:2:0"])
            .args(["-define", "jpeg:optimize-coding=false", "-profile"])
            .args([profile, &half]),
    )?;
    fs::rename(&half, path).context("naming a photo")
}

fn encode_heic(photo: &Path, path: &Path) -> Result<()> {
    let half = path.with_extension("half.heic");
    let mut encoder = shell::program("heif-enc", &["-q", "60", "-o"]);
    shell::run(encoder.args([&half, photo]))?;
    fs::rename(&half, path).context("naming a photo")
}

/// Colonel Eileen Collins, whom NASA photographed, in the middle of the photo.
fn seat(photo: &Path, path: &Path) -> Result<()> {
    let half = path.with_extension("half.jpg");
    shell::run(
        shell::program("convert-im6.q16", &[])
            .arg(photo)
            .args(["(", SITTER, "-resize", "1600x1600", ")"])
            .args(["-gravity", "center", "-composite", "-quality", "92"])
            .arg(&half),
    )?;
    fs::rename(&half, path).context("naming a photo")
}
