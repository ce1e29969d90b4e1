//! What a PNG says of its colours besides an ICC profile (PNG, third edition, section 11.3.2).

use crate::colour::{Chromaticities, Profile};

/// What the chunks before the pixels say.
#[derive(Default)]
struct Said {
    code_points: Option<(u8, u8)>,
    srgb: bool,
    gamma: Option<u32>,
    chromaticities: Option<Chromaticities>,
}

/// The profile: code points go before an ICC profile, that before "this is sRGB", and that before
/// gamma and chromaticities (section 12.9 of the standard). `icc` is the profile that was read
/// from iCCP.
pub(super) fn profile(bytes: &[u8], icc: Option<Vec<u8>>) -> Profile {
    let said = Said::read(bytes);
    if let Some((primaries, transfer)) = said.code_points {
        return Profile::Cicp {
            primaries,
            transfer,
        };
    }
    if let Some(icc) = icc {
        return Profile::Embedded(icc);
    }
    match said.gamma {
        Some(gamma) if !said.srgb && gamma > 0 => match (gamma, said.chromaticities) {
            (SRGB_GAMMA, None) => Profile::Srgb,
            (SRGB_GAMMA, Some(points)) if points.are_of_srgb() => Profile::Srgb,
            (gamma, chromaticities) => Profile::Gamma {
                exponent: 100_000.0 / gamma as f32,
                chromaticities,
            },
        },
        _ => Profile::Srgb,
    }
}

/// The gamma that programs write beside sRGB pixels, 1 / 2.2, in 100,000ths. It is no better than
/// a rough likeness of the real curve, which is meant.
const SRGB_GAMMA: u32 = 45_455;

impl Said {
    /// Walks the chunks up to the first pixels. A broken chunk ends the walk: the decoder will
    /// say what it thinks of the file.
    fn read(bytes: &[u8]) -> Self {
        let mut said = Self::default();
        let mut rest = bytes.get(8..).unwrap_or_default();
        while let Some((content, kind, next)) = chunk(rest) {
            match kind {
                b"IDAT" | b"IEND" => break,
                b"cICP" => {
                    // Primaries, transfer, matrix (0: RGB) and whether the range is full.
                    if let [primaries, transfer, 0, 1] = *content {
                        said.code_points = Some((primaries, transfer));
                    }
                }
                b"sRGB" => said.srgb = true,
                b"gAMA" => {
                    said.gamma = content
                        .first_chunk()
                        .map(|gamma| u32::from_be_bytes(*gamma))
                }
                b"cHRM" => said.chromaticities = chromaticities(content),
                _ => {}
            }
            rest = next;
        }
        said
    }
}

/// The content and kind of the first chunk, and what comes after it.
fn chunk(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let length = u32::from_be_bytes(*bytes.first_chunk()?) as usize;
    let kind = bytes.get(4..8)?;
    let content = bytes.get(8..)?.get(..length)?;
    let checksum = 4;
    Some((content, kind, bytes.get(8 + length + checksum..)?))
}

fn chromaticities(content: &[u8]) -> Option<Chromaticities> {
    let mut points = content.chunks_exact(8).map(|pair| {
        let number = |at: usize| {
            let bytes = [pair[at], pair[at + 1], pair[at + 2], pair[at + 3]];
            u32::from_be_bytes(bytes) as f32 / 100_000.0
        };
        (number(0), number(4))
    });
    Some(Chromaticities {
        white: points.next()?,
        red: points.next()?,
        green: points.next()?,
        blue: points.next()?,
    })
}

impl Chromaticities {
    /// Whether they are those of ITU-R BT.709, to the three digits that programs write.
    fn are_of_srgb(&self) -> bool {
        let near = |(x, y): (f32, f32), (other_x, other_y): (f32, f32)| {
            (x - other_x).abs() < 0.002 && (y - other_y).abs() < 0.002
        };
        near(self.white, (0.3127, 0.329))
            && near(self.red, (0.64, 0.33))
            && near(self.green, (0.3, 0.6))
            && near(self.blue, (0.15, 0.06))
    }
}
