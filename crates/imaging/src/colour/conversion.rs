//! The way from a photo's samples to the numbers that are wanted.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use moxcms::{
    ColorProfile, DataColorSpace, Layout, RenderingIntent, ToneReprCurve, Transform8BitExecutor,
    TransformOptions,
};

use super::bake::Baker;
use super::cache::{self, Key};
use super::destination::{Destination, Intent, PrinterProfile};
use super::inks::{InkLattice, without_profile};
use super::lattice::{Fineness, Lattice};
use super::profile::Profile;
use super::samples::{Kind, Samples};

/// What the numbers shall mean afterwards.
#[derive(Clone, PartialEq)]
pub(crate) enum Target {
    /// Display P3 with the sRGB curve.
    Working,
    /// sRGB.
    Srgb,
    /// A printer's own.
    Printer(PrinterProfile),
}

/// A conversion from samples of one kind to three bytes a pixel. It can be used from any number of
/// threads at once.
pub(crate) struct Conversion {
    kind: Kind,
    way: Way,
}

enum Way {
    /// The numbers already mean what they should.
    Keep,
    /// Curves and a matrix.
    Curves(Arc<Transform8BitExecutor>),
    /// Tables for three colours.
    Table(Box<Lattice>),
    /// Curves and a matrix to the working space, then its table.
    CurvesAndTable(Arc<Transform8BitExecutor>, Arc<Conversion>),
    /// Every grey there is.
    Greys(Box<[[u8; 3]; 256]>),
    /// Tables for four inks.
    Inks(Box<InkLattice>),
    /// Inks of which nothing is known, as sRGB, and from there on.
    PlainInks(Arc<Conversion>),
}

impl Conversion {
    /// The conversion, from the cache if it was used lately. A profile that does not fit is passed
    /// over.
    pub(crate) fn of(kind: Kind, profile: &Profile, target: Target) -> Arc<Self> {
        let key = Key {
            kind,
            profile: profile.clone(),
            target,
        };
        cache::get(key, |key| Self {
            kind,
            way: Way::of(kind, &key.profile, &key.target),
        })
    }

    /// Converts pixels; stops at the end of the shorter slice. `to` takes three bytes for each of
    /// `from`'s pixels.
    pub(crate) fn run(&self, from: &[u8], to: &mut [u8]) {
        match &self.way {
            Way::Keep => {
                let length = from.len().min(to.len());
                to[..length].copy_from_slice(&from[..length]);
            }
            Way::Curves(transform) => curves(transform, from, to),
            Way::Table(lattice) => lattice.run(from, to),
            Way::CurvesAndTable(transform, table) => {
                let mut working = vec![0; from.len()];
                curves(transform, from, &mut working);
                table.run(&working, to);
            }
            Way::Greys(table) => {
                for (grey, to) in from.iter().zip(to.chunks_exact_mut(3)) {
                    to.copy_from_slice(&table[usize::from(*grey)]);
                }
            }
            Way::Inks(lattice) => lattice.run(from, to),
            Way::PlainInks(next) => {
                let rgb: Vec<u8> = from
                    .chunks_exact(4)
                    .flat_map(|inks| without_profile([inks[0], inks[1], inks[2], inks[3]]))
                    .collect();
                next.run(&rgb, to);
            }
        }
    }

    /// Converts a whole picture, which must be of this conversion's kind.
    pub(super) fn apply(&self, samples: Samples) -> Vec<u8> {
        let per_pixel = self.kind.per_pixel();
        let from = samples.into_bytes();
        if matches!(self.way, Way::Keep) {
            return from;
        }
        if self.kind == Kind::Rgb {
            return self.in_place(from);
        }
        let mut to = vec![0; from.len() / per_pixel * 3];
        self.run(&from, &mut to);
        to
    }
}

impl Conversion {
    /// Piece by piece through a buffer that stays in cache: a photo must not be held twice.
    fn in_place(&self, mut rgb: Vec<u8>) -> Vec<u8> {
        const PIECE_BYTES: usize = 3 * 8192;
        let mut piece = [0; PIECE_BYTES];
        for pixels in rgb.chunks_mut(PIECE_BYTES) {
            let from = &mut piece[..pixels.len()];
            from.copy_from_slice(pixels);
            self.run(from, pixels);
        }
        rgb
    }
}

