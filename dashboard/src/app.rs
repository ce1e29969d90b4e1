//! What every handler is given.

use std::sync::Arc;

use crate::store::Store;

/// The running dashboard, as handlers see it. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct App(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    store: Store,
}

impl App {
    /// The database.
    pub fn store(&self) -> &Store {
        &self.0.store
    }
}
