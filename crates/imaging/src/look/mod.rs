//! Looks: ready-made moods, each a few numbers in [`styles`] and no table of a stranger's.
//!
//! A look is worn by a colour after the sliders: its hue first (stretches of the colour circle
//! turned, strengthened or darkened), then its saturation, then one curve for all samples that keeps
//! the hue, then one for each of red, green and blue, which tint lights and shadows. A black and
//! white look mixes the three samples into grey instead of the first two.

mod styles;

use order::recipe::LookSetting;

use crate::tone::Curve;
use crate::tone::colour::{Direction, Hue, Samples, keeping_hue, lightness, saturated, skin};

/// A curve's points, from and to, 0 to 255, rising.
type Points = &'static [(u8, u8)];

/// What a look does, as it is written down.
#[derive(Clone, Copy, Debug)]
struct Recipe {
    colours: Colours,
    /// For all samples; keeps the hue.
    curve: Points,
    red: Points,
    green: Points,
    blue: Points,
}

/// What happens to colours before the curves.
#[derive(Clone, Copy, Debug)]
enum Colours {
    /// They become grey: these shares of red, green and blue, which sum to 1.
    Grey(Samples),
    /// They stay colours.
    Kept {
        /// Chroma is multiplied with this; skin gets half of what is above 1.
        saturation: f32,
        hues: &'static [Stretch],
    },
}

/// What happens to a stretch of the colour circle.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    direction: Direction,
    /// Degrees around the circle, at most 30 either way.
    turn: f32,
    /// Chroma times this.
    saturation: f32,
    /// Lightness times this, for strong colours; greys stay.
    light: f32,
}

/// A look, made ready for many colours.
pub(crate) struct Style {
    colours: Colours,
    curve: Curve,
    channels: [Curve; 3],
    strength: f32,
}

impl Style {
    /// The look by name, as strong as was set.
    pub(crate) fn of(look: LookSetting) -> Self {
        let recipe = styles::recipe(look.name);
        Self {
            colours: recipe.colours,
            curve: Curve::through(recipe.curve),
            channels: [recipe.red, recipe.green, recipe.blue].map(Curve::through),
            strength: look.strength.min(100) as f32 / 100.0,
        }
    }

    /// What becomes of a colour.
    #[inline(always)]
    pub(crate) fn worn_by(&self, colour: Samples) -> Samples {
        let mixed = match self.colours {
            Colours::Grey(shares) => [grey(colour, shares); 3],
            Colours::Kept { saturation, hues } => coloured(colour, saturation, hues),
        };
        let curved = keeping_hue(mixed, |sample| self.curve.at(sample));
        std::array::from_fn(|sample| {
            let worn = self.channels[sample].at(curved[sample]);
            colour[sample] + (worn - colour[sample]) * self.strength
        })
    }
}

/// Mixed as light, nearly (squares), so that strong colours do not turn darker than they look.
#[inline(always)]
fn grey(colour: Samples, shares: Samples) -> f32 {
    let light: f32 = (0..3)
        .map(|sample| shares[sample] * colour[sample] * colour[sample])
        .sum();
    light.max(0.0).sqrt()
}

#[inline(always)]
fn coloured(colour: Samples, saturation: f32, hues: &[Stretch]) -> Samples {
    let mut hue = Hue::of(colour);
    let mut light = lightness(colour);
    let (mut turn, mut gain) = (0.0, saturation);
    let strong = (hue.chroma * 3.0).min(1.0);
    for stretch in hues {
        let near = hue.nearness(stretch.direction);
        turn += near * stretch.turn;
        gain *= 1.0 + near * (stretch.saturation - 1.0);
        light *= 1.0 + near * strong * (stretch.light - 1.0);
    }
    if gain > 1.0 {
        gain = 1.0 + (gain - 1.0) * (1.0 - 0.5 * skin(colour));
    }
    hue = hue.turned(turn.to_radians());
    let turned = hue.colour(light.min(1.0));
    saturated(within_gamut(turned, light.min(1.0)), gain)
}

/// A colour that turning or darkening pushed out of the cube, drawn back towards its grey.
#[inline(always)]
fn within_gamut(colour: Samples, grey: f32) -> Samples {
    let mut kept = 1.0_f32;
    for sample in colour {
        let away = sample - grey;
        let room = if away > 0.0 { 1.0 - grey } else { grey };
        kept = kept.min(room / away.abs().max(1e-6));
    }
    colour.map(|sample| grey + (sample - grey) * kept.min(1.0))
}
