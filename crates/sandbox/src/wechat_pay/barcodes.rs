//! Barcodes of customers who do not exist: handed out to be scanned, each with a fate of its own.

use std::collections::{HashMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::complaint::Complaint;
use super::keys::random;

/// How long a barcode is good, in milliseconds: about a minute at the real service.
const LIFE_MS: i64 = 60_000;
/// Most barcodes remembered; the oldest give way.
const MOST_REMEMBERED: usize = 1000;

/// What happens to a barcode that is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Barcode {
    /// It is paid at once.
    Pays,
    /// The customer is asked for the password, and the order waits until somebody pays or declines
    /// it by hand. After 45 seconds it is undone.
    AsksPassword,
    /// The customer has not enough money.
    NotEnough,
    /// The customer's card may not pay here.
    NotAllowed,
    /// It was shown too long ago.
    Expired,
    /// It has paid for something else.
    Used,
}

#[derive(Debug)]
struct HandedOut {
    fate: Barcode,
    made_at_ms: i64,
    /// The order that it was charged for.
    charged: Option<String>,
}

/// Every barcode handed out.
#[derive(Debug, Default)]
pub(super) struct Barcodes {
    known: HashMap<String, HandedOut>,
    order: VecDeque<String>,
}

impl Barcodes {
    /// Makes a barcode: 18 digits that begin with 13.
    pub(super) fn hand_out(&mut self, fate: Barcode, now_ms: i64) -> String {
        let digits = random::<16>().map(|byte| char::from(b'0' + byte % 10));
        let code: String = ['1', '3'].into_iter().chain(digits).collect();
        if self.order.len() == MOST_REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        self.order.push_back(code.clone());
        self.known.insert(
            code.clone(),
            HandedOut {
                fate,
                made_at_ms: now_ms,
                charged: None,
            },
        );
        code
    }

    /// Charges a barcode for an order, and says what happens. A barcode is good for one order.
    pub(super) fn charge(
        &mut self,
        code: &str,
        out_trade_no: &str,
        now_ms: i64,
    ) -> Result<Barcode, Complaint> {
        let invalid = || Complaint::new(400, "AUTH_CODE_INVALID", "the barcode is not valid");
        if code.len() != 18 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(invalid());
        }
        let known = self.known.get_mut(code).ok_or_else(invalid)?;
        let used = known
            .charged
            .as_ref()
            .is_some_and(|number| number != out_trade_no);
        if used || known.fate == Barcode::Used {
            return Err(Complaint::new(
                400,
                "AUTH_CODE_USED",
                "the barcode has been used",
            ));
        }
        if known.fate == Barcode::Expired || now_ms - known.made_at_ms > LIFE_MS {
            return Err(Complaint::new(
                400,
                "AUTH_CODE_EXPIRE",
                "the barcode is too old; the customer must show a fresh one",
            ));
        }
        known.charged = Some(out_trade_no.to_owned());
        Ok(known.fate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_barcode_is_good_for_one_order_and_one_minute() {
        let mut barcodes = Barcodes::default();
        let code = barcodes.hand_out(Barcode::Pays, 0);
        assert_eq!(code.len(), 18, "a barcode has 18 digits");
        let charge = |barcodes: &mut Barcodes, number, now_ms| {
            barcodes
                .charge(&code, number, now_ms)
                .map_err(|complaint| complaint.code)
        };
        assert_eq!(
            charge(&mut barcodes, "ONE", 60_001),
            Err("AUTH_CODE_EXPIRE"),
            "a minute is over"
        );
        assert_eq!(
            charge(&mut barcodes, "ONE", 60_000),
            Ok(Barcode::Pays),
            "at the last moment"
        );
        assert_eq!(
            charge(&mut barcodes, "ONE", 1),
            Ok(Barcode::Pays),
            "the same order is the same charge"
        );
        assert_eq!(
            charge(&mut barcodes, "TWO", 1),
            Err("AUTH_CODE_USED"),
            "another order is another charge"
        );
    }
}
