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

/// Pause between two looks for kiosks that are silent about a payment.
const SILENCE_PAUSE_MS: i64 = 60_000;

/// Pause between two looks for codes whose orders are over.
const CODES_PAUSE_MS: i64 = 2_000;

/// Rows of one look, and how many of them are asked about at once.
const ROWS_PER_LOOK: i64 = 64;
const AT_ONCE: usize = 16;

/// The longest that one row may hold up the others.
const ROW_LIMIT: Duration = Duration::from_secs(30);

/// How much of what is due one look asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// All of it.
    Everything,
    /// As much as a look may take; there may be more.
    More,
}

/// Polls until the server stops.
pub(crate) async fn run(broker: Broker, mut stopping: watch::Receiver<bool>) {
    if broker.0.providers.is_empty() {
        return;
    }
    let mut silence_due = broker.0.clock.now();
    let mut codes_due = silence_due;
    loop {
        let now = broker.0.clock.now();
        let for_silence = now >= silence_due;
        if for_silence {
            silence_due = now.plus_ms(SILENCE_PAUSE_MS);
        }
        let for_codes = now >= codes_due;
        if for_codes {
            codes_due = now.plus_ms(CODES_PAUSE_MS);
        }
        let looked = async {
            if for_silence {
                broker.look_for_silence().await?;
            }
            if for_codes {
                broker.look_for_codes().await?;
            }
            broker.look().await
        };
        let pause = tokio::select! {
            _ = stopping.wait_for(|stop| *stop) => return,
            looked = looked => match looked {
                Ok(Due::Everything) => PAUSE,
                Ok(Due::More) => Duration::ZERO,
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
    /// Asks about what is due.
    pub(super) async fn look(&self) -> Result<Due, BrokerError> {
        let now = self.0.clock.now();
        let attempts = payments::due(&self.0.store, now, ROWS_PER_LOOK).await?;
        let full = |rows: usize| i64::try_from(rows).is_ok_and(|rows| rows >= ROWS_PER_LOOK);
        let mut more = full(attempts.len());
        stream::iter(attempts)
            .for_each_concurrent(AT_ONCE, async |payment| {
                report(tokio::time::timeout(ROW_LIMIT, self.ask(&payment)).await);
            })
            .await;
        let due = refunds::due(&self.0.store, now, ROWS_PER_LOOK).await?;
        more |= full(due.len());
        stream::iter(due)
            .for_each_concurrent(AT_ONCE, async |refund| {
                report(tokio::time::timeout(ROW_LIMIT, self.advance_refund(&refund)).await);
            })
            .await;
        Ok(if more { Due::More } else { Due::Everything })
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
