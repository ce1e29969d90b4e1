//! Who waits for what: bounded channels inside this process. A message that nobody waits for is
//! gone, and a slow listener loses the oldest ones; both are fine, because a message is a hint
//! and the truth is in the database.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::broadcast;

/// Messages a listener may fall behind before it loses the oldest.
const BACKLOG: usize = 32;

/// Listeners by topic.
#[derive(Debug)]
pub struct Topics<K, T>(Arc<Mutex<HashMap<K, broadcast::Sender<T>>>>);

impl<K, T> Clone for Topics<K, T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K: Eq + Hash, T: Clone> Default for Topics<K, T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K: Eq + Hash, T: Clone> Topics<K, T> {
    /// Listens from now on.
    pub fn listen(&self, topic: K) -> broadcast::Receiver<T> {
        let mut topics = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Every listener holds a connection, of which there are limited many.
        topics.retain(|_, sender| sender.receiver_count() > 0);
        topics
            .entry(topic)
            .or_insert_with(|| broadcast::channel(BACKLOG).0)
            .subscribe()
    }

    /// Tells whoever listens.
    pub fn tell(&self, topic: &K, message: T) {
        let topics = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = topics.get(topic) {
            // An error means that the last listener has just left.
            let _ = sender.send(message);
        }
    }
}
