//! Files that are two things at once, or none of those their beginning says.

use super::{Bomb, bomb};
use crate::seeds::{SEEDS, seed};

pub(super) fn bombs() -> Vec<Bomb> {
    let jpeg = seed("grey.jpg");
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let mut bombs = vec![
        bomb(
            "a JPEG that is a ZIP at its end",
            [jpeg, b"PK\x03\x04".as_slice(), &[0; 500], b"PK\x05\x06"].concat(),
        ),
        bomb(
            "a ZIP that is a JPEG further on",
            [b"PK\x03\x04", jpeg].concat(),
        ),
        bomb(
            "a GIF that is a script",
            b"GIF89a/*\0\0\0\0\0*/=1;alert(1)".to_vec(),
        ),
        bomb(
            "a page",
            b"<!DOCTYPE html><script>alert(1)</script>".to_vec(),
        ),
        bomb(
            "a page after a JPEG",
            [jpeg, b"<html><script>alert(1)</script>"].concat(),
        ),
        bomb("a drawing", svg.to_vec()),
        bomb(
            "a drawing of drawings",
            [
                b"<?xml version='1.0'?><!DOCTYPE s [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]>"
                    .as_slice(),
                svg,
            ]
            .concat(),
        ),
        bomb(
            "a document",
            b"%PDF-1.7\n1 0 obj <</OpenAction 2 0 R>>".to_vec(),
        ),
        bomb(
            "a document that starts late",
            [&[b' '; 900], b"%PDF-1.7".as_slice(), jpeg].concat(),
        ),
        bomb(
            "a document in a JPEG's comment",
            [&jpeg[..2], b"\xff\xfe\0\x0b%PDF-1.7\n", &jpeg[2..]].concat(),
        ),
        bomb(
            "a program",
            [b"\x7fELF\x02\x01\x01".as_slice(), &[0; 4_000]].concat(),
        ),
        bomb(
            "a program of another kind",
            [b"MZ".as_slice(), &[0; 4_000]].concat(),
        ),
        bomb("a gzip", b"\x1f\x8b\x08\0\0\0\0\0\0\0".to_vec()),
        bomb("a film", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec()),
        bomb(
            "a raw photo",
            [b"II*\0\x10\0\0\0CR\x02\0".as_slice(), &[0; 4_000]].concat(),
        ),
        bomb(
            "an icon",
            b"\0\0\x01\0\x01\0\0\0\0\0\x01\0\x18\0".repeat(20),
        ),
        bomb("text", b"this is no picture ".repeat(1_000)),
        bomb("zeros", vec![0; 1_000_000]),
        bomb(
            "as many bytes as allowed",
            vec![0xff; imaging::limits::MAX_BYTES],
        ),
        bomb("one byte", vec![0xff]),
        bomb("nothing", Vec::new()),
    ];
    // Each beginning on each other's rest.
    for pair in SEEDS.windows(2) {
        let head = &pair[0].bytes[..pair[0].bytes.len().min(64)];
        let name = format!("{} with the head of {}", pair[1].name, pair[0].name);
        bombs.push((name, [head, pair[1].bytes].concat()));
    }
    bombs
}
