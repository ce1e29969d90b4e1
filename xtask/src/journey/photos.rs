//! Real photographs, as phones store them: cut from Debian's backgrounds at run time, so that
//! none is kept here.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::shell;

const BACKGROUNDS: &str = "/usr/share/backgrounds/mate/nature";

/// How a phone was held.
#[derive(Clone, Copy)]
enum Held {
    /// Lying: the picture is stored as it is seen.
    Lying,
    /// Standing: the picture is stored lying, and a tag says to turn it.
    Standing,
}

/// One photograph: the background it is cut from, its size as seen in pixels, and how the phone
/// was held.
struct Photograph {
    background: &'static str,
    width_px: u32,
    height_px: u32,
    held: Held,
}

const PHOTOGRAPHS: [Photograph; 4] = [
    Photograph {
        background: "GreenMeadow.jpg",
        width_px: 2400,
        height_px: 1800,
        held: Held::Lying,
    },
    Photograph {
        background: "LadyBird.jpg",
        width_px: 1800,
        height_px: 2400,
        held: Held::Standing,
    },
    Photograph {
        background: "YellowFlower.jpg",
        width_px: 2700,
        height_px: 1800,
        held: Held::Lying,
    },
    Photograph {
        background: "TwoWings.jpg",
        width_px: 2000,
        height_px: 2000,
        held: Held::Lying,
    },
];

/// Takes the photographs: writes them into `folder` and hands back their paths.
pub(crate) fn take(folder: &Path) -> Result<Vec<PathBuf>> {
    PHOTOGRAPHS
        .iter()
        .enumerate()
        .map(|(at, photograph)| {
            let path = folder.join(format!("IMG_{:04}.jpg", 4021 + at));
            write(photograph, &path)
                .with_context(|| format!("cutting {}", photograph.background))?;
            Ok(path)
        })
        .collect()
}

fn write(photograph: &Photograph, path: &Path) -> Result<()> {
    let size = format!("{}x{}", photograph.width_px, photograph.height_px);
    let turn = match photograph.held {
        Held::Lying => "0",
        Held::Standing => "270",
    };
    shell::run(
        shell::program("convert", &[])
            .arg(format!("{BACKGROUNDS}/{}", photograph.background))
            .args(["-strip", "-resize", &format!("{size}^")])
            .args(["-gravity", "center", "-extent", &size])
            .args(["-rotate", turn, "-quality", "90"])
            .arg(path),
    )?;
    if let Held::Standing = photograph.held {
        let jpeg = fs::read(path)?;
        fs::write(path, with_orientation(&jpeg, TURN_RIGHT)?)?;
    }
    Ok(())
}

/// Exif orientation 6: turn the stored picture a quarter to the right to see it upright.
const TURN_RIGHT: u8 = 6;

/// The JPEG with an Exif segment that holds only the orientation (Exif 2.32, section 4.5.2).
fn with_orientation(jpeg: &[u8], orientation: u8) -> Result<Vec<u8>> {
    let rest = jpeg
        .strip_prefix(&[0xff, 0xd8])
        .context("imagemagick wrote no JPEG")?;
    let mut tagged = vec![0xff, 0xd8, 0xff, 0xe1, 0, 34];
    tagged.extend(b"Exif\0\0");
    tagged.extend(b"II*\0\x08\0\0\0"); // little-endian, the directory follows
    tagged.extend([1, 0]); // one entry:
    tagged.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]); // a short
    tagged.extend([0, 0, 0, 0]); // no further directory
    tagged.extend(rest);
    Ok(tagged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exif_segment_says_its_own_length() {
        let tagged = with_orientation(&[0xff, 0xd8, 0xff, 0xdb], TURN_RIGHT).expect("a JPEG");
        let length = usize::from(u16::from_be_bytes([tagged[4], tagged[5]]));
        assert_eq!(
            tagged[4 + length..],
            [0xff, 0xdb],
            "the picture's own segments follow right after"
        );
        assert!(
            with_orientation(b"GIF89a", TURN_RIGHT).is_err(),
            "only a JPEG has this segment"
        );
    }
}
