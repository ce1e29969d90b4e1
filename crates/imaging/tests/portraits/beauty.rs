//! What beautifying changes, and what it leaves alone.

use imaging::{Face, FaceFinder, Point, Rgb8, beautify};
use order::recipe::Beautify;

use crate::canvas::{Canvas, Dice};
use crate::sitter::{Pose, pose, sitter};
use crate::skin::{around, gradients, unevenness};

const FULL: Beautify = Beautify {
    smooth: 100,
    brighten: 100,
    blemish: 100,
    red_eye: 100,
};

/// Points of the mesh: the eyes' corners and lids, the corners and edges of the mouth, the cheeks.
const EYES: [[usize; 4]; 2] = [[33, 133, 159, 145], [263, 362, 386, 374]];
const LIPS: [usize; 4] = [61, 291, 0, 17];
const CHEEKS: [usize; 2] = [50, 280];

/// One large upright face on a plain wall; grain for pores, and blotches on the skin.
fn portrait(width: usize, height: usize, darkness: f32) -> Canvas {
    let mut portrait = Canvas::new(width, height, |_, y| [150.0 + y / 40.0, 160.0, 175.0]);
    let sitting = Pose {
        x: width as f32 * 0.5,
        y: height as f32 * 0.42,
        head_height: height as f32 * 0.75,
        tilt: 0.0,
        mirrored: false,
        darkness,
    };
    pose(&mut portrait, &sitter(), &sitting);
    let mut dice = Dice(11);
    let wave = height as f32 / 1200.0 * 5.5;
    let width = portrait.width;
    for (at, pixel) in portrait.pixels.iter_mut().enumerate() {
        let (x, y) = ((at % width) as f32, (at / width) as f32);
        let blotch = 5.0 * (x / wave).sin() * (y / wave).sin();
        let grain = dice.between(-3.0, 3.0);
        for value in pixel {
            *value = (*value * (1.0 + (blotch + grain) / 180.0)).clamp(0.0, 255.0);
        }
    }
    portrait
}

fn faces(picture: &Rgb8) -> Vec<Face> {
    let faces = FaceFinder::load()
        .expect("the committed networks are readable")
        .find(picture);
    assert_eq!(faces.len(), 1, "the portrait shows one face");
    assert_eq!(faces[0].landmarks.len(), 468, "the mesh fits to it");
    faces
}

fn beautified(picture: &Rgb8, faces: &[Face], wanted: Beautify) -> Rgb8 {
    let mut changed = picture.clone();
    beautify(&mut changed, faces, wanted);
    changed
}

fn points(face: &Face, indices: &[usize]) -> Vec<Point> {
    indices.iter().map(|&index| face.landmarks[index]).collect()
}

/// A square on a cheek.
fn cheek(face: &Face, side: usize) -> [usize; 4] {
    around(&points(face, &[CHEEKS[side]]), face.eye_distance() * 0.16)
}

#[test]
fn nothing_outside_the_head_changes_and_nothing_at_all_without_a_wish_or_a_face() {
    let picture = portrait(1800, 1200, 1.0).picture();
    let faces = faces(&picture);
    assert_eq!(
        beautified(&picture, &faces, Beautify::NONE),
        picture,
        "no strength, no change"
    );
    assert_eq!(
        beautified(&picture, &[], FULL),
        picture,
        "no face, no change"
    );

    let changed = beautified(&picture, &faces, FULL);
    let face = &faces[0];
    let [left, top, right, bottom] = around(&face.landmarks, face.eye_distance() * 0.5);
    let mut inside = 0;
    for (at, (was, is)) in picture
        .pixels()
        .chunks_exact(3)
        .zip(changed.pixels().chunks_exact(3))
        .enumerate()
    {
        let (x, y) = (at % 1800, at / 1800);
        if x < left || x > right || y < top || y > bottom {
            assert_eq!(was, is, "pixel {x}, {y} lies outside the face");
        } else {
            inside += usize::from(was != is);
        }
    }
    assert!(inside > 50_000, "the skin itself changes: {inside} pixels");
}

#[test]
fn skin_becomes_even_while_eyes_lips_and_hair_stay_sharp() {
    let before = portrait(1800, 1200, 1.0);
    let picture = before.picture();
    let faces = faces(&picture);
    let face = &faces[0];
    let smooth = Beautify {
        smooth: 100,
        ..Beautify::NONE
    };
    let (before, after) = (
        Canvas::of(&picture),
        Canvas::of(&beautified(&picture, &faces, smooth)),
    );
    let hair_top = face.landmarks[10];
    let hair = Point {
        y: hair_top.y - face.eye_distance() * 0.5,
        ..hair_top
    };
    let sharp = [
        ("the left eye", around(&points(face, &EYES[0]), 2.0)),
        ("the right eye", around(&points(face, &EYES[1]), 2.0)),
        ("the lips", around(&points(face, &LIPS), 0.0)),
        ("the hair", around(&[hair], face.eye_distance() * 0.4)),
    ];
    for (name, area) in sharp {
        let kept = gradients(&after, area) / gradients(&before, area);
        assert!(kept >= 0.98, "{name} keeps its edges, not {kept} of them");
    }
    for side in 0..2 {
        let area = cheek(face, side);
        let left = unevenness(&after, area, 5, 24) / unevenness(&before, area, 5, 24);
        assert!(left <= 0.5, "blotches on cheek {side} fade to {left}");
        let pores = gradients(&after, area) / gradients(&before, area);
        assert!(
            pores > 0.2,
            "the skin of cheek {side} is no plastic: {pores} of its finest detail is left"
        );
    }
}

