//! Looks: ready-made moods, each a few numbers in [`styles`] and no table of a stranger's.
//!
//! A look is worn by a colour after the sliders: its hue first (stretches of the colour circle
//! turned, strengthened or darkened), then its saturation, then one curve for all samples that keeps
//! the hue, then one for each of red, green and blue, which tint lights and shadows. A black and
//! white look mixes the three samples into grey instead of the first two.

mod styles;

use order::recipe::LookSetting;

use crate::tone::Curve;
use crate::tone::colour::{
    Colours, Direction, Hue, LANES, Samples, keeping_hue, lightness, saturated, skin,
};

/// A curve's points, from and to, 0 to 255, rising.
type Points = &'static [(u8, u8)];

/// What a look does, as it is written down.
#[derive(Clone, Copy, Debug)]
struct Recipe {
    change: Change,
    /// For all samples; keeps the hue.
    curve: Points,
    red: Points,
    green: Points,
    blue: Points,
}

/// What happens to colours before the curves.
#[derive(Clone, Copy, Debug)]
enum Change {
    /// They become grey: these shares of red, green and blue, which sum to 1.
    Grey(Samples),
    /// They stay colours.
    Hues {
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
    change: Change,
    curve: Curve,
    channels: [Curve; 3],
    strength: f32,
}

impl Style {
    /// The look by name, as strong as was set.
    pub(crate) fn of(look: LookSetting) -> Self {
        let recipe = styles::recipe(look.name);
        Self {
            change: recipe.change,
            curve: Curve::through(recipe.curve),
            channels: [recipe.red, recipe.green, recipe.blue].map(Curve::through),
            strength: look.strength.min(100) as f32 / 100.0,
        }
    }

    /// What becomes of some colours.
    #[inline(always)]
    pub(crate) fn worn_by(&self, colours: &mut Colours) {
        let bare = colours.clone();
        match self.change {
            Change::Grey(shares) => colours.each(|samples| [grey(samples, shares); 3]),
            Change::Hues { saturation, hues } => recolour(colours, saturation, hues),
        }
        colours.each(|samples| keeping_hue(samples, |sample| self.curve.at(sample)));
        let [red, green, blue] = &self.channels;
        for lane in 0..LANES {
            let worn = colours.get(lane);
            let worn = [red.at(worn[0]), green.at(worn[1]), blue.at(worn[2])];
            let bare = bare.get(lane);
            let mixed =
                |sample: usize| bare[sample] + (worn[sample] - bare[sample]) * self.strength;
            colours.set(lane, [mixed(0), mixed(1), mixed(2)]);
        }
    }
}

/// Mixed as light, nearly (squares), so that strong colours do not turn darker than they look.
#[inline(always)]
fn grey([red, green, blue]: Samples, shares: Samples) -> f32 {
    let light = shares[0] * red * red + shares[1] * green * green + shares[2] * blue * blue;
    light.max(0.0).sqrt()
}

/// Turns, strengthens and darkens stretches of the colour circle.
#[inline(always)]
fn recolour(colours: &mut Colours, saturation: f32, hues: &[Stretch]) {
    let (mut turns, mut gains, mut lights) = ([0.0; LANES], [saturation; LANES], [1.0; LANES]);
    for stretch in hues {
        let turn = stretch.turn.to_radians();
        for lane in 0..LANES {
            let hue = Hue::of(colours.get(lane));
            let near = hue.nearness(stretch.direction);
            let strong = (hue.chroma * 3.0).min(1.0);
            turns[lane] += near * turn;
            gains[lane] *= 1.0 + near * (stretch.saturation - 1.0);
            lights[lane] *= 1.0 + near * strong * (stretch.light - 1.0);
        }
    }
    for lane in 0..LANES {
        let colour = colours.get(lane);
        let light = (lightness(colour) * lights[lane]).min(1.0);
        let more = (gains[lane] - 1.0).max(0.0) * (1.0 - 0.5 * skin(colour));
        let turned = Hue::of(colour).turned(turns[lane]).colour(light);
        let gain = gains[lane].min(1.0) + more;
        colours.set(lane, saturated(within_gamut(turned, light), gain));
    }
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
    colour.map(|sample| grey + (sample - grey) * kept)
}
