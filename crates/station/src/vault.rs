//! The keys of the customers' photos: one random key a visit, in the kernel's keyring. It
//! survives a crash of the kiosk, so that a paid order resumes, and not a power cut. Destroying
//! the key is the deletion of the photos.

use keyring::Entry;
use order::SessionId;
use thiserror::Error;
use wire::sealed_photo::KEY_BYTES;
use zeroize::{Zeroize as _, Zeroizing};

/// The name under which the keyring knows our keys.
const SERVICE: &str = "minilab-session";

/// A session's key, wiped from memory when it is dropped.
pub(crate) type SessionKey = Zeroizing<[u8; KEY_BYTES]>;

/// The keyring cannot be used.
#[derive(Debug, Error)]
pub enum VaultError {
    /// The kernel refused.
    #[error("the kernel keyring cannot be used: {0}")]
    Keyring(#[from] keyring::Error),
    /// There is no randomness to make a key from.
    #[error("no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
}

/// The key of `session`, made now if there is none.
pub(crate) fn key_for(session: &SessionId) -> Result<SessionKey, VaultError> {
    if let Some(key) = find(session)? {
        return Ok(key);
    }
    let mut key = SessionKey::default();
    getrandom::fill(key.as_mut_slice())?;
    entry(session)?.set_secret(key.as_slice())?;
    Ok(key)
}

/// The key of `session`, if it still exists.
pub(crate) fn find(session: &SessionId) -> Result<Option<SessionKey>, VaultError> {
    match entry(session)?.get_secret() {
        Ok(mut secret) => {
            let key = secret.as_slice().try_into().ok().map(SessionKey::new);
            secret.zeroize();
            Ok(key)
        }
        Err(keyring::Error::NoEntry) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Destroys the key of `session`. Doing it again is harmless.
pub(crate) fn destroy(session: &SessionId) -> Result<(), VaultError> {
    match entry(session)?.delete_credential() {
        Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The entry of `session`, as seen from a session keyring that this thread surely has.
///
/// Each thread has a session keyring of its own, and a process that nobody gave one starts with
/// none: its first entry names the user's, and by linking the persistent keyring gets the thread
/// another, after which nothing can be read through the first any more. So the first entry is
/// made for that side effect, and the second one is used.
fn entry(session: &SessionId) -> Result<Entry, keyring::Error> {
    Entry::new(SERVICE, session.as_str())?;
    Entry::new(SERVICE, session.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_never_asked_before_finds_the_key() {
        let session = SessionId::parse(&format!("thread-{}", std::process::id())).expect("an id");
        // This thread asks nothing, so that none of those it starts inherits a session keyring.
        let asking = |ask: fn(&SessionId) -> Option<SessionKey>| {
            let session = session.clone();
            let asked = std::thread::spawn(move || ask(&session));
            asked.join().expect("the thread ends well")
        };
        let key = asking(|session| Some(key_for(session).expect("a keyring")));
        for _ in 0..3 {
            let found = asking(|session| find(session).expect("a keyring"));
            assert_eq!(found, key, "another thread, or a restart, finds it too");
        }
        asking(|session| {
            destroy(session).expect("a keyring");
            None
        });
        let found = asking(|session| find(session).expect("a keyring"));
        assert_eq!(found, None, "and destroyed by one, it is gone for all");
    }

    #[test]
    fn a_destroyed_key_is_gone() {
        let session = SessionId::parse(&format!("test-{}", std::process::id())).expect("an id");
        let key = key_for(&session).expect("a keyring");
        assert_eq!(
            key_for(&session).expect("a keyring"),
            key,
            "the same visit, the same key"
        );
        destroy(&session).expect("a keyring");
        assert!(
            find(&session).expect("a keyring").is_none(),
            "nothing is left to decrypt with"
        );
        destroy(&session).expect("twice is harmless");
    }
}
