//! Small files that ask for much: memory, time, or a reader that believes them.

mod boxes;
mod jpeg;
mod png;
mod polyglots;
mod tiff;
mod webp_gif_bmp;

use order::Refusal;

use crate::judge::{ONE_AT_A_TIME, judge};
use crate::seeds::SEEDS;
use crate::surgery::{mend, sizes};

/// A file and what it is.
pub(crate) type Bomb = (String, Vec<u8>);

/// A bomb by that name.
fn bomb(name: &str, bytes: Vec<u8>) -> Bomb {
    (name.to_owned(), bytes)
}

/// Every seed with a header that promises a picture of giants.
fn giants() -> Vec<Bomb> {
    let mut bombs = Vec::new();
    for seed in SEEDS {
        for side in [10_900, 30_000, 65_500, 0x7fff_ffff, u32::MAX] {
            let mut file = seed.bytes.to_vec();
            for (at, number) in sizes(&file) {
                number.write(&mut file, at, side);
            }
            mend(&mut file);
            bombs.push((format!("{} that claims {side} x {side}", seed.name), file));
        }
    }
    bombs
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bombs_are_pictures_or_refusals() {
    let _turn = ONE_AT_A_TIME.lock().await;
    let bombs = [
        giants(),
        boxes::bombs(),
        jpeg::bombs(),
        png::bombs(),
        tiff::bombs(),
        webp_gif_bmp::bombs(),
        polyglots::bombs(),
    ]
    .concat();
    let count = bombs.len();
    assert!(count >= 200, "a drawer full, not {count}");
    let files = bombs.into_iter().map(|(name, file)| (name, || file));
    let tally = judge(files, "nothing is random here").await;
    assert!(
        tally.refused(Refusal::TooManyPixels) >= 50,
        "most are refused by their header, before a pixel is decoded: {tally:?}"
    );
}
