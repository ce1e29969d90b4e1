//! The books: codes that nobody scanned, and trades.

use std::collections::HashMap;

use super::complaint::Complaint;
use super::terms::{Deadlines, Terms};
use super::text::digits;
use super::views::{PayRefused, RefundView, TradeState, TradeView};

/// Most codes and trades; the sandbox is started again long before.
const MOST_KEPT: usize = 100_000;

/// A code that nobody scanned.
#[derive(Clone, Debug)]
pub(super) struct Code {
    pub(super) terms: Terms,
    pub(super) text: String,
    pub(super) notify_url: Option<String>,
    pub(super) deadlines: Deadlines,
    pub(super) made_at_ms: i64,
}

#[derive(Clone, Debug)]
pub(super) struct Trade {
    pub(super) terms: Terms,
    pub(super) trade_no: String,
    pub(super) notify_url: Option<String>,
    pub(super) standing: Standing,
    pub(super) made_at_ms: i64,
    pub(super) pay_by_ms: i64,
    code: Option<String>,
    declined: u32,
    pub(super) refunds: Vec<Refund>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Waiting,
    Paid(Payment),
    /// Closed; with a payment, it was given back whole.
    Closed(Option<Payment>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Payment {
    pub(super) at_ms: i64,
    /// In fen.
    pub(super) taken: i64,
}

#[derive(Clone, Debug)]
pub(super) struct Refund {
    /// Nothing for a cancellation.
    pub(super) out_request_no: Option<String>,
    /// In fen.
    pub(super) amount: i64,
    pub(super) at_ms: i64,
    /// Queries that still say nothing of it.
    pub(super) hidden_polls: u32,
}

impl Trade {
    /// Everything given back so far, in fen.
    pub(super) fn given_back(&self) -> i64 {
        self.refunds.iter().map(|refund| refund.amount).sum()
    }

    pub(super) const fn payment(&self) -> Option<Payment> {
        match self.standing {
            Standing::Paid(payment) | Standing::Closed(Some(payment)) => Some(payment),
            Standing::Waiting | Standing::Closed(None) => None,
        }
    }

    pub(super) const fn status(&self) -> &'static str {
        match self.standing {
            Standing::Waiting => "WAIT_BUYER_PAY",
            Standing::Paid(_) => "TRADE_SUCCESS",
            Standing::Closed(_) => "TRADE_CLOSED",
        }
    }

    /// Gives `amount` of what was paid back; with the last fen of it the trade is closed.
    pub(super) fn give_back(&mut self, payment: Payment, refund: Refund) {
        self.refunds.push(refund);
        if self.given_back() >= payment.taken {
            self.standing = Standing::Closed(Some(payment));
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) codes: HashMap<String, Code>,
    pub(super) trades: HashMap<String, Trade>,
}

impl Ledger {
    /// Closes what nobody paid in time.
    pub(super) fn expire(&mut self, now_ms: i64) {
        for trade in self.trades.values_mut() {
            if trade.standing == Standing::Waiting && now_ms > trade.pay_by_ms {
                trade.standing = Standing::Closed(None);
            }
        }
    }

    pub(super) fn check_room(&self) -> Result<(), Complaint> {
        if self.codes.len() + self.trades.len() < MOST_KEPT {
            return Ok(());
        }
        let why = "this sandbox is full; start it again";
        Err(Complaint::new("40005", "isv.app-call-limited", why))
    }

    pub(super) fn add(&mut self, code: Code, now_ms: i64) -> &mut Trade {
        let trade = Trade {
            trade_no: format!("20882200{}", digits::<20>()),
            notify_url: code.notify_url,
            standing: Standing::Waiting,
            made_at_ms: now_ms,
            pay_by_ms: code.deadlines.pay_by_ms,
            code: Some(code.text).filter(|text| !text.is_empty()),
            declined: 0,
            refunds: Vec::new(),
            terms: code.terms,
        };
        self.trades
            .entry(trade.terms.out_trade_no.clone())
            .or_insert(trade)
    }

    /// The customer scans the code: only now there is a trade.
    pub(super) fn scan(&mut self, number: &str, now_ms: i64) -> Result<&mut Trade, PayRefused> {
        if let Some(code) = self.codes.get(number) {
            if now_ms > code.deadlines.scan_by_ms {
                return Err(PayRefused::Expired);
            }
            let code = code.clone();
            self.codes.remove(number);
            return Ok(self.add(code, now_ms));
        }
        self.trades.get_mut(number).ok_or(PayRefused::Unknown)
    }

    /// The customer pays `taken`, or the price when that is not given.
    pub(super) fn pay(
        &mut self,
        number: &str,
        taken: Option<i64>,
        now_ms: i64,
    ) -> Result<&Trade, PayRefused> {
        let trade = self.payable(number, now_ms)?;
        trade.standing = Standing::Paid(Payment {
            at_ms: now_ms,
            taken: taken.unwrap_or(trade.terms.total),
        });
        Ok(trade)
    }

    pub(super) fn decline(&mut self, number: &str, now_ms: i64) -> Result<(), PayRefused> {
        let trade = self.payable(number, now_ms)?;
        trade.declined = trade.declined.saturating_add(1);
        Ok(())
    }

    fn payable(&mut self, number: &str, now_ms: i64) -> Result<&mut Trade, PayRefused> {
        self.expire(now_ms);
        let trade = self.scan(number, now_ms)?;
        match trade.standing {
            Standing::Waiting => Ok(trade),
            Standing::Paid(_) => Err(PayRefused::AlreadyPaid),
            Standing::Closed(_) => Err(PayRefused::Closed),
        }
    }

    /// The merchant's number behind a QR code's text.
    pub(super) fn number_of(&self, text: &str) -> Option<String> {
        let scanned = self
            .trades
            .values()
            .find(|trade| trade.code.as_deref() == Some(text))
            .map(|trade| &trade.terms);
        let fresh = self.codes.values().find(|code| code.text == text);
        scanned
            .or(fresh.map(|code| &code.terms))
            .map(|terms| terms.out_trade_no.clone())
    }

    /// Every code and trade, the newest first.
    pub(super) fn views(&self) -> Vec<TradeView> {
        let codes = self.codes.values().map(Code::view);
        let mut views: Vec<TradeView> =
            codes.chain(self.trades.values().map(Trade::view)).collect();
        views.sort_by(|a, b| {
            (b.created_at_ms, &b.out_trade_no).cmp(&(a.created_at_ms, &a.out_trade_no))
        });
        views
    }
}

impl Code {
    fn view(&self) -> TradeView {
        TradeView {
            out_trade_no: self.terms.out_trade_no.clone(),
            trade_no: None,
            subject: self.terms.subject.clone(),
            total: self.terms.total,
            code: Some(self.text.clone()),
            created_at_ms: self.made_at_ms,
            pay_by_ms: self.deadlines.scan_by_ms,
            declined: 0,
            state: TradeState::Unscanned,
            refunds: Vec::new(),
        }
    }
}

impl Trade {
    pub(super) fn view(&self) -> TradeView {
        TradeView {
            out_trade_no: self.terms.out_trade_no.clone(),
            trade_no: Some(self.trade_no.clone()),
            subject: self.terms.subject.clone(),
            total: self.terms.total,
            code: self.code.clone(),
            created_at_ms: self.made_at_ms,
            pay_by_ms: self.pay_by_ms,
            declined: self.declined,
            state: match self.standing {
                Standing::Waiting => TradeState::Waiting,
                Standing::Paid(payment) => TradeState::Paid {
                    paid_at_ms: payment.at_ms,
                    taken: payment.taken,
                },
                Standing::Closed(payment) => TradeState::Closed {
                    paid: payment.map(|payment| (payment.at_ms, payment.taken)),
                },
            },
            refunds: self
                .refunds
                .iter()
                .map(|refund| RefundView {
                    out_request_no: refund.out_request_no.clone(),
                    amount: refund.amount,
                })
                .collect(),
        }
    }
}
