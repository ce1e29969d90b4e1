//! Every night the day before is compared: what each provider's bill says, what our payments and
//! refunds say, and what the kiosks' facts say; and, sheet by sheet, what the kiosks delivered with
//! what their printers' own counters say ([`paper_of_day`]).
//!
//! Fetching is a background task: idempotent, on a timer. What a bill knows and we do not is
//! settled as if the provider had just said so, so that a payment lost by notification and poll
//! alike is found the next morning and goes back. Differences are not stored: they are computed
//! from the books each time somebody looks ([`of_day`]).

mod difference;
mod paper;

use std::time::Duration;

use order::{OutTradeNo, ProviderId, Timestamp};
use payment::{BillDay, BillEntry, BillLine, Capture, Transaction, TransactionState};
use tokio::sync::watch;

use crate::App;
use crate::broker::BrokerError;
use crate::store::bills::{self, Billed};
use crate::store::{Store, StoreResult, payments, refunds, reports};

pub(crate) use difference::{Books, Difference, Kind};
pub(crate) use paper::{PaperDifference, PaperKind, paper_of_day};

/// Pause between two looks at what is missing.
const PAUSE: Duration = Duration::from_secs(10 * 60);

/// Bills are made from nine in the morning; an hour later they are there (WeChat Pay's page on
/// bills). In milliseconds after midnight in Beijing.
const READY_AFTER_MS: i64 = 10 * 3_600_000;

/// How many days back a missing bill is looked for: providers keep three months of them.
const DAYS_BACK: usize = 7;

/// Fetches what is missing until the server stops.
pub(crate) async fn run(app: App, mut stopping: watch::Receiver<bool>) {
    loop {
        fetch_missing(&app).await;
        tokio::select! {
            _ = stopping.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

/// Fetches every bill that should be there by now and is not; what fails is tried again later.
async fn fetch_missing(app: &App) {
    for provider in app.broker().providers() {
        for day in days_due(app.now()) {
            match bills::fetched_at(app.store(), provider, day).await {
                Ok(Some(_)) => {}
                Ok(None) => {
                    if let Err(error) = fetch(app, provider, day).await {
                        tracing::warn!(provider = provider.as_str(), %day, %error, "a bill is not there yet");
                    }
                }
                Err(error) => tracing::error!(%error, "cannot look for bills"),
            }
        }
    }
}

/// The days whose bills should be there, the newest first.
fn days_due(now: Timestamp) -> Vec<BillDay> {
    let newest = BillDay::containing(now.plus_ms(-READY_AFTER_MS)).map(BillDay::previous);
    std::iter::successors(newest, |day| Some(day.previous()))
        .take(DAYS_BACK)
        .collect()
}

/// Fetches a bill, keeps it, and settles what it knows and we do not. May be repeated.
///
/// # Errors
/// [`BrokerError`], if the provider did not give it or the database did not keep it.
pub(crate) async fn fetch(
    app: &App,
    provider: ProviderId,
    day: BillDay,
) -> Result<(), BrokerError> {
    let lines = app.broker().bill(provider, day).await?;
    let kept: Vec<Billed> = lines.iter().map(Billed::from).collect();
    bills::keep(app.store(), provider, day, &kept, app.now()).await?;
    for transaction in lines.iter().filter_map(|line| captured(line, day)) {
        if payments::find(app.store(), &transaction.out_trade_no)
            .await?
            .is_some()
        {
            app.broker().settle(&transaction).await?;
        }
    }
    Ok(())
}

/// What a line says about a payment under a number of ours.
fn captured(line: &BillLine, day: BillDay) -> Option<Transaction> {
    let BillEntry::Payment { amount } = line.entry else {
        return None;
    };
    Some(Transaction {
        out_trade_no: OutTradeNo::parse(&line.out_trade_no).ok()?,
        state: TransactionState::Success(Capture {
            transaction_id: line.transaction_id.clone(),
            amount,
            // A bill that does not say when: late, for nobody can have waited for it.
            paid_at: line.at.unwrap_or_else(|| day.end()),
        }),
    })
}

/// The books of one provider on one day.
pub(crate) async fn of_day(
    store: &Store,
    provider: ProviderId,
    day: BillDay,
) -> StoreResult<Books> {
    Ok(Books {
        billed: bills::lines(store, provider, day).await?,
        payments: payments::of_day(store, provider, day).await?,
        refunds: refunds::of_day(store, provider, day).await?,
        billed_payments: bills::billed_payments(store, provider, day)
            .await?
            .into_iter()
            .collect(),
        billed_refunds: bills::billed_refunds(store, provider, day)
            .await?
            .into_iter()
            .collect(),
        orders: reports::orders_paid_through(store, provider, day).await?,
    })
}

/// The newest day whose bill should be there.
pub(crate) fn newest_day(now: Timestamp) -> Option<BillDay> {
    days_due(now).into_iter().next()
}
