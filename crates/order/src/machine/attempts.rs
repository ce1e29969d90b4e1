//! The tries at being paid for one order: a QR code of each provider, all at once, and a barcode
//! of the customer's whenever one is shown.
//!
//! The dashboard lets one attempt of an order count as paid and gives the others up in the same
//! moment; what comes by another one goes back by itself, under the dashboard's own refund. So an
//! order's money is the money of the attempt that paid for it, and the kiosk need not close the
//! others.

use serde::{Deserialize, Serialize};

use crate::ids::{OrderId, OutRefundNo, OutTradeNo, ProviderId};
use crate::machine::event::{ChargeRefusal, PaymentStatus, RefundStatus};
use crate::machine::order::{Attempt, CancelReason, IfPaid, Payment};
use crate::machine::{CHARGE_LIMIT_MS, MOST_ATTEMPTS, OPENING_LIMIT_MS};
use crate::money::Money;
use crate::time::Timestamp;

/// The customer can pay, or will in a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "WrittenPaying")]
pub struct Paying {
    /// Every attempt so far, by number.
    pub attempts: Vec<Try>,
    /// When to stop while there is nothing to pay by.
    pub give_up_at: Timestamp,
}

/// The customer went away or ran out of time; every attempt is closed, unless it was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "WrittenClosing")]
pub struct Closing {
    /// Every attempt, by number.
    pub attempts: Vec<Try>,
    /// Why they are closed.
    pub reason: CancelReason,
    /// What happens should one turn out to be paid.
    pub if_paid: IfPaid,
}

/// One attempt and how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Try {
    /// The attempt.
    pub attempt: Attempt,
    /// How it stands.
    #[serde(flatten)]
    pub standing: Standing,
}

/// How an attempt stands, as far as the kiosk was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// The provider is being asked for a QR code.
    Opening,
    /// The customer can scan it.
    Waiting {
        /// What the QR code says, byte for byte.
        code_url: String,
        /// When the code leaves the screen.
        pay_by: Timestamp,
    },
    /// The barcode that the customer showed is being charged.
    Charging {
        /// Since when.
        since: Timestamp,
    },
    /// The customer is asked on the phone whether to pay.
    Confirming {
        /// Since when the barcode is being charged.
        since: Timestamp,
    },
    /// The charge took too long and is being undone.
    Reversing,
    /// It can never be paid.
    Ended {
        /// Why.
        why: Ending,
    },
    /// Paid after it was given up; the dashboard gives the money back by itself.
    PaidLate {
        /// The provider's own number.
        transaction_id: String,
        /// How much was taken.
        amount: Money,
        /// The refund that the dashboard made.
        out_refund_no: OutRefundNo,
        /// How that refund stood.
        refund: RefundStatus,
    },
}

/// Why an attempt can never be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ending", rename_all = "snake_case")]
pub enum Ending {
    /// It was never opened.
    Refused,
    /// It was closed.
    Closed,
    /// The customer's barcode was not taken.
    Declined {
        /// Why.
        refusal: ChargeRefusal,
    },
}

/// What news of an attempt leads to.
pub(super) enum News {
    /// Nothing new.
    Nothing,
    /// The attempts stand otherwise now.
    Changed(Vec<Try>),
    /// The order's code leaves nothing to pay.
    NothingToPay,
    /// The order is paid.
    Paid(Payment),
}

impl Paying {
    /// The first attempts of an order: a QR code of each provider.
    pub(super) fn begin(
        order: &OrderId,
        providers: impl Iterator<Item = ProviderId>,
        now: Timestamp,
    ) -> Self {
        let attempts = (1..).zip(providers).map(|(number, provider)| Try {
            attempt: Attempt {
                out_trade_no: order.out_trade_no(number),
                provider,
            },
            standing: Standing::Opening,
        });
        Self {
            attempts: attempts.collect(),
            give_up_at: now.plus_ms(OPENING_LIMIT_MS),
        }
    }

    /// When it is over: all codes leave the screen together, and without one it lasts as long as
    /// a barcode is being charged, or as opening one may take.
    pub fn ends_at(&self) -> Timestamp {
        let codes = self.attempts.iter().filter_map(|tried| tried.pay_by());
        let charge = self
            .charging()
            .map(|since| since.plus_ms(CHARGE_LIMIT_MS).max(self.give_up_at));
        codes.min().or(charge).unwrap_or(self.give_up_at)
    }

    /// Whether a barcode is being charged, or a charge undone.
    pub fn is_charging(&self) -> bool {
        self.attempts.iter().any(Try::is_undecided_charge)
    }

    /// Since when a barcode is being charged.
    fn charging(&self) -> Option<Timestamp> {
        self.attempts.iter().find_map(|tried| match tried.standing {
            Standing::Charging { since } | Standing::Confirming { since } => Some(since),
            _ => None,
        })
    }

    /// With another attempt, for the barcode that the customer shows; none while an earlier one is
    /// undecided, since that one may have taken the money.
    pub(super) fn with_charge(
        &self,
        order: &OrderId,
        provider: ProviderId,
        now: Timestamp,
    ) -> Option<Self> {
        let number = u32::try_from(self.attempts.len()).ok()? + 1;
        if self.is_charging() || number > MOST_ATTEMPTS {
            return None;
        }
        let mut next = self.clone();
        next.attempts.push(Try {
            attempt: Attempt {
                out_trade_no: order.out_trade_no(number),
                provider,
            },
            standing: Standing::Charging { since: now },
        });
        Some(next)
    }

