//! Fresh names, from the system's randomness.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use order::{OrderId, SessionId, Timestamp};
use ulid::Ulid;

use crate::brain::Ids;

/// Names that were never used before.
pub(super) struct Fresh;

#[expect(
    clippy::expect_used,
    reason = "a system without randomness cannot keep any promise of this program; the names' \
              alphabets are within their types' by construction"
)]
impl Ids for Fresh {
    fn order(&mut self, now: Timestamp) -> OrderId {
        let moment = u64::try_from(now.ms()).unwrap_or(0);
        let ulid = Ulid::from_parts(moment, u128::from_le_bytes(random()));
        OrderId::parse(&ulid.to_string()).expect("26 letters and digits")
    }

    fn session(&mut self) -> SessionId {
        SessionId::parse(&token()).expect("22 characters of base64url")
    }
}

/// 128 random bits as text.
pub(super) fn token() -> String {
    URL_SAFE_NO_PAD.encode(random())
}

#[expect(clippy::expect_used, reason = "see above")]
fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system has randomness");
    bytes
}
