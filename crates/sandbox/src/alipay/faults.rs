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
    /// Opening a payment by QR code.
    Precreate,
    /// Charging a barcode.
    Pay,
    /// Querying a trade.
    Query,
    /// Cancelling a trade.
    Cancel,
    /// Closing a trade.
    Close,
    /// Asking for a refund.
    Refund,
    /// Querying a refund.
    QueryRefund,
    /// Asking for the address of a bill.
    Bill,
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
    /// Does what was asked, then answers `20000`, signed.
    FailAfter {
        /// The call it strikes.
        on: Call,
    },
    /// Answers `20000`, signed, and does nothing.
    FailBefore {
        /// The call it strikes.
        on: Call,
    },
    /// Does what was asked, then answers with an error that nobody signed.
    UnsignedError {
        /// The call it strikes.
        on: Call,
    },
    /// Answers with HTTP 502 and a page, as a box on the way would, and does nothing.
    BadGateway {
        /// The call it strikes.
        on: Call,
    },
    /// Answers `40005` and does nothing.
    TooFast {
        /// The call it strikes.
        on: Call,
    },
    /// Signs the answer wrongly.
    BadAnswerSignature {
        /// The call it strikes.
        on: Call,
    },
    /// Names a certificate in the answer that nobody holds (certificate mode).
    UnknownAnswerCertificate {
        /// The call it strikes.
        on: Call,
    },
    /// The next cancellation is not done and says `retry_flag` Y.
    CancelAgain,
    /// At the next close or cancellation the customer turns out to have paid a moment before.
    PaidBeforeClose,
    /// Refuses a refund with `ACQ.SELLER_BALANCE_NOT_ENOUGH`.
    BalanceShort,
    /// The next refund says `fund_change` N, and its query says nothing for a number of times.
    RefundStays {
        /// Queries that still say nothing.
        polls: u32,
    },
    /// The next payment is taken for another amount than was ordered.
    WrongAmount {
        /// The amount taken, in fen.
        total: i64,
    },
    /// The next notification names another seller.
    WrongSeller,
    /// The next notification names another application.
    WrongApplication,
    /// The next notification comes twice within milliseconds.
    DuplicateNotification,
    /// The next notification never comes, and neither do its repeats.
    DropNotification,
    /// The next notification comes first with a wrong signature; the true one follows on the retry
    /// schedule.
    BadNotificationSignature,
    /// The next notification comes later.
    LateNotification {
        /// By so many milliseconds.
        delay_ms: u64,
    },
    /// The next bill is not made yet, which Alipay says as if there were none.
    BillNotReady,
    /// The next bill lacks its first line, and is whole otherwise.
    BillMissingRow,
    /// The next bill has a payment of 0.10 yuan that nobody made.
    BillExtraRow,
    /// The file of the next bill breaks off half way.
    BillDamaged,
    /// The next bill is said to lie at an address that is not ours.
    BillElsewhere,
    /// The address of the next bill is good no longer.
    BillTooLate,
}

/// Faults that have not struck yet.
#[derive(Debug, Default)]
pub(super) struct Faults(Mutex<VecDeque<Fault>>);

impl Faults {
    pub(super) fn queue(&self, fault: Fault) {
        let mut waiting = self.lock();
        if waiting.len() == LONGEST_QUEUE {
            waiting.pop_front();
        }
        waiting.push_back(fault);
    }

    pub(super) fn waiting(&self) -> Vec<Fault> {
        self.lock().iter().cloned().collect()
    }

    pub(super) fn clear(&self) {
        self.lock().clear();
    }

    /// Takes the oldest waiting fault that `fits`.
    pub(super) fn take<T>(&self, fits: impl Fn(&Fault) -> Option<T>) -> Option<T> {
        let mut waiting = self.lock();
        let (index, found) = waiting
            .iter()
            .enumerate()
            .find_map(|(index, fault)| Some((index, fits(fault)?)))?;
        waiting.remove(index);
        Some(found)
    }

    /// Takes one fault that is equal to `wanted`.
    pub(super) fn strikes(&self, wanted: &Fault) -> bool {
        self.take(|fault| (fault == wanted).then_some(())).is_some()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
