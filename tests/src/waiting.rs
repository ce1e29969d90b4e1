//! Waiting for something to become true, with a deadline and a sentence for when it does not.

use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::time::{sleep, timeout};

/// Generous: a machine that compiles beside the stories is slow, and a story that passes never
/// waits this long.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Between two looks.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Looks until there is an answer. `what` completes "waiting until ...".
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let looking = async {
        loop {
            if let Some(answer) = look().await? {
                return Ok(answer);
            }
            sleep(LOOK_AGAIN).await;
        }
    };
    timeout(PATIENCE, looking)
        .await
        .with_context(|| format!("waiting until {what}, in vain"))?
}
