//! Pictures without a face.

use std::fs;
use std::path::Path;

use imaging::FaceFinder;

/// How many heads are seen in each picture of a folder.
fn heads_in(folder: &Path) -> Vec<(String, usize)> {
    let finder = FaceFinder::load().expect("the committed networks are readable");
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut seen = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "jpg") {
            continue;
        }
        let bytes = fs::read(&path).expect("a picture that was just listed");
        let shown = imaging::preview(&bytes, 1600).expect("a sound picture");
        let heads = finder.find(&shown.picture).len();
        seen.push((entry.file_name().to_string_lossy().into_owned(), heads));
    }
    seen
}

#[test]
fn no_face_is_seen_in_the_drawn_landscapes() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/kiosk/samples");
    let seen = heads_in(&samples);
    assert!(
        seen.len() >= 12,
        "the pictures of the kiosk's wall are there"
    );
    for (name, heads) in seen {
        assert_eq!(heads, 0, "{name} shows no person");
    }
}

/// Debian's `mate-backgrounds`, where it is installed: photographs of flowers, dunes and wood.
#[test]
fn no_face_is_seen_in_photographs_without_people() {
    for (name, heads) in heads_in(Path::new("/usr/share/backgrounds/mate/nature")) {
        assert_eq!(heads, 0, "{name} shows no person");
    }
}
