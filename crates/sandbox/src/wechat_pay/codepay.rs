//! Charging barcodes and undoing charges.

use serde::Deserialize;
use serde_json::{Value, json};

use super::Fault;
use super::barcodes::Barcode;
use super::complaint::Complaint;
use super::keys::{APPID, MCHID};
use super::ledger::{Ledger, Order};
use super::refunds::digits;
use super::shop::{Shop, now_ms};
use super::terms::{Terms, Way};
use super::transaction::transaction;
use super::views::{OrderState, Undone};

/// How long a customer may take over the password before the charge is undone, in milliseconds.
const PASSWORD_MS: i64 = 45_000;
/// How long a charge can be undone, in milliseconds: seven days.
const REVERSIBLE_MS: i64 = 7 * 24 * 60 * 60 * 1000;

#[derive(Deserialize)]
struct Reversing {
    appid: String,
    mchid: String,
}

impl Shop {
    pub(super) fn charge(&self, body: &[u8]) -> Result<Value, Complaint> {
        let terms = Terms::parse_codepay(body)?;
        let now_ms = now_ms();
        let mut ledger = self.ledger();
        ledger.undo_if_unconfirmed(&terms.out_trade_no, now_ms);
        if let Some(known) = ledger.order(&terms.out_trade_no) {
            known.check_repeat(&terms)?;
            return Err(Complaint::paying());
        }
        let Way::Codepay { auth_code } = &terms.way else {
            return Err(Complaint::parameter("payer.auth_code is needed"));
        };
        let fate = self
            .barcodes()
            .charge(auth_code, &terms.out_trade_no, now_ms)?;
        let taken = match fate {
            Barcode::Pays => self.wrong_amount().unwrap_or(terms.total),
            _ => terms.total,
        };
        let order = ledger.add(terms, now_ms.saturating_add(PASSWORD_MS), None, now_ms)?;
        match fate {
            Barcode::Pays => {
                order.state = OrderState::Paid {
                    transaction_id: format!("4200{}", digits()),
                    paid_at_ms: now_ms,
                    taken,
                };
                Ok(transaction(order))
            }
            Barcode::AsksPassword => {
                order.state = OrderState::Paying;
                Err(Complaint::paying())
            }
            Barcode::NotEnough => {
                order.state = OrderState::Failed;
                let why = "the customer has not enough money";
                Err(Complaint::new(403, "NOT_ENOUGH", why))
            }
            Barcode::NotAllowed => {
                order.state = OrderState::Failed;
                let why = "the customer's card may not pay here";
                Err(Complaint::new(403, "NOTSUPORTCARD", why))
            }
            // Refused above, before the order was noted.
            Barcode::Expired | Barcode::Used => {
                Err(Complaint::new(400, "AUTH_CODE_INVALID", "it is not valid"))
            }
        }
    }

    pub(super) fn reverse(&self, number: &str, body: &[u8]) -> Result<Value, Complaint> {
        let reversing: Reversing = serde_json::from_slice(body)
            .map_err(|error| Complaint::parameter(error.to_string()))?;
        if reversing.mchid != MCHID || reversing.appid != APPID {
            let why = "appid and mchid do not belong together";
            return Err(Complaint::new(400, "APPID_MCHID_NOT_MATCH", why));
        }
        self.ledger().reverse(number, now_ms())?;
        Ok(json!({"appid": APPID, "mchid": MCHID, "out_trade_no": number}))
    }

    pub(super) fn wrong_amount(&self) -> Option<i64> {
        self.faults.take(|fault| match fault {
            Fault::WrongAmount { total } => Some(*total),
            _ => None,
        })
    }
}

impl Ledger {
    /// Undoes a charge, paid or not. Undoing it again changes nothing.
    fn reverse(&mut self, number: &str, now_ms: i64) -> Result<(), Complaint> {
        let order = self
            .orders
            .get_mut(number)
            .ok_or_else(Complaint::no_order)?;
        let refused = |why: &str| Complaint::new(400, "INVALID_REQUEST", why);
        match &order.terms.way {
            Way::Codepay { .. } => {}
            Way::Native { .. } => return Err(refused("only charges to a barcode are reversed")),
        }
        if !order.refunds.is_empty() {
            return Err(Complaint::new(403, "TRADE_ERROR", "it has been refunded"));
        }
        if now_ms - order.created_at_ms > REVERSIBLE_MS {
            return Err(Complaint::new(403, "REVERSE_EXPIRE", "it is too long ago"));
        }
        order.undo(now_ms);
        Ok(())
    }

    /// Undoes a charge that nobody gave the password for in time.
    pub(super) fn undo_if_unconfirmed(&mut self, number: &str, now_ms: i64) {
        if let Some(order) = self.orders.get_mut(number)
            && order.state == OrderState::Paying
            && now_ms - order.created_at_ms > PASSWORD_MS
        {
            order.undo(now_ms);
        }
    }
}

impl Order {
    fn undo(&mut self, now_ms: i64) {
        self.state = match &self.state {
            OrderState::Paid {
                transaction_id,
                paid_at_ms,
                taken,
            } => OrderState::Reversed {
                undone: Some(Undone {
                    transaction_id: transaction_id.clone(),
                    paid_at_ms: *paid_at_ms,
                    undone_at_ms: now_ms,
                    taken: *taken,
                }),
            },
            OrderState::Reversed { undone } => OrderState::Reversed {
                undone: undone.clone(),
            },
            OrderState::NotPaid | OrderState::Paying | OrderState::Closed | OrderState::Failed => {
                OrderState::Reversed { undone: None }
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "UNCONFIRMED-1";

    fn asked_at(now_ms: i64) -> Ledger {
        let body = json!({
            "appid": APPID,
            "mchid": MCHID,
            "description": "prints",
            "out_trade_no": NUMBER,
            "payer": {"auth_code": "134567890123456789"},
            "amount": {"total": 600},
            "scene_info": {"store_info": {"id": "1"}},
        });
        let terms = Terms::parse_codepay(body.to_string().as_bytes()).expect("a sound charge");
        let mut ledger = Ledger::default();
        let order = ledger
            .add(terms, now_ms, None, now_ms)
            .expect("room for one");
        order.state = OrderState::Paying;
        ledger
    }

    fn state(ledger: &Ledger) -> &OrderState {
        &ledger.order(NUMBER).expect("it is known").state
    }

    #[test]
    fn a_charge_without_its_password_is_undone_after_45_seconds() {
        let mut ledger = asked_at(0);
        ledger.undo_if_unconfirmed(NUMBER, 45_000);
        assert_eq!(*state(&ledger), OrderState::Paying, "still time");
        ledger.undo_if_unconfirmed(NUMBER, 45_001);
        assert_eq!(
            *state(&ledger),
            OrderState::Reversed { undone: None },
            "undone, and nothing had been taken"
        );
    }

    #[test]
    fn a_charge_can_be_reversed_for_seven_days() {
        let mut ledger = asked_at(0);
        let late = ledger
            .reverse(NUMBER, REVERSIBLE_MS + 1)
            .expect_err("too late");
        assert_eq!(late.code, "REVERSE_EXPIRE", "refund it instead");
        ledger
            .reverse(NUMBER, REVERSIBLE_MS)
            .expect("at the last moment");
    }
}
