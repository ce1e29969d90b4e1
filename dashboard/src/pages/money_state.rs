//! Where the money of an order is, folded from its facts.

use order::Money;

use crate::App;
use crate::store::kiosks::Kiosk;
use crate::store::reports::{self, OrderSums, OrdersAsked};

use super::calendar::Calendar;
use super::health::Tone;
use super::problem::PageError;
use super::words::Words;
use super::words::money::shown;

/// Where the money of an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MoneyState {
    /// Nobody has paid yet.
    Waiting,
    /// It ended without a payment.
    Cancelled,
    /// Paid; sheets come out.
    Printing,
    /// Some of it is on its way back.
    Refunding,
    /// Paid = delivered + refunded.
    Settled,
    /// The provider could not give it back.
    Stuck,
    /// A person gave back what the provider could not.
    ByHand,
}

impl MoneyState {
    /// Where the money of that order is; what a person did by hand is not among the facts.
    pub(crate) const fn of(sums: &OrderSums) -> Self {
        if sums.settled > 0 {
            Self::Settled
        } else if sums.refunds_stuck > 0 {
            Self::Stuck
        } else if sums.refunds_requested > 0 {
            Self::Refunding
        } else if sums.cancelled > 0 {
            Self::Cancelled
        } else if sums.paid.minor() > 0 {
            Self::Printing
        } else {
            Self::Waiting
        }
    }

    /// In a word.
    pub(crate) const fn word(self, words: &Words) -> &'static str {
        match self {
            Self::Waiting => words.waiting,
            Self::Cancelled => words.cancelled,
            Self::Printing => words.printing,
            Self::Refunding => words.refunding,
            Self::Settled => words.settled,
            Self::Stuck => words.stuck,
            Self::ByHand => words.by_hand,
        }
    }

    /// Its look.
    pub(crate) const fn tone(self) -> Tone {
        match self {
            Self::Waiting | Self::Cancelled | Self::Printing => Tone::Plain,
            Self::Refunding => Tone::Warn,
            Self::Settled | Self::ByHand => Tone::Done,
            Self::Stuck => Tone::Stop,
        }
    }
}

/// A line of a table of orders.
#[derive(Clone, Debug)]
pub(crate) struct OrderRow {
    /// The order's id.
    pub(crate) id: String,
    /// What the customer can read out.
    pub(crate) receipt: String,
    /// When it began.
    pub(crate) at: String,
    /// The kiosk's id.
    pub(crate) kiosk_id: String,
    /// The kiosk's name.
    pub(crate) kiosk: String,
    /// Sheets proven printed.
    pub(crate) sheets: u64,
    /// Taken.
    pub(crate) paid: String,
    /// Given back.
    pub(crate) refunded: String,
    /// The look of the money's state.
    pub(crate) tone: Tone,
    /// The money's state, in a word.
    pub(crate) money: &'static str,
}

/// The orders asked for, as lines.
pub(crate) async fn rows(
    app: &App,
    words: &Words,
    calendar: &Calendar,
    kiosks: &[Kiosk],
    asked: &OrdersAsked,
) -> Result<Vec<OrderRow>, PageError> {
    let orders = reports::orders(app.store(), asked).await?;
    let row = |sums: &OrderSums| {
        let state = MoneyState::of(sums);
        let kiosk = kiosks.iter().find(|kiosk| kiosk.kiosk == sums.kiosk);
        OrderRow {
            id: sums.order.to_string(),
            receipt: sums.order.receipt_code().to_string(),
            at: calendar.short(words, sums.began_at),
            kiosk_id: sums.kiosk.to_string(),
            kiosk: kiosk.map_or_else(|| sums.kiosk.to_string(), |kiosk| kiosk.name.clone()),
            sheets: sums.sheets,
            paid: amount(sums.paid),
            refunded: amount(sums.refunded),
            tone: state.tone(),
            money: state.word(words),
        }
    };
    Ok(orders.iter().map(row).collect())
}

fn amount(amount: Money) -> String {
    if amount == Money::ZERO {
        "—".to_owned()
    } else {
        shown(amount)
    }
}
