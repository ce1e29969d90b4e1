//! What the worker makes of a photo.

use std::io::{self, Error, Write};

use darkroom::protocol::{self, Answer, Job, OPEN_SIDE_PX};
use imaging::sheet::Overscan;
use imaging::{Destination, Face, PixelSize, Print, RenderError};
use order::recipe::{Fit, WHOLE};
use order::{Recipe, Refusal};

use crate::tools::Tools;

/// Writes the answer and the pixels that follow it.
///
/// # Errors
/// If the job cannot be done as it was asked for, or nobody listens.
pub(crate) fn develop(
    job: Job,
    photo: &[u8],
    tools: &Tools,
    output: &mut (impl Write + Send),
) -> io::Result<()> {
    let made = match job {
        Job::Open => open(photo, tools),
        Job::Study => study(photo, tools),
        Job::Transcode => transcode(photo),
        Job::Preview { max_side_px } => preview(photo, max_side_px, tools),
        Job::Print { recipe, print } => return render(photo, &recipe, &print, tools, output),
        Job::Small {
            recipe,
            max_side_px,
            dpi,
            destination,
        } => {
            let size = small_size(photo, &recipe, max_side_px);
            size.and_then(|size| small(photo, &recipe, size, (dpi, destination), tools))
        }
        #[cfg(debug_assertions)]
        Job::Probe { prisoner, call } => Ok((tools.second.probe(prisoner, call), Vec::new())),
    };
    let (answer, pixels) = made.unwrap_or_else(|refusal| (Answer::Refused(refusal), Vec::new()));
    protocol::write(output, &answer)?;
    output.write_all(&pixels)
}

/// An answer and its pixels.
type Made = Result<(Answer, Vec<u8>), Refusal>;

fn open(photo: &[u8], tools: &Tools) -> Made {
    let proof = tools.studio.proof(photo, OPEN_SIDE_PX)?;
    let answer = Answer::Opened {
        header: proof.header,
        soundness: proof.soundness,
        size: proof.picture.size(),
    };
    Ok((answer, proof.picture.into_pixels()))
}

fn study(photo: &[u8], tools: &Tools) -> Made {
    let picture = tools.studio.proof(photo, OPEN_SIDE_PX)?.picture;
    let faces = tools.studio.faces(&picture);
    let heads: Vec<_> = faces.iter().map(Face::head).collect();
    let answer = Answer::Studied {
        enhancement: imaging::enhancement(&picture, &heads),
        heads,
    };
    Ok((answer, Vec::new()))
}

fn transcode(photo: &[u8]) -> Made {
    // A JPEG is its own master, and nobody asks for it.
    let master = imaging::transcode(photo)?.ok_or(Refusal::NotAPicture)?;
    let answer = Answer::Master {
        header: master.header(),
        standard: master.standard(),
    };
    Ok((answer, master.into_pixels()))
}

fn preview(photo: &[u8], max_side_px: u32, tools: &Tools) -> Made {
    let preview = tools.studio.preview(photo, max_side_px)?;
    let answer = Answer::Preview {
        header: preview.header,
        size: preview.picture.size(),
    };
    Ok((answer, preview.picture.into_pixels()))
}

/// The largest size of the shape of what the recipe shows, no side longer than `max_side_px`.
fn small_size(photo: &[u8], recipe: &Recipe, max_side_px: u32) -> Result<PixelSize, Refusal> {
    let header = imaging::probe(photo)?;
    let (width, height) = recipe
        .quarter_turns
        .turned((header.width_px, header.height_px));
    let shown = |side: u32, part: u32| u64::from(side) * u64::from(part) / u64::from(WHOLE);
    let (width, height) = (
        shown(width, recipe.crop.width).max(1),
        shown(height, recipe.crop.height).max(1),
    );
    let longest = width.max(height);
    let scaled = |side: u64| {
        let side = (side * u64::from(max_side_px) + longest / 2) / longest;
        u32::try_from(side).unwrap_or(max_side_px).max(1)
    };
    PixelSize::new(scaled(width), scaled(height)).map_err(|_| Refusal::Damaged)
}

fn small(
    photo: &[u8],
    recipe: &Recipe,
    size: PixelSize,
    (dpi, destination): (u16, Destination),
    tools: &Tools,
) -> Made {
    let recipe = Recipe {
        border_mm: 0,
        fit: Fit::Fill,
        ..*recipe
    };
    let print = Print {
        size,
        overscan: Overscan::default(),
        dpi,
        destination,
    };
    let picture = tools.studio.render(photo, &recipe, &print);
    let picture = picture.map_err(|error| match error {
        RenderError::Refused(refusal) => refusal,
        // Checked before, by the client: only a photo can be at fault.
        RenderError::Recipe(_) | RenderError::Paper(_) => Refusal::Damaged,
    })?;
    Ok((Answer::Small { size }, picture.into_pixels()))
}

/// Hands on each row as soon as it is finished; a photo that fails after the first one breaks the
/// conversation off.
fn render(
    photo: &[u8],
    recipe: &Recipe,
    print: &Print,
    tools: &Tools,
    output: &mut (impl Write + Send),
) -> io::Result<()> {
    let mut written = None;
    let rendered = tools.studio.render_rows(photo, recipe, print, &mut |row| {
        let so_far = match written.take() {
            None => protocol::write(output, &Answer::Print),
            Some(result) => result,
        };
        written = Some(so_far.and_then(|()| output.write_all(row)));
    });
    match (rendered, written) {
        (Ok(()), Some(written)) => written,
        (Err(RenderError::Refused(refusal)), None) => {
            protocol::write(output, &Answer::Refused(refusal))
        }
        (Err(error), _) => Err(Error::other(error)),
        (Ok(()), None) => Err(Error::other("a print without rows")),
    }
}
