//! Barcodes of customers who do not exist: handed out to be scanned, each with a fate of its own.

use std::collections::{HashMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::complaint::Complaint;
use super::text::digits;

/// How long a barcode is good, in milliseconds.
const LIFE_MS: i64 = 60_000;
/// Most barcodes remembered; the oldest give way.
const MOST_REMEMBERED: usize = 1000;

/// What happens to a barcode that is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Barcode {
    /// It is paid at once.
    Pays,
    /// The customer is asked to confirm, and the trade waits until somebody pays or declines it by
    /// hand. After three minutes it is closed.
    AsksPassword,
    /// The customer has not enough money.
    NotEnough,
    /// The customer's account may not pay here.
    NotAllowed,
    /// It was shown too long ago.
    Expired,
}

#[derive(Debug)]
struct HandedOut {
    fate: Barcode,
    made_at_ms: i64,
    /// The trade that it was charged for.
    charged: Option<String>,
}

/// Every barcode handed out.
#[derive(Debug, Default)]
pub(super) struct Barcodes {
    known: HashMap<String, HandedOut>,
    order: VecDeque<String>,
}

impl Barcodes {
    /// Makes a barcode: 18 digits that begin with 28.
    pub(super) fn hand_out(&mut self, fate: Barcode, now_ms: i64) -> String {
        let code = format!("28{}", digits::<16>());
        if self.order.len() == MOST_REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        self.order.push_back(code.clone());
        let handed_out = HandedOut {
            fate,
            made_at_ms: now_ms,
            charged: None,
        };
        self.known.insert(code.clone(), handed_out);
        code
    }

    /// Charges a barcode for a trade, and says what happens. It is good for one trade; too old,
    /// used and unknown are one answer.
    pub(super) fn charge(
        &mut self,
        code: &str,
        out_trade_no: &str,
        now_ms: i64,
    ) -> Result<Barcode, Complaint> {
        let invalid = || Complaint::business("ACQ.PAYMENT_AUTH_CODE_INVALID", "支付授权码无效");
        let known = self.known.get_mut(code).ok_or_else(invalid)?;
        let used = known
            .charged
            .as_ref()
            .is_some_and(|number| number != out_trade_no);
        let old = now_ms - known.made_at_ms > LIFE_MS;
        if used || old || known.fate == Barcode::Expired {
            return Err(invalid());
        }
        known.charged = Some(out_trade_no.to_owned());
        Ok(known.fate)
    }
}
