//! The editor's proof shows what the print will be.

#[expect(
    dead_code,
    reason = "the published pairs are for the formula's own test"
)]
#[path = "proof/difference.rs"]
mod difference;
mod pictures;

use difference::{Lab, ciede2000};
use imaging::{Proof, Rgb8, encode_preview_jpeg, grade, preview};
use moxcms::{ColorProfile, Layout, TransformOptions};
use order::recipe::{Beautify, Look, LookSetting, Retouching, Tone};

fn photo(name: &str) -> Vec<u8> {
    let path = format!(
        "{}/../../ui/kiosk/samples/{name}.jpg",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(path).expect("a sample of the demo")
}

/// The samples of a picture through a built-in profile's conversion.
fn converted(picture: &Rgb8, from: &ColorProfile, to: &ColorProfile) -> Rgb8 {
    let options = TransformOptions::default();
    let transform = from
        .create_transform_8bit(Layout::Rgb, to, Layout::Rgb, options)
        .expect("two built-in profiles");
    let mut pixels = vec![0; picture.pixels().len()];
    transform
        .transform(picture.pixels(), &mut pixels)
        .expect("as many samples");
    Rgb8::new(picture.size(), pixels).expect("the same size")
}

fn edits() -> Vec<Retouching> {
    let tone = Tone {
        exposure: 25,
        contrast: 20,
        highlights: -60,
        shadows: 50,
        saturation: 30,
        warmth: 25,
        sharpness: 0,
    };
    let mut edits = vec![
        Retouching::default(),
        Retouching {
            tone,
            ..Retouching::default()
        },
    ];
    edits.extend(Look::ALL.map(|name| Retouching {
        tone,
        look: LookSetting { name, strength: 80 },
        ..Retouching::default()
    }));
    edits
}

/// The mean difference of pixels as an eye sees it (CIEDE2000), and that which all but a hundredth
/// keep below.
fn apart(one: &Rgb8, other: &Rgb8) -> (f64, f64) {
    assert_eq!(one.size(), other.size(), "pictures of one size");
    let (one, other) = (one.pixels().as_chunks().0, other.pixels().as_chunks().0);
    let pairs = one.iter().zip(other).step_by(7);
    let mut differences: Vec<f64> = pairs
        .map(|(one, other)| ciede2000(lab(*one), lab(*other)))
        .collect();
    differences.sort_by(f64::total_cmp);
    let mean = differences.iter().sum::<f64>() / differences.len() as f64;
    (mean, differences[differences.len() * 99 / 100])
}

/// sRGB samples (IEC 61966-2-1) as CIE L*a*b* under D65.
fn lab(samples: [u8; 3]) -> Lab {
    let [red, green, blue] = samples.map(|sample| {
        let sample = f64::from(sample) / 255.0;
        if sample <= 0.04045 {
            sample / 12.92
        } else {
            ((sample + 0.055) / 1.055).powf(2.4)
        }
    });
    let root = |light: f64| {
        if light > 216.0 / 24389.0 {
            light.cbrt()
        } else {
            (light * 24389.0 / 27.0 + 16.0) / 116.0
        }
    };
    let x = root((0.412_39 * red + 0.357_58 * green + 0.180_48 * blue) / 0.950_46);
    let y = root(0.212_64 * red + 0.715_17 * green + 0.072_19 * blue);
    let z = root((0.019_33 * red + 0.119_19 * green + 0.950_53 * blue) / 1.089_06);
    Lab([116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)])
}

#[test]
fn proof_and_print_have_the_same_colours() {
    let (srgb, p3) = (ColorProfile::new_srgb(), ColorProfile::new_display_p3());
    for name in ["tulips", "sea"] {
        let jpeg = photo(name);
        let whole = preview(&jpeg, 900).expect("a sound photo").picture;
        let working = converted(&whole, &srgb, &p3);
        let mut proof = Proof::open(&jpeg).expect("a JPEG of ours");
        for edit in edits() {
            let mut print = working.clone();
            grade(&mut print, &edit.tone, edit.look);
            let print = converted(&print, &p3, &srgb);
            let (mean, far) = apart(&proof.show(&edit, 900), &print);
            assert!(
                mean < 0.6 && far < 2.0,
                "{name}: the proof differs by {mean:.2} in the mean and a hundredth of it by {far:.2} or more under {edit:?}"
            );
        }
    }
}

