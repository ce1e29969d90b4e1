//! What a worker may promise, compared with what was asked, and kept to the byte.

use std::io::Read;

use imaging::colour::icc_bytes;
use imaging::{Chroma, Encoder, Header, JpegError, JpegSettings, PixelSize, Rgb8, limits};
use order::recipe::WHOLE;
use order::{Head, Retouching, Soundness, Tone};

use crate::conversation::{Broken, Failure};
use crate::protocol::{Answer, OPEN_SIDE_PX};
use crate::study::Study;

/// An opened photo as the worker saw it.
#[derive(Debug)]
pub(crate) struct Sight {
    pub(crate) header: Header,
    pub(crate) soundness: Soundness,
    pub(crate) picture: Rgb8,
}

pub(crate) fn sight(answer: Answer, rows: &mut dyn Read) -> Result<Sight, Broken> {
    match answer {
        Answer::Opened {
            header,
            soundness,
            size,
        } if fits(size, OPEN_SIDE_PX) && is_plausible(&header) => Ok(Sight {
            header,
            soundness,
            picture: picture(size, rows)?,
        }),
        _ => Err(Failure::WrongAnswer.into()),
    }
}

pub(crate) fn study(answer: Answer) -> Result<Study, Broken> {
    match answer {
        Answer::Studied { heads, enhancement }
            if heads.len() <= imaging::MOST_FACES
                && heads.iter().all(lies_inside)
                && is_a_tone(enhancement) =>
        {
            Ok(Study { heads, enhancement })
        }
        _ => Err(Failure::WrongAnswer.into()),
    }
}

pub(crate) fn preview(
    answer: Answer,
    max_side_px: u32,
    rows: &mut dyn Read,
) -> Result<(Rgb8, Header), Broken> {
    match answer {
        Answer::Preview { header, size } if fits(size, max_side_px) && is_plausible(&header) => {
            Ok((picture(size, rows)?, header))
        }
        _ => Err(Failure::WrongAnswer.into()),
    }
}

/// A small photo in a square of that side.
pub(crate) fn small(answer: Answer, max_side_px: u32, rows: &mut dyn Read) -> Result<Rgb8, Broken> {
    match answer {
        Answer::Small { size } if fits(size, max_side_px) => picture(size, rows),
        _ => Err(Failure::WrongAnswer.into()),
    }
}

/// The pixels of a print.
pub(crate) fn print(answer: Answer, size: PixelSize, rows: &mut dyn Read) -> Result<Rgb8, Broken> {
    match answer {
        Answer::Print => picture(size, rows),
        _ => Err(Failure::WrongAnswer.into()),
    }
}

/// A print written as JPEG while its rows arrive.
pub(crate) fn printed(
    answer: Answer,
    size: PixelSize,
    settings: JpegSettings<'_>,
    rows: &mut dyn Read,
) -> Result<Result<Vec<u8>, JpegError>, Broken> {
    match answer {
        Answer::Print => written(size, settings, rows),
        _ => Err(Failure::WrongAnswer.into()),
    }
}

/// A whole photo as the worker decoded it, written as JPEG while its rows arrive.
pub(crate) fn master(
    answer: Answer,
    rows: &mut dyn Read,
) -> Result<(Header, Result<Vec<u8>, JpegError>), Broken> {
    let Answer::Master { header, standard } = answer else {
        return Err(Failure::WrongAnswer.into());
    };
    let size = PixelSize::new(header.width_px, header.height_px);
    let size = size.map_err(|_| Failure::WrongAnswer)?;
    if !is_plausible(&header) {
        return Err(Failure::WrongAnswer.into());
    }
    let settings = JpegSettings {
        quality: MASTER_QUALITY,
        chroma: Chroma::Full,
        dpi: SCREEN_DPI,
        profile: icc_bytes(standard),
    };
    Ok((header, written(size, settings, rows)?))
}

/// JPEG quality of what takes a photo's place: no print shows the difference.
const MASTER_QUALITY: u8 = 95;

/// A density that nobody reads.
const SCREEN_DPI: u16 = 96;

/// Exactly as many rows as a picture of that size has, as JPEG.
fn written(
    size: PixelSize,
    settings: JpegSettings<'_>,
    rows: &mut dyn Read,
) -> Result<Result<Vec<u8>, JpegError>, Broken> {
    let mut encoder = Encoder::new(size, settings);
    let mut row = vec![0; size.width_px() as usize * 3];
    for _ in 0..size.height_px() {
        rows.read_exact(&mut row)?;
        encoder = encoder.and_then(|mut encoder| encoder.row(&row).map(|()| encoder));
    }
    Ok(encoder.and_then(Encoder::finish))
}

/// Exactly as many rows as a picture of that size has.
fn picture(size: PixelSize, rows: &mut dyn Read) -> Result<Rgb8, Broken> {
    let mut pixels = vec![0; size.rgb_bytes()];
    rows.read_exact(&mut pixels)?;
    Ok(Rgb8::new(size, pixels).ok_or(Failure::WrongAnswer)?)
}

fn fits(size: PixelSize, max_side_px: u32) -> bool {
    size.width_px().max(size.height_px()) <= max_side_px
}

/// Whether a photo within the limits could have such a header.
fn is_plausible(header: &Header) -> bool {
    let sides = limits::MIN_SIDE_PX..=limits::MAX_SIDE_PX;
    let pixels = u64::from(header.width_px) * u64::from(header.height_px);
    sides.contains(&header.width_px)
        && sides.contains(&header.height_px)
        && pixels <= limits::MAX_PIXELS
}

/// Whether the sliders can be set so.
fn is_a_tone(tone: Tone) -> bool {
    let retouching = Retouching {
        tone,
        ..Retouching::default()
    };
    retouching.check().is_ok()
}

/// Whether a head is in the photo.
fn lies_inside(head: &Head) -> bool {
    let within = |start: u32, length: u32| start <= WHOLE && length <= WHOLE - start;
    within(head.x, head.width) && within(head.y, head.height)
}
