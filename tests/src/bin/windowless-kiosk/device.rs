//! The device key, kept in a file beside the journal, and what its signatures need.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::{Result, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use station::ports::Clock as _;
use station::runner::SystemClock;
use uplink::Stamp;

/// The seed in `file`, made if there is none.
pub(crate) fn seed(file: &Path) -> Result<[u8; 32]> {
    match fs::read(file) {
        Ok(seed) => seed
            .try_into()
            .map_err(|_| anyhow!("{} is no device key", file.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let mut seed = [0; 32];
            getrandom::fill(&mut seed)?;
            let mut options = OpenOptions::new();
            options.write(true).create_new(true).mode(0o600);
            options.open(file)?.write_all(&seed)?;
            Ok(seed)
        }
        Err(error) => Err(error.into()),
    }
}

/// The true moment, whatever the story's clock says: a dashboard believes no other.
#[expect(
    clippy::expect_used,
    reason = "a machine without randomness tells no story"
)]
pub(crate) fn stamp() -> Stamp {
    let mut nonce = [0; 16];
    getrandom::fill(&mut nonce).expect("the system has randomness");
    let now_s = SystemClock.now().ms() / 1000;
    Stamp {
        created_s: u64::try_from(now_s).unwrap_or(0),
        nonce: URL_SAFE_NO_PAD.encode(nonce),
    }
}
