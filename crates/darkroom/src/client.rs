//! Handing photos in and taking JPEGs out.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use imaging::colour::{Destination, Standard, icc_bytes};
use imaging::sheet::{Overscan, Paper};
use imaging::{
    Chroma, EmbeddedProfile, EncodeError, Format, Header, JpegSettings, OutputFormat, PixelSize,
    Print, Rgb8,
};
use order::print_size::Parts;
use order::{PhotoId, Recipe, Refusal, Retouching};

use crate::error::{DarkroomError, Unavailable};
use crate::opened::{Opened, PREVIEW_QUALITY};
use crate::promises;
use crate::proofs::{NoProof, Proofs};
#[cfg(debug_assertions)]
use crate::protocol::Prisoner;
use crate::protocol::{Job, Kind};
use crate::room::{Room, Urgency, blocking};
use crate::shared_sheet::SharedSheet;
use crate::study::Study;

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
    pub(crate) room: Arc<Room>,
    proofs: Arc<Proofs>,
}

impl Darkroom {
    /// A darkroom. Nothing is started yet.
    pub fn new(config: DarkroomConfig) -> Self {
        Self {
            room: Arc::new(Room::new(config)),
            proofs: Arc::default(),
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

    /// Opens a photo, so that it can be shown. A photo of a format that takes long to decode is
    /// decoded once, and the JPEG that takes its place comes with it.
    ///
    /// # Errors
    /// As [`Self::preview`].
    pub async fn open(&self, photo: Bytes) -> Result<Opened, DarkroomError> {
        match Kind::of(&photo) {
            Kind::Ordinary => self.look_at(photo).await,
            Kind::Heif => {
                let (header, master) = self.transcode(photo).await?;
                let opened = self.look_at(master.clone()).await?;
                Ok(Opened {
                    header,
                    master: Some(master),
                    ..opened
                })
            }
        }
    }

    async fn look_at(&self, photo: Bytes) -> Result<Opened, DarkroomError> {
        let sight = self
            .room
            .develop(Kind::Ordinary, Job::Open, photo, promises::sight)
            .await?;
        let opened = blocking(move || Opened::of(sight)).await?;
        Ok(opened.map_err(Unavailable::from)?)
    }

    async fn transcode(&self, photo: Bytes) -> Result<(Header, Bytes), DarkroomError> {
        let (header, master) = self
            .room
            .develop(Kind::Heif, Job::Transcode, photo, promises::master)
            .await?;
        let master = master.map_err(EncodeError::from);
        let master = master.map_err(Unavailable::from)?;
        if master.len() > imaging::limits::MAX_BYTES {
            return Err(DarkroomError::Refused(Refusal::TooLarge));
        }
        Ok((header, master.into()))
    }

    /// Looks for what is in an opened photo; `proof` is that of [`Opened`]. Finding small faces
    /// takes ten times as long as opening a photo, so it is asked for after a photo is shown, and
    /// done with the least claim to the processor.
    ///
    /// # Errors
    /// As [`Self::preview`].
    pub async fn study(&self, proof: Bytes) -> Result<Study, DarkroomError> {
        let urgency = Urgency::Idle;
        self.room
            .develop_as(urgency, Kind::of(&proof), Job::Study, proof, |answer, _| {
                promises::study(answer)
            })
            .await
    }

    /// Retouches an opened photo for the screen: an sRGB JPEG of all of it, no side longer than
    /// `max_side_px`. `proof` is that of [`Opened`]; its pixels stay at hand until another photo's
    /// are wanted or [`Self::forget`] is called.
    ///
    /// # Errors
    /// [`DarkroomError::Refused`], if `proof` is not what [`Self::open`] gave.
    pub async fn proof(
        &self,
        photo: &PhotoId,
        proof: Bytes,
        retouching: Retouching,
        max_side_px: u32,
    ) -> Result<Bytes, DarkroomError> {
        let started = Instant::now();
        let (proofs, photo) = (Arc::clone(&self.proofs), photo.clone());
        let shown = blocking(move || proofs.show(&photo, &proof, &retouching, max_side_px)).await?;
        let duration_us = started.elapsed().as_micros() as u64;
        tracing::debug!(duration_us, max_side_px, "a proof was made");
        shown.map_err(|error| match error {
            NoProof::Refused(refusal) => DarkroomError::Refused(refusal),
            NoProof::Encode(error) => Unavailable::from(error).into(),
        })
    }

    /// Drops the pixels that are kept at hand: a visit has ended.
    pub fn forget(&self) {
        self.proofs.forget();
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
            .develop(Kind::of(&photo), job, photo, move |answer, rows| {
                promises::preview(answer, max_side_px, rows)
            })
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

    /// Renders a print as a JPEG in the destination's colours, with its profile. It is written
    /// while the worker is still at work.
    ///
    /// # Errors
    /// As [`Self::preview`], and [`DarkroomError::Recipe`] for a recipe that cannot be followed.
    pub async fn render(
        &self,
        photo: Bytes,
        recipe: Recipe,
        print: Print,
    ) -> Result<Bytes, DarkroomError> {
        recipe.check()?;
        let (size, dpi) = (print.size, print.dpi);
        let destination = print.destination.clone();
        let job = Job::Print {
            recipe: Box::new(recipe),
            print: Box::new(print),
        };
        let jpeg = self
            .room
            .develop(Kind::of(&photo), job, photo, move |answer, rows| {
                let settings = JpegSettings {
                    quality: PRINT_QUALITY,
                    chroma: Chroma::Full,
                    dpi,
                    profile: profile_of(&destination),
                };
                promises::printed(answer, size, settings, rows)
            })
            .await?;
        let jpeg = jpeg.map_err(EncodeError::from);
        Ok(jpeg.map_err(Unavailable::from)?.into())
    }

    /// Renders a sheet as a JPEG on which `parts` of the trimmed paper each show the same print,
    /// edge to edge, with a line to cut along between them.
    ///
    /// # Errors
    /// As [`Self::render`]; also [`Unavailable`] for paper that cannot be shared so.
    pub async fn render_shared(
        &self,
        photo: Bytes,
        recipe: Recipe,
        print: Print,
        parts: Parts,
    ) -> Result<Bytes, DarkroomError> {
        recipe.check()?;
        let paper = Paper::new(print.size, print.overscan, print.dpi).map_err(Unavailable::from)?;
        let sheet = SharedSheet::new(paper, parts).map_err(Unavailable::from)?;
        let size = sheet.part();
        let job = Job::Print {
            recipe: Box::new(recipe),
            print: Box::new(Print {
                size,
                overscan: Overscan::default(),
                ..print.clone()
            }),
        };
        let picture = self
            .room
            .develop(Kind::of(&photo), job, photo, move |answer, rows| {
                promises::print(answer, size, rows)
            })
            .await?;
        let composed = blocking(move || sheet.of(&picture)).await?;
        let composed = composed.map_err(Unavailable::from)?;
        Ok(encode_sheet(composed, print).await?)
    }

    /// Orders a worker of that kind to make that system call, and says how it went.
    #[cfg(debug_assertions)]
    #[doc(hidden)]
    pub async fn probe(&self, kind: Kind, prisoner: Prisoner, call: [i64; 5]) -> String {
        self.room.probe(kind, Job::Probe { prisoner, call }).await
    }
}

/// Writes a sheet that was put together on this side of the jail.
pub(crate) async fn encode_sheet(sheet: Rgb8, print: Print) -> Result<Bytes, Unavailable> {
    encode(move || {
        let profile = EmbeddedProfile::Icc(profile_of(&print.destination));
        imaging::encode(&sheet, print.dpi, profile, OutputFormat::Jpeg)
    })
    .await
}

/// Writes a picture as JPEG, away from the threads that answer others.
async fn encode(
    write: impl FnOnce() -> Result<Vec<u8>, imaging::EncodeError> + Send + 'static,
) -> Result<Bytes, Unavailable> {
    Ok(blocking(write).await??.into())
}

/// The profile that a file for that destination carries.
fn profile_of(destination: &Destination) -> &[u8] {
    match destination {
        Destination::Srgb => icc_bytes(Standard::Srgb),
        Destination::Printer(profile) => profile.icc(),
    }
}
