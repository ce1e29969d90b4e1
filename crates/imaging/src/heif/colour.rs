//! From what libheif decoded to three bytes a pixel of a known colour space.
//!
//! Pictures of 8 bits in sRGB or Display P3, or with an ICC profile, are passed on as they are.
//! Deep ones are converted to Display P3 with all their bits and rounded once; HDR is tone-mapped.

use moxcms::{
    CicpColorPrimaries, CicpProfile, ColorProfile, Layout, MatrixCoefficients, RenderingIntent,
    TransferCharacteristics, Transform16BitExecutor, TransformOptions,
};
use order::Refusal;

use super::hdr::{Hdr, ToneMap};
use crate::colour::Profile;

/// Interleaved samples in libheif's memory.
pub(super) struct Samples<'a> {
    pub(super) bytes: &'a [u8],
    /// Bytes from the start of a row to the next.
    pub(super) stride: usize,
    /// Bytes of a row that are samples.
    pub(super) row_bytes: usize,
    /// Whether a fourth sample is opacity.
    pub(super) alpha: bool,
    /// 8, or 9 to 16 in two little-endian bytes.
    pub(super) bits: u32,
}

/// What a file says of its colours. An ICC profile goes before code points (ISO/IEC 23008-12,
/// section 6.5.5).
pub(super) struct Claims {
    pub(super) icc: Option<Vec<u8>>,
    pub(super) nclx: Option<Nclx>,
}

/// Code points of ITU-T H.273.
#[derive(Clone, Copy)]
pub(super) struct Nclx {
    pub(super) primaries: i32,
    pub(super) transfer: i32,
}

/// Transfer characteristics of ITU-T H.273, table 3, that are seen on an ordinary screen as they
/// are: BT.709 and its relatives, unspecified, sRGB. They differ in the deepest shadows only, and
/// phones write one and mean the other.
const SCREEN: [i32; 6] = [1, 2, 6, 13, 14, 15];
const PQ: i32 = 16;
const HLG: i32 = 18;

/// How samples become three bytes.
enum Way {
    /// As they are.
    Keep(Profile),
    /// Through a profile, to Display P3.
    Convert(Box<Transform>),
    /// From high dynamic range, to Display P3.
    ToneMap(Box<ToneMap>),
}

type Transform = std::sync::Arc<Transform16BitExecutor>;

/// Three bytes a pixel, transparent pixels on white paper, and what they mean.
pub(super) fn to_eight_bits(
    samples: &Samples<'_>,
    claims: &Claims,
) -> Result<(Vec<u8>, Profile), Refusal> {
    let way = way(samples, claims);
    let channels = if samples.alpha { 4 } else { 3 };
    let width = samples.row_bytes / channels / if samples.bits > 8 { 2 } else { 1 };
    let rows = samples.bytes.len().div_ceil(samples.stride);
    let mut rgb = Vec::with_capacity(width * 3 * rows);
    let mut row = vec![0_u16; width * 3];
    let mut converted = row.clone();
    for bytes in samples.bytes.chunks(samples.stride) {
        widen(&bytes[..samples.row_bytes], samples, &mut row);
        match &way {
            Way::Keep(_) => rgb.extend(row.iter().map(|sample| narrow(*sample))),
            Way::Convert(transform) => {
                transform
                    .transform(&row, &mut converted)
                    .map_err(|_| Refusal::Damaged)?;
                rgb.extend(converted.iter().map(|sample| narrow(*sample)));
            }
            Way::ToneMap(map) => map.append(&row, &mut rgb),
        }
    }
    let profile = match way {
        Way::Keep(profile) => profile,
        Way::Convert(_) | Way::ToneMap(_) => Profile::DisplayP3,
    };
    Ok((rgb, profile))
}

