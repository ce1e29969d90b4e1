//! Asks providers about everything that is still open, so that nothing depends on notifications
//! or on kiosks.

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;
use tokio::sync::watch;

use super::{Broker, BrokerError};
use crate::store::{payments, refunds};

/// Pause between two looks at what is due.
const PAUSE: Duration = Duration::from_millis(500);

/// Pause after the database failed.
const FAILURE_PAUSE: Duration = Duration::from_secs(2);

/// Rows of one look, and how many of them are asked about at once.
const ROWS_PER_LOOK: i64 = 64;
const AT_ONCE: usize = 16;

/// The longest that one row may hold up the others.
const ROW_LIMIT: Duration = Duration::from_secs(30);

/// Polls until the server stops.
pub(crate) async fn run(broker: Broker, mut stopping: watch::Receiver<bool>) {
    if broker.0.providers.is_empty() {
        return;
    }
    loop {
        let pause = tokio::select! {
            _ = stopping.wait_for(|stop| *stop) => return,
            looked = broker.look() => match looked {
                Ok(()) => PAUSE,
                Err(error) => {
                    tracing::error!(%error, "polling failed; it will be tried again");
                    FAILURE_PAUSE
                }
            },
        };
        tokio::select! {
            _ = stopping.wait_for(|stop| *stop) => return,
            () = broker.0.nudge.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

impl Broker {
    /// Asks about everything that is due.
    pub(super) async fn look(&self) -> Result<(), BrokerError> {
        let now = self.0.clock.now();
        let attempts = payments::due(&self.0.store, now, ROWS_PER_LOOK).await?;
        stream::iter(attempts)
            .for_each_concurrent(AT_ONCE, async |payment| {
                report(tokio::time::timeout(ROW_LIMIT, self.ask(&payment)).await);
            })
            .await;
        let due = refunds::due(&self.0.store, now, ROWS_PER_LOOK).await?;
        stream::iter(due)
            .for_each_concurrent(AT_ONCE, async |refund| {
                report(tokio::time::timeout(ROW_LIMIT, self.advance_refund(&refund)).await);
            })
            .await;
        Ok(())
    }
}

/// A row that failed is due again soon.
fn report(outcome: Result<Result<(), BrokerError>, tokio::time::error::Elapsed>) {
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "a payment or refund could not be advanced"),
        Err(_) => tracing::warn!("the provider took too long"),
    }
}
