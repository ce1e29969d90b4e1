//! Light and colour: the sliders and the looks, in the working space (the primaries of Display P3
//! behind the sRGB tone curve, 8 bits a sample).
//!
//! [`Grading`] does it in one pass. What depends on where a pixel stands (highlights and shadows)
//! becomes a gain; everything else, the look and the way to the screen's colours included, is one
//! table of colours ([`lattice`]). Samples are rounded once, at the end.

pub(crate) mod colour;
mod grading;
mod lattice;
mod light;
mod mixing;
mod relief;
mod screen;
mod small;
pub(crate) mod transfer;
mod warmth;

use order::recipe::{LookSetting, Tone};

pub(crate) use grading::{Detail, Grading, Meaning};
pub(crate) use light::MOST_STOPS;
pub(crate) use relief::Relief;
pub(crate) use small::Small;
pub(crate) use transfer::{Curve, light_of};
pub(crate) use warmth::warming;

use crate::picture::Rgb8;

/// Sets tone and look of a picture in the working space, in place. Sharpness is not part of it. A
/// neutral tone without a look leaves every sample as it is.
pub fn grade(picture: &mut Rgb8, tone: &Tone, look: LookSetting) {
    let Some(grading) = Grading::new(tone, look, Meaning::Working, Detail::Fine) else {
        return;
    };
    let relief = grading
        .needs_relief()
        .then(|| Relief::of(&Small::of(picture)));
    grading.apply(picture, relief.as_ref());
}
