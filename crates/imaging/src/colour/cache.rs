//! Conversions that were needed before, for processes that live on.

use std::sync::{Arc, Mutex, PoisonError};

use super::conversion::{Conversion, Target};
use super::profile::Profile;
use super::samples::Kind;

/// How many are kept: a printer and a screen, from a handful of cameras.
const KEPT: usize = 8;

/// What a conversion is made of. Compared whole: a hash would let a stranger's profile pass for
/// another.
#[derive(Clone, PartialEq)]
pub(super) struct Key {
    pub(super) kind: Kind,
    pub(super) profile: Profile,
    pub(super) target: Target,
}

/// The latest last.
static CONVERSIONS: Mutex<Vec<(Key, Arc<Conversion>)>> = Mutex::new(Vec::new());

/// The conversion by that key, made if it is not at hand.
pub(super) fn get(key: Key, make: impl FnOnce(&Key) -> Conversion) -> Arc<Conversion> {
    if let Some(found) = find(&key) {
        return found;
    }
    // Made without the lock: another thread may do the same work, and none waits for it.
    let made = Arc::new(make(&key));
    let mut kept = CONVERSIONS.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.len() >= KEPT {
        kept.remove(0);
    }
    kept.push((key, Arc::clone(&made)));
    made
}

fn find(key: &Key) -> Option<Arc<Conversion>> {
    let mut kept = CONVERSIONS.lock().unwrap_or_else(PoisonError::into_inner);
    let at = kept.iter().position(|(other, _)| other == key)?;
    let found = kept.remove(at);
    let conversion = Arc::clone(&found.1);
    kept.push(found);
    Some(conversion)
}
