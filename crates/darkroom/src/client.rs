//! Handing photos in and taking JPEGs out.

use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use imaging::sheet::Paper;
use imaging::{Format, Header, PixelSize, Rgb8};
use order::Recipe;
use order::print_size::Parts;

use crate::conversation::{Broken, Failure};
use crate::error::{DarkroomError, Unavailable};
#[cfg(debug_assertions)]
use crate::protocol::Prisoner;
use crate::protocol::{Answer, Job, Kind};
use crate::room::{Room, blocking};
use crate::shared_sheet::SharedSheet;

/// JPEG quality of a preview: no artefact shows on a screen at arm's length.
const PREVIEW_QUALITY: u8 = 85;

/// JPEG quality of a print.
const PRINT_QUALITY: u8 = 92;

/// How to run the darkroom.
#[derive(Clone, Debug)]
pub struct DarkroomConfig {
    /// The `minilab-darkroom` program, as an absolute path.
    pub worker: PathBuf,
    /// Photos worked on at one time, at least 1. Each may take up to 1 GiB for moments.
    pub max_concurrent: usize,
    /// How long one photo may take. The worker's own limit is 15 s of processor time.
    pub deadline: Duration,
    /// Workers for HEIC and AVIF kept ready, at most `max_concurrent`. Such a file takes a hundred
    /// times as long as its worker does to start, so it is seldom worth the memory.
    pub heif_spares: usize,
}

impl DarkroomConfig {
    /// Two photos at a time and 20 seconds for each, which suits two cores.
    pub fn new(worker: impl Into<PathBuf>) -> Self {
        Self {
            worker: worker.into(),
            max_concurrent: 2,
            deadline: Duration::from_secs(20),
            heif_spares: 0,
        }
    }
}

/// A photo for the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The upright photo as an sRGB JPEG, no side longer than was asked for.
    pub jpeg: Bytes,
    /// Width of the whole upright photo.
    pub width_px: u32,
    /// Height of the whole upright photo.
    pub height_px: u32,
    /// How the photo was written.
    pub format: Format,
}

/// The way in. Clones share the same workers.
#[derive(Clone, Debug)]
pub struct Darkroom {
    room: Arc<Room>,
}

impl Darkroom {
    /// A darkroom. Nothing is started yet.
    pub fn new(config: DarkroomConfig) -> Self {
        Self {
            room: Arc::new(Room::new(config)),
        }
    }

    /// Makes the spare workers ready. Called at start, it finds a missing program or a kernel that
    /// cannot build the jail before a customer does.
    ///
    /// # Errors
    /// [`Unavailable`], if no worker reported from inside its jail.
    pub async fn warm_up(&self) -> Result<(), Unavailable> {
        self.room.warm_up().await
    }

    /// Looks at a photo and makes a preview of it, whose longer side has at most `max_side_px`.
    ///
    /// # Errors
    /// [`DarkroomError::Refused`], if the photo cannot be used; [`DarkroomError::Unavailable`], if
    /// the darkroom cannot work.
    pub async fn preview(&self, photo: Bytes, max_side_px: u32) -> Result<Preview, DarkroomError> {
        let max_side_px = max_side_px.clamp(1, PixelSize::LONGEST_PX);
        let job = Job::Preview { max_side_px };
        let (picture, header) = self
            .room
            .develop(
                Kind::of(&photo),
                job,
                photo,
                move |answer, rows| match answer {
                    Answer::Preview { header, size }
                        if size.width_px().max(size.height_px()) <= max_side_px
                            && is_plausible(&header) =>
                    {
                        Ok((picture(size, rows)?, header))
                    }
                    _ => Err(Failure::WrongAnswer.into()),
                },
            )
            .await?;
        let Header {
            format,
            width_px,
            height_px,
            ..
        } = header;
        let jpeg = encode(move || imaging::encode_preview_jpeg(&picture, PREVIEW_QUALITY)).await?;
        Ok(Preview {
            jpeg,
            width_px,
            height_px,
            format,
        })
    }

    /// Renders a print of exactly `size` as an sRGB JPEG, whose header says `dpi`.
    ///
    /// # Errors
    /// As [`Self::preview`], and [`DarkroomError::Recipe`] for a recipe that cannot be followed.
    pub async fn render(
        &self,
        photo: Bytes,
        recipe: Recipe,
        size: PixelSize,
        dpi: u16,
    ) -> Result<Bytes, DarkroomError> {
        let picture = self.develop_print(photo, recipe, size).await?;
        Ok(encode(move || imaging::encode_jpeg(&picture, PRINT_QUALITY, dpi)).await?)
    }

    /// Renders a sheet as an sRGB JPEG on which `parts` of the trimmed paper each show the same
    /// print, edge to edge, with a line to cut along between them.
    ///
    /// # Errors
    /// As [`Self::render`]; also [`Unavailable`] for paper that cannot be shared so.
    pub async fn render_shared(
        &self,
        photo: Bytes,
        recipe: Recipe,
        paper: Paper,
        parts: Parts,
    ) -> Result<Bytes, DarkroomError> {
        let sheet = SharedSheet::new(paper, parts).map_err(Unavailable::from)?;
        let picture = self.develop_print(photo, recipe, sheet.part()).await?;
        let composed = blocking(move || sheet.of(&picture)).await?;
        let composed = composed.map_err(Unavailable::from)?;
        Ok(encode(move || imaging::encode_jpeg(&composed, PRINT_QUALITY, paper.dpi())).await?)
    }

    async fn develop_print(
        &self,
        photo: Bytes,
        recipe: Recipe,
        size: PixelSize,
    ) -> Result<Rgb8, DarkroomError> {
        recipe.check()?;
        let job = Job::Print { recipe, size };
        self.room
            .develop(
                Kind::of(&photo),
                job,
                photo,
                move |answer, rows| match answer {
                    Answer::Print => picture(size, rows),
                    _ => Err(Failure::WrongAnswer.into()),
                },
            )
            .await
    }

    /// Orders a worker of that kind to make that system call, and says how it went.
    #[cfg(debug_assertions)]
    #[doc(hidden)]
    pub async fn probe(&self, kind: Kind, prisoner: Prisoner, call: [i64; 5]) -> String {
        self.room.probe(kind, Job::Probe { prisoner, call }).await
    }
}

/// Exactly as many rows as a picture of that size has.
fn picture(size: PixelSize, rows: &mut dyn Read) -> Result<Rgb8, Broken> {
    let mut pixels = vec![0; size.rgb_bytes()];
    rows.read_exact(&mut pixels)?;
    Ok(Rgb8::new(size, pixels).ok_or(Failure::WrongAnswer)?)
}

/// Whether a photo within the limits could have such a header.
fn is_plausible(header: &Header) -> bool {
    let sides = imaging::limits::MIN_SIDE_PX..=imaging::limits::MAX_SIDE_PX;
    let pixels = u64::from(header.width_px) * u64::from(header.height_px);
    sides.contains(&header.width_px)
        && sides.contains(&header.height_px)
        && pixels <= imaging::limits::MAX_PIXELS
}

/// Writes a picture as JPEG, away from the threads that answer others.
async fn encode(
    write: impl FnOnce() -> Result<Vec<u8>, imaging::EncodeError> + Send + 'static,
) -> Result<Bytes, Unavailable> {
    Ok(blocking(write).await??.into())
}