    /// With the charge undone that took too long by `now`; none if there is no such.
    pub(super) fn without_slow_charge(&self, now: Timestamp) -> Option<Self> {
        let too_long = |since: Timestamp| now >= since.plus_ms(CHARGE_LIMIT_MS);
        let mut next = self.clone();
        let slow = next
            .attempts
            .iter_mut()
            .find(|tried| match tried.standing {
                Standing::Charging { since } | Standing::Confirming { since } => too_long(since),
                _ => false,
            })?;
        slow.standing = Standing::Reversing;
        Some(next)
    }
}

impl Try {
    /// Whether it may still turn out to be paid.
    pub const fn is_undecided(&self) -> bool {
        match self.standing {
            Standing::Opening
            | Standing::Waiting { .. }
            | Standing::Charging { .. }
            | Standing::Confirming { .. }
            | Standing::Reversing => true,
            Standing::Ended { .. } | Standing::PaidLate { .. } => false,
        }
    }

    const fn is_undecided_charge(&self) -> bool {
        matches!(
            self.standing,
            Standing::Charging { .. } | Standing::Confirming { .. } | Standing::Reversing
        )
    }

    const fn pay_by(&self) -> Option<Timestamp> {
        match self.standing {
            Standing::Waiting { pay_by, .. } => Some(pay_by),
            _ => None,
        }
    }

    /// How it stands after the dashboard said `status`; none if that is nothing new.
    fn after(&self, status: &PaymentStatus) -> Option<Standing> {
        match (status, &self.standing) {
            (PaymentStatus::Waiting { code_url, pay_by }, Standing::Opening) => {
                Some(Standing::Waiting {
                    code_url: code_url.clone(),
                    pay_by: *pay_by,
                })
            }
            (PaymentStatus::Confirming, Standing::Charging { since }) => {
                Some(Standing::Confirming { since: *since })
            }
            (PaymentStatus::Closed, standing) => Some(Standing::Ended {
                why: match standing {
                    Standing::Opening => Ending::Refused,
                    Standing::Reversing
                    | Standing::Charging { .. }
                    | Standing::Confirming { .. } => Ending::Declined {
                        refusal: ChargeRefusal::Unconfirmed,
                    },
                    Standing::Waiting { .. }
                    | Standing::Ended { .. }
                    | Standing::PaidLate { .. } => Ending::Closed,
                },
            }),
            (PaymentStatus::Declined { refusal }, _) => Some(Standing::Ended {
                why: Ending::Declined { refusal: *refusal },
            }),
            (
                PaymentStatus::PaidLate {
                    transaction_id,
                    amount,
                    out_refund_no,
                    refund,
                },
                _,
            ) => Some(Standing::PaidLate {
                transaction_id: transaction_id.clone(),
                amount: *amount,
                out_refund_no: out_refund_no.clone(),
                refund: *refund,
            }),
            (
                PaymentStatus::Waiting { .. }
                | PaymentStatus::Confirming
                | PaymentStatus::Unknown
                | PaymentStatus::NothingToPay
                | PaymentStatus::Paid { .. },
                _,
            ) => None,
        }
    }
}

/// What `status` of the attempt `number` leads to; none if it is no undecided one of `attempts`.
pub(super) fn news(attempts: &[Try], number: &OutTradeNo, status: &PaymentStatus) -> Option<News> {
    let place = attempts
        .iter()
        .position(|tried| tried.attempt.out_trade_no == *number && tried.is_undecided())?;
    let tried = attempts.get(place)?;
    if let PaymentStatus::Paid {
        transaction_id,
        amount,
    } = status
    {
        return Some(News::Paid(Payment {
            attempt: tried.attempt.clone(),
            transaction_id: transaction_id.clone(),
            amount: *amount,
        }));
    }
    if *status == PaymentStatus::NothingToPay {
        return Some(News::NothingToPay);
    }
    let Some(standing) = tried.after(status) else {
        return Some(News::Nothing);
    };
    let mut next = attempts.to_vec();
    if let Some(changed) = next.get_mut(place) {
        changed.standing = standing;
    }
    Some(News::Changed(next))
}

/// [`Paying`] in a journal. The first release knew one attempt an order, either "opening" or
/// "awaiting payment".
#[derive(Deserialize)]
struct WrittenPaying {
    #[serde(default)]
    attempts: Vec<Try>,
    give_up_at: Option<Timestamp>,
    attempt: Option<Attempt>,
    code_url: Option<String>,
    pay_by: Option<Timestamp>,
}

impl From<WrittenPaying> for Paying {
    fn from(written: WrittenPaying) -> Self {
        let mut attempts = written.attempts;
        attempts.extend(written.attempt.map(|attempt| Try {
            attempt,
            standing: match (written.code_url, written.pay_by) {
                (Some(code_url), Some(pay_by)) => Standing::Waiting { code_url, pay_by },
                _ => Standing::Opening,
            },
        }));
        Self {
            attempts,
            give_up_at: written
                .give_up_at
                .or(written.pay_by)
                .unwrap_or(Timestamp::from_ms(0)),
        }
    }
}

/// [`Closing`] in a journal, in both shapes.
#[derive(Deserialize)]
struct WrittenClosing {
    #[serde(default)]
    attempts: Vec<Try>,
    attempt: Option<Attempt>,
    reason: CancelReason,
    if_paid: IfPaid,
}

impl From<WrittenClosing> for Closing {
    fn from(written: WrittenClosing) -> Self {
        let mut attempts = written.attempts;
        attempts.extend(written.attempt.map(|attempt| Try {
            attempt,
            standing: Standing::Opening,
        }));
        Self {
            attempts,
            reason: written.reason,
            if_paid: written.if_paid,
        }
    }
}
