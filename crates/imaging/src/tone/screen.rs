//! From the working space to sRGB, for the screen.

use super::colour::Colours;
use super::transfer::{Curve, Encoder, LIGHT};
use super::warmth::apply;

/// Linear Display P3 to linear sRGB, from the primaries of both (SMPTE RP 431-2 with D65, and
/// IEC 61966-2-1).
const TO_SRGB: [[f32; 3]; 3] = [
    [1.224_940_2, -0.224_940_2, 0.0],
    [-0.042_057, 1.042_057, 0.0],
    [-0.019_637_6, -0.078_636, 1.098_273_6],
];

/// The conversion, made ready.
#[derive(Clone, Copy)]
pub(crate) struct Screen {
    decoder: &'static Curve,
    encoder: Encoder,
}

/// Makes the conversion ready.
pub(crate) fn to_screen() -> Screen {
    Screen {
        decoder: &LIGHT,
        encoder: Encoder::new(),
    }
}

impl Screen {
    /// The sRGB samples of some colours; what sRGB cannot show is cut off, as relative colorimetric
    /// conversion does everywhere else.
    #[inline(always)]
    pub(crate) fn show(self, colours: &mut Colours) {
        colours.each(|samples| {
            let light = apply(&TO_SRGB, samples.map(|sample| self.decoder.at(sample)));
            light.map(|light| self.encoder.sample(light))
        });
    }
}
