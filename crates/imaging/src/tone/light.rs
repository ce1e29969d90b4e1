//! The sliders that do the same to a colour wherever it stands: warmth, exposure, contrast and
//! saturation, in this order.

use order::recipe::Tone;

use super::colour::{Colours, keeping_hue, saturated, skin};
use super::transfer::{Curve, Encoder, LIGHT};
use super::warmth::{apply, luminance, warming};

/// Stops of exposure at the slider's end.
pub(crate) const MOST_STOPS: f32 = 1.5;

/// Middle grey (18 % of light) as a sample, around which contrast turns.
const MIDDLE_GREY: f32 = 0.461;

/// How much of their saturation colours of skin gain when the slider goes up.
const SKIN_SHARE: f32 = 0.35;

/// The sliders, made ready for many colours.
pub(crate) struct Light {
    white_balance: Option<[[f32; 3]; 3]>,
    exposure: Exposure,
    contrast: Option<Curve>,
    saturation: i32,
    decoder: &'static Curve,
    encoder: Encoder,
}

impl Light {
    /// The sliders of a tone; `None` if all are at 0.
    pub(crate) fn of(tone: &Tone) -> Option<Self> {
        if (tone.exposure, tone.contrast, tone.saturation, tone.warmth) == (0, 0, 0, 0) {
            return None;
        }
        let white_balance = (tone.warmth != 0).then(|| warming(tone.warmth));
        let brightest = white_balance.map_or(1.0, |matrix| {
            apply(&matrix, [1.0; 3]).into_iter().fold(1.0, f32::max)
        });
        Some(Self {
            white_balance,
            exposure: Exposure::new(tone.exposure, brightest),
            contrast: (tone.contrast != 0).then(|| contrast(tone.contrast)),
            saturation: tone.saturation,
            decoder: &LIGHT,
            encoder: Encoder::new(),
        })
    }

    /// What becomes of some colours.
    #[inline(always)]
    pub(crate) fn shed(&self, colours: &mut Colours) {
        colours.each(|samples| samples.map(|sample| self.decoder.at(sample)));
        if let Some(matrix) = &self.white_balance {
            colours.each(|light| apply(matrix, light).map(|part| part.max(0.0)));
        }
        colours.each(|light| keeping_hue(light, |light| self.exposure.of(light)));
        if self.saturation < 0 {
            let kept = 1.0 + self.saturation as f32 / 100.0;
            colours.each(|light| {
                let grey = self.encoder.sample(luminance(light));
                light.map(|light| grey + (self.encoder.sample(light) - grey) * kept)
            });
        } else {
            colours.each(|light| light.map(|light| self.encoder.sample(light)));
        }
        if let Some(curve) = &self.contrast {
            colours.each(|samples| keeping_hue(samples, |sample| curve.at(sample)));
        }
        if self.saturation > 0 {
            let more = self.saturation as f32 / 100.0;
            colours.each(|samples| {
                let share = 1.0 - (1.0 - SKIN_SHARE) * skin(samples);
                saturated(samples, 1.0 + more * share)
            });
        }
    }
}

/// Light times a gain, with a shoulder: `gain x light` in the dark, and the brightest light there is
/// still becomes white and no more, so that skies keep their shape.
struct Exposure {
    gain: f32,
    bend: f32,
}

impl Exposure {
    /// `brightest` is the light that shall become white.
    fn new(exposure: i32, brightest: f32) -> Self {
        let gain = (exposure as f32 / 100.0 * MOST_STOPS).exp2();
        // Less light lets white fall too, by half as many stops: paper-white that stays while all
        // else darkens looks like more contrast.
        let white = (gain * brightest).sqrt().min(1.0);
        Self {
            gain,
            bend: (gain / white).powi(2) - brightest.powi(-2),
        }
    }

    #[inline(always)]
    fn of(&self, light: f32) -> f32 {
        self.gain * light / (1.0 + self.bend * light * light).sqrt()
    }
}

/// Black and white stay; the middle grows steeper (an S of two powers), or flatter (towards the
/// middle, where black and white give way too).
fn contrast(contrast: i32) -> Curve {
    let share = contrast as f32 / 100.0;
    Curve::of(|x| {
        if share < 0.0 {
            return MIDDLE_GREY + (x - MIDDLE_GREY) * (1.0 + 0.5 * share);
        }
        let steepness = 1.0 + 0.7 * share;
        if x < MIDDLE_GREY {
            MIDDLE_GREY * (x / MIDDLE_GREY).powf(steepness)
        } else {
            let rest = 1.0 - MIDDLE_GREY;
            1.0 - rest * ((1.0 - x) / rest).powf(steepness)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::colour::{Samples, lightness};
    use super::*;

    fn shed(tone: Tone, colour: Samples) -> Samples {
        let mut colours = Colours::all(colour);
        if let Some(light) = Light::of(&tone) {
            light.shed(&mut colours);
        }
        colours.get(0)
    }

    #[test]
    fn exposure_is_stops_of_light_in_the_dark_and_ends_at_white() {
        let up = Tone {
            exposure: 100,
            ..Tone::NEUTRAL
        };
        let dark = super::super::transfer::light_of(shed(up, [0.2; 3])[1]);
        let stops = (dark / super::super::transfer::light_of(0.2)).log2();
        assert!((stops - 1.5).abs() < 0.03, "100 is {stops} stops");
        assert!(
            (shed(up, [1.0; 3])[0] - 1.0).abs() < 1e-3,
            "white stays white"
        );
        assert!(shed(up, [0.9; 3])[0] < 0.999, "a bright sky is not clipped");
    }

    #[test]
    fn saturation_at_its_least_is_grey_and_skin_gains_less_than_leaves() {
        let none = Tone {
            saturation: -100,
            ..Tone::NEUTRAL
        };
        let [red, green, blue] = shed(none, [0.8, 0.3, 0.1]);
        assert!(
            (red - green).abs() < 0.002 && (green - blue).abs() < 0.002,
            "no colour is left: {red} {green} {blue}"
        );
        let more = Tone {
            saturation: 60,
            ..Tone::NEUTRAL
        };
        let spread =
            |[red, green, blue]: Samples| red.max(green).max(blue) - red.min(green).min(blue);
        let skin = [0.78, 0.6, 0.52];
        let leaf = [0.52, 0.78, 0.6];
        let skin_gain = spread(shed(more, skin)) / spread(skin);
        let leaf_gain = spread(shed(more, leaf)) / spread(leaf);
        assert!(
            skin_gain > 1.05 && skin_gain < 1.0 + (leaf_gain - 1.0) * 0.7,
            "skin gained {skin_gain}, a leaf {leaf_gain}"
        );
    }

    #[test]
    fn every_slider_keeps_black_to_white_in_order() {
        for exposure in [-100, -40, 0, 40, 100] {
            for contrast in [-100, 0, 100] {
                for warmth in [-100, 0, 100] {
                    let tone = Tone {
                        exposure,
                        contrast,
                        warmth,
                        saturation: 40,
                        ..Tone::NEUTRAL
                    };
                    let greys: Vec<f32> = (0..=64)
                        .map(|step| lightness(shed(tone, [step as f32 / 64.0; 3])))
                        .collect();
                    assert!(
                        greys.windows(2).all(|pair| pair[1] >= pair[0] - 1e-4),
                        "a brighter grey stays brighter under {tone:?}"
                    );
                }
            }
        }
    }
}
