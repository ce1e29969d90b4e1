//! The ways a file is damaged.

use crate::noise::Noise;
use crate::seeds::SEEDS;
use crate::surgery::{Number, mend, parts, sizes};

/// A damaged file, and the name of the one it was made of.
pub(crate) fn mutant(seed: u64, number: u64) -> (&'static str, Vec<u8>) {
    let mut noise = Noise::of(seed, number);
    let original = SEEDS[number as usize % SEEDS.len()];
    let mut file = original.bytes.to_vec();
    for _ in 0..1 + noise.below(3) {
        damage(&mut file, &mut noise);
    }
    if !noise.once_in(4) {
        mend(&mut file);
    }
    (original.name, file)
}

fn damage(file: &mut Vec<u8>, noise: &mut Noise) {
    match noise.below(10) {
        0 => flip_bits(file, noise),
        1 => set_bytes(file, noise),
        2 => file.truncate(noise.below(file.len())),
        3 => repeat_a_stretch(file, noise),
        4 => drop_a_stretch(file, noise),
        5 => lie_about_a_length(file, noise),
        6 => lie_about_the_size(file, noise),
        7 => repeat_a_part(file, noise),
        8 => drop_a_part(file, noise),
        _ => splice(file, noise),
    }
}

fn flip_bits(file: &mut [u8], noise: &mut Noise) {
    for _ in 0..1 + noise.below(12) {
        let at = noise.place(file.len());
        if let Some(byte) = file.get_mut(at) {
            *byte ^= 1 << noise.below(8);
        }
    }
}

fn set_bytes(file: &mut [u8], noise: &mut Noise) {
    for _ in 0..1 + noise.below(8) {
        let at = noise.place(file.len());
        let value = match noise.below(3) {
            0 => noise.pick(&[0, 1, 0x7f, 0x80, 0xfe, 0xff]),
            _ => noise.next() as u8,
        };
        if let Some(byte) = file.get_mut(at) {
            *byte = value;
        }
    }
}

fn stretch(length: usize, noise: &mut Noise) -> std::ops::Range<usize> {
    let start = noise.place(length);
    start..start + noise.below((length - start).min(300))
}

fn repeat_a_stretch(file: &mut Vec<u8>, noise: &mut Noise) {
    let copied = file[stretch(file.len(), noise)].to_vec();
    let at = noise.below(file.len());
    file.splice(at..at, copied);
}

fn drop_a_stretch(file: &mut Vec<u8>, noise: &mut Noise) {
    file.drain(stretch(file.len(), noise));
}

/// Any place may hold a length; most formats align them.
fn lie_about_a_length(file: &mut [u8], noise: &mut Noise) {
    let kind = noise.pick(&[Number::Be16, Number::Be32, Number::Le16, Number::Le32]);
    let at = match parts(file).as_slice() {
        [] => noise.place(file.len()),
        parts if noise.once_in(2) => parts[noise.below(parts.len())].start + noise.below(8),
        _ => noise.place(file.len()),
    };
    let near = file.len() as u32;
    let value = noise.pick(&[
        0,
        1,
        2,
        7,
        0x7fff,
        0x8000,
        0xffff,
        0x0001_0000,
        0x7fff_ffff,
        0x8000_0000,
        0xffff_fffe,
        u32::MAX,
        near,
        near + 1,
    ]);
    kind.write(file, at, value);
}

fn lie_about_the_size(file: &mut [u8], noise: &mut Noise) {
    for (at, kind) in sizes(file) {
        if noise.once_in(2) {
            let side = noise.pick(&[
                0,
                1,
                2,
                99,
                105,
                127,
                129,
                255,
                256,
                1_000,
                4_096,
                16_383,
                16_384,
                20_000,
                29_999,
                30_001,
                65_500,
                65_535,
                0x00ff_ffff,
                0x7fff_ffff,
                u32::MAX,
            ]);
            kind.write(file, at, side);
        }
    }
}

fn repeat_a_part(file: &mut Vec<u8>, noise: &mut Noise) {
    let parts = parts(file);
    if parts.is_empty() {
        return repeat_a_stretch(file, noise);
    }
    let copied = file[parts[noise.below(parts.len())].clone()].to_vec();
    let at = parts[noise.below(parts.len())].start;
    for _ in 0..1 + noise.below(4) {
        file.splice(at..at, copied.iter().copied());
    }
}

fn drop_a_part(file: &mut Vec<u8>, noise: &mut Noise) {
    let parts = parts(file);
    if parts.is_empty() {
        return drop_a_stretch(file, noise);
    }
    file.drain(parts[noise.below(parts.len())].clone());
}

/// The head of one file on the tail of another, of its own format or of a strange one.
fn splice(file: &mut Vec<u8>, noise: &mut Noise) {
    let other = SEEDS[noise.below(SEEDS.len())].bytes;
    let head = noise.place(file.len());
    file.truncate(head);
    let tail = if noise.once_in(2) {
        head.min(other.len())
    } else {
        noise.below(other.len())
    };
    file.extend(&other[tail..]);
}
