//! High dynamic range on paper: everything up to three quarters of diffuse white stays as bright
//! as it is, and what is brighter is folded into the last quarter, with its hue.

/// How a file writes light as numbers (ITU-R BT.2100).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hdr {
    /// Perceptual quantization: absolute light.
    Pq,
    /// Hybrid log-gamma: light relative to the brightest.
    Hlg,
}

/// Diffuse white in candela a square metre (ITU-R BT.2408, section 2.1).
const WHITE_NITS: f32 = 203.0;

/// The brightest light that still makes a difference on paper, of a master of 1000 nits.
const PEAK: f32 = 1000.0 / WHITE_NITS;

/// Below this share of white nothing changes.
const KNEE: f32 = 0.75;

/// From rows of 16-bit samples to Display P3 in 8 bits.
pub(super) struct ToneMap {
    hdr: Hdr,
    /// Linear light of each sample, cut to 12 bits: relative to white for PQ, to the peak for HLG.
    light: Vec<f32>,
    /// From the file's primaries to those of Display P3, in linear light.
    primaries: [[f32; 3]; 3],
    /// The sRGB curve, by linear light in 65,535ths.
    encoded: Vec<u8>,
}

impl ToneMap {
    /// `primaries` is a code point of ITU-T H.273, table 2.
    pub(super) fn new(hdr: Hdr, primaries: i32) -> Self {
        let curve = match hdr {
            Hdr::Pq => pq_light,
            Hdr::Hlg => hlg_light,
        };
        Self {
            hdr,
            light: (0..4096)
                .map(|sample| curve(sample as f32 / 4095.0))
                .collect(),
            primaries: match primaries {
                1 => FROM_BT709,
                12 => IDENTITY,
                _ => FROM_BT2020,
            },
            encoded: (0..=65_535)
                .map(|light| srgb_sample(light as f32 / 65_535.0))
                .collect(),
        }
    }

    /// Appends one row.
    pub(super) fn append(&self, row: &[u16], rgb: &mut Vec<u8>) {
        for pixel in row.chunks_exact(3) {
            let seen =
                [pixel[0], pixel[1], pixel[2]].map(|sample| self.light[usize::from(sample >> 4)]);
            let light = match self.hdr {
                Hdr::Pq => seen,
                Hdr::Hlg => displayed(seen),
            };
            let light = self.primaries.map(|row| {
                let sum: f32 = row
                    .iter()
                    .zip(light)
                    .map(|(part, light)| part * light)
                    .sum();
                sum.max(0.0)
            });
            let brightest = light.iter().copied().fold(0.0, f32::max);
            let scale = if brightest > KNEE {
                folded(brightest) / brightest
            } else {
                1.0
            };
            rgb.extend(light.map(|light| {
                let place = (light * scale * 65_535.0 + 0.5) as usize;
                self.encoded[place.min(65_535)]
            }));
        }
    }
}

/// A curve that leaves the knee as steep as it came and reaches white, flat, at the peak.
fn folded(light: f32) -> f32 {
    let way = ((light - KNEE) / (PEAK - KNEE)).min(1.0);
    let bend = (1.0 - KNEE) / (PEAK - 1.0);
    KNEE + (1.0 - KNEE) * way * (1.0 + bend) / (way + bend)
}

/// The PQ curve of SMPTE ST 2084, relative to diffuse white.
fn pq_light(sample: f32) -> f32 {
    const M1: f32 = 2610.0 / 16384.0;
    const M2: f32 = 2523.0 / 4096.0 * 128.0;
    const C1: f32 = 3424.0 / 4096.0;
    const C2: f32 = 2413.0 / 4096.0 * 32.0;
    const C3: f32 = 2392.0 / 4096.0 * 32.0;
    let root = sample.powf(1.0 / M2);
    let share = ((root - C1).max(0.0) / (C2 - C3 * root)).powf(1.0 / M1);
    share * 10_000.0 / WHITE_NITS
}

