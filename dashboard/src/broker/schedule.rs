//! How often a provider is asked about what is still open: often while the customer stands there,
//! seldom later, and not for ever.

use order::Timestamp;

use crate::store::payments::{Payment, PaymentState};

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The provider may take a payment this much after the customer's last moment: what was scanned
/// in time must be able to end.
pub(super) const PROVIDER_SLACK_MS: i64 = 10 * SECOND;

/// An attempt whose kiosk says nothing is closed by the dashboard this long after the customer's
/// last moment.
pub(super) const ABANDONED_AFTER_MS: i64 = 30 * SECOND;

/// An attempt that the provider did not know when it was closed is watched this long after the
/// customer's last moment: the call that opened it may have been slow.
const WATCH_CLOSED_MS: i64 = 10 * MINUTE;

/// A charge is asked about this long after it was made, and no sooner. WeChat Pay's own number.
pub(super) const FIRST_QUESTION_MS: i64 = 5 * SECOND;

/// Pauses by age of a payment or a refund: up to this age, this pause.
const PAUSES: [(i64, i64); 6] = [
    (5 * MINUTE, 2 * SECOND),
    (15 * MINUTE, 5 * SECOND),
    (HOUR, 30 * SECOND),
    (DAY, 5 * MINUTE),
    (7 * DAY, HOUR),
    (60 * DAY, DAY),
];

/// When to ask about a payment again; none when nothing more is expected.
pub(super) fn next_question(payment: &Payment, now: Timestamp) -> Option<Timestamp> {
    match payment.state {
        PaymentState::Paid | PaymentState::PaidLate => None,
        // Only an answer ends the watch: see `watch_is_over`.
        PaymentState::Closed => {
            let pause = pause(now.ms_since(payment.created_at)).unwrap_or(DAY);
            Some(now.plus_ms(pause.max(MINUTE)))
        }
        // The customer confirms on the phone: every 3 to 5 seconds, says WeChat Pay.
        PaymentState::Created if payment.is_fresh_charge(now) => Some(now.plus_ms(3 * SECOND)),
        PaymentState::Created | PaymentState::Waiting => {
            pause(now.ms_since(payment.created_at)).map(|pause| now.plus_ms(pause))
        }
    }
}

/// Whether an answer of now is the last that a closed attempt needs. Without an answer it goes on
/// being watched, however late: a lost answer may be the one that said "paid".
pub(super) fn watch_is_over(payment: &Payment, now: Timestamp) -> bool {
    payment.state == PaymentState::Closed && now >= payment.pay_by.plus_ms(WATCH_CLOSED_MS)
}

/// When to ask about a refund again. A refund is never dropped: a person ends it.
pub(super) fn next_refund_question(created_at: Timestamp, now: Timestamp) -> Timestamp {
    now.plus_ms(pause(now.ms_since(created_at)).unwrap_or(DAY))
}

fn pause(age_ms: i64) -> Option<i64> {
    PAUSES
        .iter()
        .find(|(up_to, _)| age_ms < *up_to)
        .map(|(_, pause)| *pause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_payment_is_asked_about_every_two_seconds_and_an_old_one_seldom() {
        assert_eq!(pause(0), Some(2 * SECOND), "the customer stands there");
        assert_eq!(pause(2 * HOUR), Some(5 * MINUTE), "nobody stands there");
        assert_eq!(pause(61 * DAY), None, "nobody asks for ever");
    }
}