#[test]
fn dark_and_light_skin_become_even_alike() {
    let smooth = Beautify {
        smooth: 100,
        ..Beautify::NONE
    };
    for darkness in [0.6, 1.0, 1.6, 2.2] {
        let picture = portrait(1800, 1200, darkness).picture();
        let faces = faces(&picture);
        let (before, after) = (
            Canvas::of(&picture),
            Canvas::of(&beautified(&picture, &faces, smooth)),
        );
        for side in 0..2 {
            let area = cheek(&faces[0], side);
            let left = unevenness(&after, area, 5, 24) / unevenness(&before, area, 5, 24);
            assert!(
                left <= 0.5,
                "blotches on cheek {side} fade to {left} at darkness {darkness}"
            );
        }
    }
}

#[test]
fn a_preview_shows_what_the_print_will_be() {
    let large = portrait(1800, 1200, 1.0);
    let small = halved(&large);
    let (large, small) = (large.picture(), small.picture());
    // What was done to each, at the preview's size.
    let done = |before: Canvas, after: Canvas| -> Vec<f32> {
        let pairs = before.pixels.into_iter().zip(after.pixels);
        pairs
            .flat_map(|(was, is)| [0, 1, 2].map(|n| is[n] - was[n]))
            .collect()
    };
    let print = beautified(&large, &faces(&large), FULL);
    let on_paper = done(halved(&Canvas::of(&large)), halved(&Canvas::of(&print)));
    let preview = beautified(&small, &faces(&small), FULL);
    let on_screen = done(Canvas::of(&small), Canvas::of(&preview));
    let effect: f32 = on_screen.iter().map(|change| change.abs()).sum();
    let apart: f32 = on_screen
        .iter()
        .zip(&on_paper)
        .map(|(one, other)| (one - other).abs())
        .sum();
    assert!(
        apart < effect * 0.25,
        "preview and print differ by {} of the effect",
        apart / effect
    );
}

/// Half as many pixels on both sides.
fn halved(canvas: &Canvas) -> Canvas {
    let (width, height) = (canvas.width / 2, canvas.height / 2);
    let at = |x: usize, y: usize| canvas.pixels[y * canvas.width + x];
    Canvas::new(width, height, |x, y| {
        let (x, y) = (x as usize * 2, y as usize * 2);
        let four = [at(x, y), at(x + 1, y), at(x, y + 1), at(x + 1, y + 1)];
        [0, 1, 2].map(|n| four.iter().map(|pixel| pixel[n]).sum::<f32>() / 4.0)
    })
}

#[test]
fn blemishes_fade() {
    let plain = portrait(1800, 1200, 1.0);
    let at = faces(&plain.picture())[0].clone();
    let radius = at.eye_distance() * 0.03;
    let mut spotted = plain.clone();
    let spots: Vec<Point> = CHEEKS.iter().map(|&index| at.landmarks[index]).collect();
    for spot in &spots {
        disc(&mut spotted, *spot, radius, |[red, green, blue]| {
            [red * 0.85, green * 0.62, blue * 0.62]
        });
    }
    let picture = spotted.picture();
    let wanted = Beautify {
        blemish: 100,
        ..Beautify::NONE
    };
    let after = Canvas::of(&beautified(&picture, &faces(&picture), wanted));
    for spot in spots {
        let green = |canvas: &Canvas| canvas.between(spot.x, spot.y)[1];
        let (was, is, clean) = (green(&spotted), green(&after), green(&plain));
        let left = (clean - is) / (clean - was);
        assert!(left < 0.35, "of the spot at {spot:?} {left} is left");
    }
}

#[test]
fn red_pupils_become_dark_their_light_stays_and_brown_eyes_are_left_alone() {
    let mut portrait = portrait(1800, 1200, 1.0);
    let wanted = Beautify {
        red_eye: 100,
        ..Beautify::NONE
    };
    let brown = portrait.picture();
    let at = faces(&brown)[0].clone();
    assert_eq!(
        beautified(&brown, std::slice::from_ref(&at), wanted),
        brown,
        "brown eyes are no red eyes"
    );
    let radius = at.eye_distance() * 0.05;
    let eyes = EYES.map(|eye| {
        let ring = points(&at, &eye);
        Point {
            x: ring.iter().map(|p| p.x).sum::<f32>() / 4.0,
            y: ring.iter().map(|p| p.y).sum::<f32>() / 4.0,
        }
    });
    for eye in eyes {
        disc(&mut portrait, eye, radius, |_| [205.0, 45.0, 50.0]);
        disc(&mut portrait, eye, radius * 0.3, |_| [250.0, 245.0, 245.0]);
    }
    let picture = portrait.picture();
    let after = Canvas::of(&beautified(&picture, &faces(&picture), wanted));
    for eye in eyes {
        let [red, green, blue] = after.between(eye.x + radius * 0.7, eye.y);
        assert!(
            red < 80.0 && (red - green).abs() < 25.0 && (red - blue).abs() < 25.0,
            "the pupil is dark and grey, not {red} {green} {blue}"
        );
        let [red, green, blue] = after.between(eye.x, eye.y);
        assert!(
            red.min(green).min(blue) > 235.0,
            "the light in the eye stays: {red} {green} {blue}"
        );
    }
}

/// Changes the pixels of a disc.
fn disc(canvas: &mut Canvas, middle: Point, radius: f32, of: impl Fn([f32; 3]) -> [f32; 3]) {
    let width = canvas.width;
    for (at, pixel) in canvas.pixels.iter_mut().enumerate() {
        let (x, y) = ((at % width) as f32 + 0.5, (at / width) as f32 + 0.5);
        if (x - middle.x).hypot(y - middle.y) <= radius {
            *pixel = of(*pixel);
        }
    }
}