fn way(samples: &Samples<'_>, claims: &Claims) -> Way {
    if let Some(icc) = &claims.icc {
        let deep = samples.bits > 8;
        return match deep.then(|| transform_of_icc(icc)).flatten() {
            Some(transform) => Way::Convert(Box::new(transform)),
            None => Way::Keep(Profile::Embedded(icc.clone())),
        };
    }
    let Some(nclx) = claims.nclx else {
        return Way::Keep(Profile::Srgb);
    };
    let hdr = match nclx.transfer {
        PQ => Some(Hdr::Pq),
        HLG => Some(Hdr::Hlg),
        _ => None,
    };
    if let Some(hdr) = hdr {
        return Way::ToneMap(Box::new(ToneMap::new(hdr, nclx.primaries)));
    }
    match (nclx.primaries, SCREEN.contains(&nclx.transfer)) {
        (1 | 2, true) => Way::Keep(Profile::Srgb),
        (12, true) => Way::Keep(Profile::DisplayP3),
        _ => match transform_of_nclx(nclx) {
            Some(transform) => Way::Convert(Box::new(transform)),
            None => Way::Keep(Profile::Srgb),
        },
    }
}

fn transform_of_icc(icc: &[u8]) -> Option<Transform> {
    to_display_p3(&ColorProfile::new_from_slice(icc).ok()?)
}

fn transform_of_nclx(nclx: Nclx) -> Option<Transform> {
    let transfer = if SCREEN.contains(&nclx.transfer) {
        TransferCharacteristics::Srgb
    } else {
        TransferCharacteristics::try_from(u8::try_from(nclx.transfer).ok()?).ok()?
    };
    to_display_p3(&ColorProfile::new_from_cicp(CicpProfile {
        color_primaries: CicpColorPrimaries::try_from(u8::try_from(nclx.primaries).ok()?).ok()?,
        transfer_characteristics: transfer,
        matrix_coefficients: MatrixCoefficients::Identity,
        full_range: true,
    }))
}

fn to_display_p3(profile: &ColorProfile) -> Option<Transform> {
    let options = TransformOptions {
        rendering_intent: RenderingIntent::RelativeColorimetric,
        ..TransformOptions::default()
    };
    let display_p3 = ColorProfile::new_display_p3();
    profile
        .create_transform_16bit(Layout::Rgb, &display_p3, Layout::Rgb, options)
        .ok()
}

/// One row as 16-bit red, green and blue over white paper.
fn widen(bytes: &[u8], samples: &Samples<'_>, row: &mut [u16]) {
    let most = (1_u32 << samples.bits) - 1;
    let scaled = |sample: u32| (sample.min(most) * 65_535 + most / 2) / most;
    let over_white = |colour: u32, opacity: u32| {
        let paper = u64::from(65_535 - opacity) * 65_535;
        let sum = u64::from(colour) * u64::from(opacity) + paper;
        ((sum + 32_767) / 65_535) as u16
    };
    let put = |pixel: &mut [u16], samples: [u32; 4]| {
        for (to, from) in pixel.iter_mut().zip(samples) {
            *to = over_white(scaled(from), scaled(samples[3]));
        }
    };
    let pixels = row.chunks_exact_mut(3);
    match (samples.bits > 8, samples.alpha) {
        (false, false) => {
            for (to, from) in row.iter_mut().zip(bytes) {
                *to = u16::from(*from) * 257;
            }
        }
        (false, true) => {
            for (pixel, from) in pixels.zip(bytes.chunks_exact(4)) {
                put(pixel, std::array::from_fn(|at| u32::from(from[at])));
            }
        }
        (true, false) => {
            for (to, from) in row.iter_mut().zip(bytes.chunks_exact(2)) {
                *to = scaled(u32::from(u16::from_le_bytes([from[0], from[1]]))) as u16;
            }
        }
        (true, true) => {
            for (pixel, from) in pixels.zip(bytes.chunks_exact(8)) {
                let sample = |at: usize| u16::from_le_bytes([from[2 * at], from[2 * at + 1]]);
                put(pixel, std::array::from_fn(|at| u32::from(sample(at))));
            }
        }
    }
}

/// 0 to 65,535 into 0 to 255, rounded.
const fn narrow(sample: u16) -> u8 {
    ((sample as u32 * 255 + 32_767) / 65_535) as u8
}