/// The inverse of the HLG curve of ITU-R BT.2100, table 5: light of the scene, 0 to 1.
fn hlg_light(sample: f32) -> f32 {
    const A: f32 = 0.178_832_77;
    const B: f32 = 1.0 - 4.0 * A;
    const C: f32 = 0.559_910_7;
    if sample <= 0.5 {
        sample * sample / 3.0
    } else {
        (((sample - C) / A).exp() + B) / 12.0
    }
}

/// A scene's light as a display of 1000 nits shows it (system gamma 1.2), relative to white.
fn displayed(scene: [f32; 3]) -> [f32; 3] {
    let luminance = 0.2627 * scene[0] + 0.6780 * scene[1] + 0.0593 * scene[2];
    let gain = luminance.max(0.0).powf(0.2) * PEAK;
    scene.map(|light| light * gain)
}

/// The curve of sRGB and of Display P3 (IEC 61966-2-1).
fn srgb_sample(light: f32) -> u8 {
    let encoded = if light <= 0.003_130_8 {
        12.92 * light
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    };
    (encoded * 255.0 + 0.5) as u8
}

const IDENTITY: [[f32; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

/// Between two sets of primaries with the same white, from their chromaticities.
const FROM_BT2020: [[f32; 3]; 3] = [
    [1.343_578, -0.282_180, -0.061_398],
    [-0.065_297, 1.075_788, -0.010_491],
    [0.002_822, -0.019_598, 1.016_776],
];

const FROM_BT709: [[f32; 3]; 3] = [
    [0.822_462, 0.177_538, 0.0],
    [0.033_194, 0.966_806, 0.0],
    [0.017_083, 0.072_397, 0.910_520],
];

#[cfg(test)]
mod tests {
    use super::*;

    /// A sample of PQ for that much light, by looking for it.
    fn pq_sample(light: f32) -> u16 {
        let place = (0..=4095).find(|place| pq_light(f32::from(*place) / 4095.0) >= light);
        place.unwrap_or(4095) << 4
    }

    fn shown(map: &ToneMap, pixel: [u16; 3]) -> [u8; 3] {
        let mut rgb = Vec::new();
        map.append(&pixel, &mut rgb);
        [rgb[0], rgb[1], rgb[2]]
    }

    #[test]
    fn ordinary_light_stays_as_it_is() {
        let map = ToneMap::new(Hdr::Pq, 12);
        for share in [0.05_f32, 0.18, 0.5, 0.7] {
            let grey = shown(&map, [pq_sample(share); 3])[0];
            assert!(
                grey.abs_diff(srgb_sample(share)) <= 1,
                "{share} of white is printed as {grey}"
            );
        }
    }

    #[test]
    fn a_lamp_is_white_and_no_brighter_light_is_darker() {
        let map = ToneMap::new(Hdr::Pq, 9);
        assert_eq!(
            shown(&map, [pq_sample(PEAK); 3]),
            [255; 3],
            "the peak is the paper's white"
        );
        let mut last = 0;
        for sample in (0..=4095_u16).map(|place| place << 4) {
            let grey = shown(&map, [sample; 3])[1];
            assert!(grey >= last, "light {sample} is printed darker than less");
            last = grey;
        }
    }

    #[test]
    fn hlg_s_reference_white_is_nearly_the_paper_s() {
        let map = ToneMap::new(Hdr::Hlg, 9);
        // BT.2408 puts diffuse white at 75 % of the HLG signal.
        let white = shown(&map, [(0.75_f32 * 65_535.0) as u16; 3]);
        assert!(
            white.iter().all(|sample| (215..=250).contains(sample)),
            "between the knee and the peak: {white:?}"
        );
    }

    #[test]
    fn greys_stay_grey_whatever_the_primaries() {
        for primaries in [1, 9, 12] {
            let map = ToneMap::new(Hdr::Pq, primaries);
            let [red, green, blue] = shown(&map, [pq_sample(0.4); 3]);
            assert!(
                red.abs_diff(green) <= 1 && green.abs_diff(blue) <= 1,
                "{primaries}: {red} {green} {blue}"
            );
        }
    }
}
