//! A photo on its way from a decoder: a few rows at a time, plane by plane, as stored.
//!
//! Only a strip of it is ever in memory. The planes of a JPEG keep the sizes they are coded in, so
//! that colour, of which there is often a quarter as much as lightness, is never blown up only to
//! be scaled down again.

use order::{Refusal, Soundness};

use crate::colour::{Kind, Samples};

/// What the samples of the planes mean, one plane each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    /// Lightness alone.
    Grey,
    /// Lightness, blueness, redness (JFIF's YCbCr, full range).
    Ycc,
    /// Red, green, blue.
    Rgb,
    /// Cyan, magenta, yellow, black; 255 is full ink.
    Cmyk,
    /// The same upside down, as Adobe's programs store it: 255 is bare paper.
    InvertedCmyk,
    /// Cyan, magenta and yellow as if they were red, green and blue turned into YCbCr, and black
    /// upside down (Adobe technical note 5116).
    Ycck,
}

impl Coding {
    /// How many planes there are.
    pub(crate) const fn planes(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::Ycc | Self::Rgb => 3,
            Self::Cmyk | Self::InvertedCmyk | Self::Ycck => 4,
        }
    }

    /// How many samples a pixel has once the planes have been put together.
    pub(crate) const fn samples(self) -> usize {
        self.planes()
    }

    /// What the samples of a pixel are once the planes have been put together.
    pub(crate) const fn kind(self) -> Kind {
        match self {
            Self::Grey => Kind::Grey,
            Self::Ycc | Self::Rgb => Kind::Rgb,
            Self::Cmyk | Self::InvertedCmyk | Self::Ycck => Kind::Cmyk,
        }
    }
}

/// One plane of a photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Plane {
    /// Columns that belong to the picture.
    pub width: usize,
    /// Rows that belong to the picture.
    pub height: usize,
    /// Bytes from one row of a strip to the next.
    pub stride: usize,
    /// Columns of this plane to a pixel of the whole stored photo.
    pub across: f64,
    /// Rows of this plane to a pixel of the whole stored photo.
    pub down: f64,
}

/// Some rows of every plane.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strip {
    pub planes: Vec<Band>,
}

/// Some rows of one plane.
#[derive(Clone, Debug, Default)]
pub(crate) struct Band {
    /// Which row of the plane the first one is.
    pub first: usize,
    /// How many rows belong to the picture; there may be room for more.
    pub rows: usize,
    /// Row after row, `stride` bytes each.
    pub samples: Vec<u8>,
}

/// Where strips come from.
pub(crate) trait Strips {
    /// What the samples mean.
    fn coding(&self) -> Coding;

    /// The planes, as many as the coding says.
    fn planes(&self) -> &[Plane];

    /// Passes over the strips that end above the given row of every plane. Called at most once,
    /// before the first strip is read.
    fn skip_above(&mut self, first_rows: &[usize]) -> Result<(), Refusal>;

    /// Reads the next strip into `strip`, whose memory is used again. `false`, if the last one has
    /// been read.
    fn next(&mut self, strip: &mut Strip) -> Result<bool, Refusal>;

    /// Whether all of the picture was there, as far as it has been read.
    fn soundness(&self) -> Soundness {
        Soundness::Whole
    }
}

/// A picture that has been decoded whole, as strips.
pub(crate) struct WholePicture {
    samples: Samples,
    planes: Vec<Plane>,
    read: usize,
}

/// Rows of a strip of a whole picture.
const ROWS: usize = 64;

impl WholePicture {
    /// `None`, if there are not as many samples as the size says.
    pub(crate) fn new(samples: Samples, (width, height): (u32, u32)) -> Option<Self> {
        let (width, height) = (width as usize, height as usize);
        let plane = Plane {
            width,
            height,
            stride: width,
            across: 1.0,
            down: 1.0,
        };
        let per_pixel = samples.per_pixel();
        (samples.bytes().len() == width * height * per_pixel).then(|| Self {
            samples,
            planes: vec![plane; per_pixel],
            read: 0,
        })
    }
}

impl Strips for WholePicture {
    fn coding(&self) -> Coding {
        match self.samples {
            Samples::Grey(_) => Coding::Grey,
            Samples::Rgb(_) => Coding::Rgb,
            Samples::Cmyk(_) => Coding::Cmyk,
        }
    }

    fn planes(&self) -> &[Plane] {
        &self.planes
    }

    fn skip_above(&mut self, first_rows: &[usize]) -> Result<(), Refusal> {
        self.read = first_rows.iter().copied().min().unwrap_or(0);
        Ok(())
    }

    fn next(&mut self, strip: &mut Strip) -> Result<bool, Refusal> {
        let per_pixel = self.planes.len();
        let Some(plane) = self.planes.first() else {
            return Ok(false);
        };
        let rows = ROWS.min(plane.height.saturating_sub(self.read));
        let start = self.read * plane.width * per_pixel;
        let pixels = &self.samples.bytes()[start..][..rows * plane.width * per_pixel];
        strip.planes.resize_with(per_pixel, Band::default);
        for (at, band) in strip.planes.iter_mut().enumerate() {
            band.first = self.read;
            band.rows = rows;
            band.samples.clear();
            let samples = pixels.iter().skip(at).step_by(per_pixel);
            band.samples.extend(samples);
        }
        self.read += rows;
        Ok(rows > 0)
    }
}