impl fmt::Debug for Conversion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Conversion")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl Way {
    fn of(kind: Kind, profile: &Profile, target: &Target) -> Self {
        match kind {
            Kind::Rgb => Self::of_rgb(profile, target)
                .or_else(|| Self::of_rgb(&Profile::Srgb, target))
                .unwrap_or(Self::Keep),
            Kind::Grey => {
                Self::of_grey(profile, target).unwrap_or_else(|| Self::of_equal(profile, target))
            }
            Kind::Cmyk => Self::of_inks(profile, target).unwrap_or_else(|| {
                Self::PlainInks(Conversion::of(Kind::Rgb, &Profile::Srgb, target.clone()))
            }),
        }
    }

    fn of_rgb(profile: &Profile, target: &Target) -> Option<Self> {
        match (profile, target) {
            (Profile::Srgb, Target::Srgb) | (Profile::DisplayP3, Target::Working) => {
                return Some(Self::Keep);
            }
            _ => {}
        }
        let parsed = profile.parsed();
        let simple = parsed.as_ref().filter(|profile| is_curves(profile));
        if let (Some(source), Some(target)) = (simple, target.curves()) {
            return Self::of_curves(source, &target);
        }
        let icc = profile.icc(parsed.as_ref())?;
        if let Some(source) = simple.filter(|profile| is_unusual(profile)) {
            let working = Target::Working.curves()?;
            let Self::Curves(transform) = Self::of_curves(source, &working)? else {
                return None;
            };
            let table = Conversion::of(Kind::Rgb, &Profile::DisplayP3, target.clone());
            return Some(Self::CurvesAndTable(transform, table));
        }
        let fineness = if simple.is_some() {
            Fineness::Usual
        } else {
            Fineness::Fine
        };
        let nodes = Baker::new(&icc, Kind::Rgb, target)?.rgb(&Lattice::colours(fineness))?;
        Some(Self::Table(Box::new(Lattice::new(fineness, &nodes)?)))
    }

    fn of_curves(source: &ColorProfile, target: &ColorProfile) -> Option<Self> {
        let options = TransformOptions {
            rendering_intent: RenderingIntent::RelativeColorimetric,
            allow_use_cicp_transfer: false, // the curves of the profile itself are what counts
            ..TransformOptions::default()
        };
        source
            .create_transform_8bit(Layout::Rgb, target, Layout::Rgb, options)
            .ok()
            .map(Self::Curves)
    }

    /// Grey by a profile of grey.
    fn of_grey(profile: &Profile, target: &Target) -> Option<Self> {
        let Profile::Embedded(icc) = profile else {
            return None;
        };
        let greys: Vec<_> = (0..=255_u16).map(|grey| [grey * 257]).collect();
        let converted = Baker::new(icc, Kind::Grey, target)?.greys(&greys)?;
        let mut table = [[0; 3]; 256];
        for (to, from) in table.iter_mut().zip(converted) {
            *to = from.map(|sample| ((u32::from(sample) + 128) / 257) as u8);
        }
        Some(Self::Greys(Box::new(table)))
    }

    /// Grey as equal parts of red, green and blue.
    fn of_equal(profile: &Profile, target: &Target) -> Self {
        let equal: Vec<u8> = (0..=255).flat_map(|grey| [grey; 3]).collect();
        let mut converted = equal.clone();
        Conversion::of(Kind::Rgb, profile, target.clone()).run(&equal, &mut converted);
        let mut table = [[0; 3]; 256];
        for (to, from) in table.iter_mut().zip(converted.chunks_exact(3)) {
            to.copy_from_slice(from);
        }
        Self::Greys(Box::new(table))
    }

    fn of_inks(profile: &Profile, target: &Target) -> Option<Self> {
        let Profile::Embedded(icc) = profile else {
            return None;
        };
        let nodes = Baker::new(icc, Kind::Cmyk, target)?.inks(&InkLattice::colours())?;
        Some(Self::Inks(Box::new(InkLattice::new(&nodes)?)))
    }
}

impl Target {
    /// What a destination wants.
    pub(crate) fn of(destination: &Destination) -> Self {
        match destination {
            Destination::Srgb => Self::Srgb,
            Destination::Printer(printer) => Self::Printer(printer.clone()),
        }
    }

    /// The target for the fast engine, if it is made of curves and a matrix. Black of such a
    /// profile is no light at all, so that compensating for it changes nothing.
    fn curves(&self) -> Option<ColorProfile> {
        match self {
            Self::Working => Some(ColorProfile::new_display_p3()),
            Self::Srgb => Some(ColorProfile::new_srgb()),
            Self::Printer(printer) if printer.intent() == Intent::AbsoluteColorimetric => None,
            Self::Printer(printer) => ColorProfile::new_from_slice(printer.icc())
                .ok()
                .filter(is_curves),
        }
    }
}

impl Profile {
    /// The profile as a file, for the engine that knows tables.
    fn icc(&self, parsed: Option<&ColorProfile>) -> Option<Cow<'_, [u8]>> {
        match self {
            Self::Embedded(icc) if icc.len() <= super::profile::MAX_PROFILE_BYTES => {
                Some(Cow::Borrowed(icc))
            }
            Self::Embedded(_) => None,
            _ => parsed?.encode().ok().map(Cow::Owned),
        }
    }
}

fn curves(transform: &Arc<Transform8BitExecutor>, from: &[u8], to: &mut [u8]) {
    let pixels = from.len().min(to.len()) / 3 * 3;
    // The only error is a length that is not whole pixels.
    let _ = transform.transform(&from[..pixels], &mut to[..pixels]);
}

/// Whether three curves and a matrix are all there is to the profile.
fn is_curves(profile: &ColorProfile) -> bool {
    profile.is_matrix_shaper()
        && profile.pcs == DataColorSpace::Xyz
        && profile.lut_a_to_b_perceptual.is_none()
        && profile.lut_a_to_b_colorimetric.is_none()
        && profile.lut_a_to_b_saturation.is_none()
        && profile.lut_b_to_a_perceptual.is_none()
        && profile.lut_b_to_a_colorimetric.is_none()
        && profile.lut_b_to_a_saturation.is_none()
}

/// Whether the curve is far from those of screens and cameras (exponents of 1.8 to 2.6): linear
/// light, whose shadows hold few codes, or a range that reaches beyond black and white. A lattice
/// over such codes would be too coarse where the colours are.
fn is_unusual(profile: &ColorProfile) -> bool {
    const USUAL: [(f32, f32, f32); 3] = [(0.25, 0.02, 0.11), (0.5, 0.14, 0.33), (0.75, 0.42, 0.65)];
    let light = |curve: &ToneReprCurve| curve.make_linear_evaluator().ok();
    let Some(light) = profile.green_trc.as_ref().and_then(light) else {
        return false;
    };
    USUAL
        .iter()
        .any(|(code, least, most)| !(*least..=*most).contains(&light.evaluate_value(*code)))
}
