//! What a pixel's numbers mean, and turning them into what a printer or a screen expects.
//!
//! Photos are converted after the resize, on the few pixels that are left: from their own profile
//! to the destination in one step when nothing is edited, else to the working space (Display P3
//! with the sRGB curve) and from there to the destination. A profile that cannot be read or does
//! not fit the pixels is treated as if there were none: a print in slightly wrong colours is worth
//! more to a customer than no print.
//!
//! Two engines share the work. Profiles made of three curves and a matrix, as every phone writes
//! them, go through moxcms, which is fast. Everything with tables (printers, scanners, inks) is
//! asked of littleCMS once, on a lattice of colours, because it knows black point compensation;
//! the pixels then go through our own interpolation of that lattice ([`lattice`], [`inks`]).
//!
//! Linear light: the matrix step of every conversion works in it. Transparency is laid on white in
//! the file's own encoding, as every viewer that the customer may have seen the picture in does,
//! and resizing works on encoded values as all print software does.
//!
//! Start reading at [`to_destination`].

mod bake;
mod cache;
mod conversion;
mod destination;
mod icc;
mod inks;
mod lattice;
mod profile;
mod samples;

pub(crate) use conversion::{Conversion, Target};
pub use destination::{Destination, Intent, PrinterProfile, PrinterProfileError};
pub use icc::{Standard, icc_bytes};
pub use profile::{Chromaticities, Profile};
pub(crate) use samples::Kind;
pub use samples::Samples;

/// Lets littleCMS do once what needs the system's files, before a jail takes them away: it writes
/// the date into every profile that it makes, and the C library looks up the time zone for the
/// first date that it is asked for.
pub fn warm_up() {
    drop(lcms2::Profile::new_srgb());
}

/// Three bytes of working space a pixel: Display P3 with the sRGB curve.
pub fn to_working(samples: Samples, profile: &Profile) -> Vec<u8> {
    Conversion::of(samples.kind(), profile, Target::Working).apply(samples)
}

/// Three bytes a pixel as the destination wants them, in one conversion: for photos that are not
/// edited.
pub fn to_destination(samples: Samples, profile: &Profile, destination: &Destination) -> Vec<u8> {
    Conversion::of(samples.kind(), profile, Target::of(destination)).apply(samples)
}

/// Three bytes a pixel in the smaller of the two spaces that need no file to be known: sRGB, unless
/// the profile reaches beyond it.
pub fn to_standard(samples: Samples, profile: &Profile) -> (Vec<u8>, Standard) {
    let (target, standard) = if profile.is_wider_than_srgb(samples.kind()) {
        (Target::Working, Standard::DisplayP3)
    } else {
        (Target::Srgb, Standard::Srgb)
    };
    let rgb = Conversion::of(samples.kind(), profile, target).apply(samples);
    (rgb, standard)
}

/// The working space as the destination wants it: after edits.
pub fn from_working(rgb: Vec<u8>, destination: &Destination) -> Vec<u8> {
    to_destination(Samples::Rgb(rgb), &Profile::DisplayP3, destination)
}

impl Destination {
    /// Builds the tables from the working space to this destination, which are then kept.
    pub fn prepare(&self) {
        Conversion::of(samples::Kind::Rgb, &Profile::DisplayP3, Target::of(self));
    }
}
