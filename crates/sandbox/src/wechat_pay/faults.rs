//! What can be made to go wrong. Each fault strikes once.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

/// Most faults that wait at once; the oldest gives way.
const LONGEST_QUEUE: usize = 100;

/// A call of the merchant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// Opening a Native order.
    Native,
    /// Charging a barcode.
    Codepay,
    /// Undoing a charge.
    Reverse,
    /// Asking for a day's bill.
    Bill,
    /// Downloading a bill's file.
    BillFile,
    /// Querying an order, by either number.
    Query,
    /// Closing an order.
    Close,
    /// Asking for a refund.
    Refund,
    /// Querying a refund.
    QueryRefund,
    /// Downloading platform certificates.
    Certificates,
}

/// One thing that goes wrong, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// Does what was asked, then cuts the line without an answer.
    LoseAnswer {
        /// The call it strikes.
        on: Call,
    },
    /// Does what was asked, then answers 500 `SYSTEM_ERROR`.
    FailAfter {
        /// The call it strikes.
        on: Call,
    },
    /// Answers 500 `SYSTEM_ERROR` and does nothing.
    FailBefore {
        /// The call it strikes.
        on: Call,
    },
    /// Answers 429 `FREQUENCY_LIMITED` and does nothing.
    TooFast {
        /// The call it strikes.
        on: Call,
    },
    /// Signs the answer with `WECHATPAY/SIGNTEST/...`.
    BadAnswerSignature {
        /// The call it strikes.
        on: Call,
    },
    /// Names a key in the answer that nobody holds.
    UnknownAnswerSerial {
        /// The call it strikes.
        on: Call,
    },
    /// Stamps the answer ten minutes ago, properly signed.
    StaleAnswer {
        /// The call it strikes.
        on: Call,
    },
    /// Answers a close or a reversal with 202 `USER_PAYING`: the customer is typing the password.
    CustomerIsPaying,
    /// At the next close or reversal the customer turns out to have paid a moment before.
    PaidBeforeClose,
    /// The next close is answered 204, and yet the customer's payment went through.
    PaidDespiteClose,
    /// Refuses a refund with 403 `NOT_ENOUGH`.
    BalanceShort,
    /// The next payment is taken for another amount than was ordered.
    WrongAmount {
        /// The amount taken, in fen.
        total: i64,
    },
    /// The next notification names another merchant.
    WrongMerchant,
    /// The next notification names an order that nobody opened.
    WrongNumber,
    /// The next notification comes twice within milliseconds.
    DuplicateNotification,
    /// The next notification never comes, and neither do its repeats.
    DropNotification,
    /// The next notification comes first with `WECHATPAY/SIGNTEST/...`; the true one follows on
    /// the retry schedule.
    BadNotificationSignature,
    /// The next notification comes later.
    LateNotification {
        /// By so many milliseconds.
        delay_ms: u64,
    },
    /// The next bill is still being made (400 `STATEMENT_CREATING`).
    BillNotReady,
    /// The next bill lacks its first row, and is whole otherwise.
    BillMissingRow,
    /// The next bill has a payment of 0.10 yuan that nobody made.
    BillExtraRow,
    /// The file of the next bill breaks off half way.
    BillDamaged,
    /// The next bill is said to lie at an address that is not ours.
    BillElsewhere,
    /// The next refund stays `PROCESSING` for a number of queries and then ends as told.
    RefundStays {
        /// Queries that still say `PROCESSING`.
        polls: u32,
        /// How it ends.
        then: RefundEnd,
    },
}

/// How a refund ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundEnd {
    /// The customer has the money.
    Success,
    /// The customer's card cannot take it.
    Abnormal,
    /// Given up.
    Closed,
}

/// Faults that have not struck yet.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<VecDeque<Fault>>);

impl Faults {
    pub(crate) fn queue(&self, fault: Fault) {
        let mut waiting = self.lock();
        if waiting.len() == LONGEST_QUEUE {
            waiting.pop_front();
        }
        waiting.push_back(fault);
    }

    pub(crate) fn waiting(&self) -> Vec<Fault> {
        self.lock().iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    /// Takes the oldest waiting fault that `fits`.
    pub(crate) fn take<T>(&self, fits: impl Fn(&Fault) -> Option<T>) -> Option<T> {
        let mut waiting = self.lock();
        let (index, found) = waiting
            .iter()
            .enumerate()
            .find_map(|(index, fault)| Some((index, fits(fault)?)))?;
        waiting.remove(index);
        Some(found)
    }

    /// Takes one fault that is equal to `wanted`.
    pub(crate) fn strikes(&self, wanted: &Fault) -> bool {
        self.take(|fault| (fault == wanted).then_some(())).is_some()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
