//! Passwords: how they are hashed and checked, and how guesses are slowed down.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{self, PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use order::Timestamp;
use thiserror::Error;
use tokio::sync::Semaphore;

use crate::store::users::Failures;

/// Memory of one hash in KiB: 19 MiB, the least of OWASP's recommendations for Argon2id.
const MEMORY_KIB: u32 = 19 * 1024;

/// Passes over that memory.
const PASSES: u32 = 2;

/// A manager's password has at least so many characters.
pub(crate) const SHORTEST: usize = 12;

/// Nobody types more; hashing a novel would be a way to keep the server busy.
pub(crate) const LONGEST: usize = 200;

/// At most so many hashes at a time: each takes 19 MiB and a core.
static AT_A_TIME: Semaphore = Semaphore::const_new(2);

/// Tries in vain that cost nothing: everybody mistypes.
const FREE_FAILURES: u32 = 3;

/// The longest wait between two tries, ms. It slows guessing down to a few hundred a day without
/// letting a stranger lock a manager out for long.
const LONGEST_WAIT_MS: i64 = 5 * 60 * 1000;

/// Tries in vain are forgotten after this time, ms.
pub(crate) const FORGET_AFTER_MS: i64 = 24 * 60 * 60 * 1000;

/// Why a password was neither hashed nor checked.
#[derive(Debug, Error)]
pub(crate) enum PasswordError {
    /// The hash cannot be made or read.
    #[error("the password cannot be hashed: {0}")]
    Hash(#[from] password_hash::Error),
    /// The parameters above are out of range.
    #[error("the hash's parameters are out of range: {0}")]
    Parameters(#[from] argon2::Error),
    /// The thread that hashed is gone.
    #[error("hashing was interrupted")]
    Interrupted,
}

/// Whether a password is the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is.
    Right,
    /// It is not.
    Wrong,
}

/// Hashes `password` to a PHC string.
pub(crate) async fn hash(password: String) -> Result<String, PasswordError> {
    off_thread(move || Ok(hasher()?.hash_password(password.as_bytes())?.to_string())).await
}

/// Checks `password` against the hash of the account; without an account, against a hash that
/// fits nothing, so that the answer takes as long.
pub(crate) async fn check(
    password: String,
    hash: Option<String>,
) -> Result<Verdict, PasswordError> {
    off_thread(move || {
        let hasher = hasher()?;
        let Some(hash) = hash else {
            let _: String = hasher.hash_password(password.as_bytes())?.to_string();
            return Ok(Verdict::Wrong);
        };
        let hash = PasswordHash::new(&hash).map_err(|_| PasswordError::Interrupted)?;
        match hasher.verify_password(password.as_bytes(), &hash) {
            Ok(()) => Ok(Verdict::Right),
            Err(_) => Ok(Verdict::Wrong),
        }
    })
    .await
}

/// How long the next try has to wait, ms; none when it may be made at `now`.
pub(crate) fn wait_ms(failures: Failures, now: Timestamp) -> Option<i64> {
    let over = failures.count.checked_sub(FREE_FAILURES)?;
    let wait = 2_000_i64
        .saturating_mul(1 << over.min(20))
        .min(LONGEST_WAIT_MS);
    let left = failures.last_at.saturating_add(wait) - now.ms();
    (left > 0).then_some(left)
}

fn hasher() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
) -> Result<T, PasswordError> {
    let _turn = AT_A_TIME
        .acquire()
        .await
        .map_err(|_| PasswordError::Interrupted)?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| PasswordError::Interrupted)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_password_that_was_hashed_is_right() {
        let hash = hash("a long enough secret".to_owned())
            .await
            .expect("hashes");
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "the parameters are those we promise: {hash}"
        );
        let right = check("a long enough secret".to_owned(), Some(hash.clone())).await;
        assert_eq!(right.expect("checks"), Verdict::Right, "the same password");
        let wrong = check("a long enough Secret".to_owned(), Some(hash)).await;
        assert_eq!(wrong.expect("checks"), Verdict::Wrong, "another password");
        let nobody = check("a long enough secret".to_owned(), None).await;
        assert_eq!(nobody.expect("checks"), Verdict::Wrong, "no such account");
    }

    #[test]
    fn guesses_are_slowed_down_and_never_locked_out_for_long() {
        let after = |count| {
            let failures = Failures {
                count,
                last_at: 1_000,
            };
            wait_ms(failures, Timestamp::from_ms(1_000))
        };
        assert_eq!(after(2), None, "mistyping costs nothing");
        assert_eq!(after(3), Some(2_000), "then it begins");
        assert_eq!(after(5), Some(8_000), "and doubles");
        assert_eq!(
            after(u32::MAX),
            Some(LONGEST_WAIT_MS),
            "up to the longest wait"
        );
    }
}