#[test]
fn a_thumbnail_shows_the_same_look() {
    let jpeg = photo("mountains");
    let mut proof = Proof::open(&jpeg).expect("a JPEG of ours");
    for edit in edits() {
        let large = proof.show(&edit, 900);
        let small = proof.show(&edit, 180);
        assert_eq!(
            (small.size().width_px(), small.size().height_px()),
            (120, 180),
            "of the photo's shape"
        );
        let mean = |picture: &Rgb8, sample: usize| {
            let samples = picture.pixels().iter().skip(sample).step_by(3);
            samples.map(|sample| f64::from(*sample)).sum::<f64>() * 3.0
                / picture.pixels().len() as f64
        };
        for sample in 0..3 {
            let (one, other) = (mean(&large, sample), mean(&small, sample));
            assert!(
                (one - other).abs() < 1.5,
                "large is {one:.1} in the mean and small {other:.1} under {edit:?}"
            );
        }
    }
}

#[test]
fn sharpness_is_seen_and_a_neutral_one_is_not() {
    let mut proof = Proof::open(&photo("forest")).expect("a JPEG of ours");
    let mut detail = |sharpness: i32| {
        let tone = Tone {
            sharpness,
            ..Tone::NEUTRAL
        };
        let shown = proof.show(
            &Retouching {
                tone,
                ..Retouching::default()
            },
            900,
        );
        // The mean step between neighbours.
        let greens: Vec<u8> = shown.pixels().iter().skip(1).step_by(3).copied().collect();
        let steps = greens
            .windows(2)
            .map(|pair| f64::from(pair[0].abs_diff(pair[1])));
        steps.sum::<f64>() / greens.len() as f64
    };
    let (soft, plain, crisp) = (detail(-60), detail(0), detail(60));
    assert!(
        soft < plain * 0.9 && crisp > plain * 1.03,
        "steps of {soft:.2}, {plain:.2} and {crisp:.2} levels"
    );
}

#[test]
fn undoing_brings_back_the_first_proof() {
    let mut proof = Proof::open(&photo("lake")).expect("a JPEG of ours");
    let first = proof.show(&Retouching::default(), 500);
    for edit in edits() {
        proof.show(&edit, 500);
        proof.show(&edit, 120);
    }
    let beautified = Retouching {
        beautify: Beautify {
            smooth: 80,
            ..Beautify::NONE
        },
        ..Retouching::default()
    };
    assert_eq!(
        proof.show(&beautified, 500),
        first,
        "a landscape has no face to beautify"
    );
    assert_eq!(
        proof.show(&Retouching::default(), 500),
        first,
        "nothing of an edit is kept"
    );
}

#[test]
fn a_proof_is_never_enlarged_and_takes_only_pictures() {
    let mut proof = Proof::open(&photo("city")).expect("a JPEG of ours");
    let shown = proof.show(&Retouching::default(), u32::MAX);
    assert_eq!(
        (shown.size().width_px(), shown.size().height_px()),
        (600, 900),
        "as large as it is"
    );
    assert_eq!(
        proof.show(&Retouching::default(), 0).size().height_px(),
        1,
        "no side is shorter than a pixel"
    );
    let jpeg = encode_preview_jpeg(&shown, 85).expect("a JPEG");
    assert!(Proof::open(&jpeg).is_ok(), "what it shows can be opened");
    assert!(Proof::open(b"not a picture").is_err(), "bytes are refused");
    assert!(
        Proof::open(&jpeg[..300]).is_err(),
        "a header without pixels is refused"
    );
}
