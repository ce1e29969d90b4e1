//! The books: orders and refunds, and what may happen to them. No clock, no network.

use std::collections::HashMap;

use super::RefundEnd;
use super::complaint::Complaint;
use super::refunds::RefundRequest;
use super::terms::Terms;
use super::views::{OrderState, OrderView, PayRefused, RefundStatus, RefundView};

/// Most orders kept; a sandbox that has seen more refuses new ones until it is started again.
const MOST_ORDERS: usize = 10_000;
/// How long a code can be scanned, in milliseconds: two hours, whatever the order says.
const CODE_LIFE_MS: i64 = 2 * 60 * 60 * 1000;
/// Most refunds of one order.
const MOST_REFUNDS: usize = 50;

#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) terms: Terms,
    pub(super) state: OrderState,
    /// The text of the QR code; nothing when a barcode was charged instead.
    pub(super) code_url: Option<String>,
    code_made_at_ms: i64,
    pub(super) created_at_ms: i64,
    expires_at_ms: i64,
    declined: u32,
    /// Refund numbers, in order.
    pub(super) refunds: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Refund {
    pub(super) request: RefundRequest,
    pub(super) refund_id: String,
    pub(super) transaction_id: String,
    pub(super) out_trade_no: String,
    pub(super) status: RefundStatus,
    pub(super) created_at_ms: i64,
    pub(super) decided_at_ms: Option<i64>,
    /// Queries that still say processing, and the end, when a fault rules it.
    pub(super) scripted: Option<(u32, RefundEnd)>,
}

/// What became of a request for a refund.
pub(super) enum RefundAsked {
    /// It is new: somebody must decide it.
    New(Refund),
    /// The number is known and the parameters are the same.
    Repeated(Refund),
}

#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) orders: HashMap<String, Order>,
    pub(super) refunds: HashMap<String, Refund>,
}

impl Order {
    /// Refuses to be opened or charged again under other terms, or after its end.
    pub(super) fn check_repeat(&self, terms: &Terms) -> Result<(), Complaint> {
        match self.state {
            OrderState::NotPaid | OrderState::Paying if self.terms != *terms => {
                Err(Complaint::new(
                    403,
                    "OUT_TRADE_NO_USED",
                    "the number was used with other parameters",
                ))
            }
            OrderState::NotPaid | OrderState::Paying => Ok(()),
            OrderState::Paid { .. } => Err(paid()),
            OrderState::Closed => Err(Complaint::new(400, "ORDER_CLOSED", "the order is closed")),
            OrderState::Reversed { .. } => Err(Complaint::new(
                400,
                "ORDERREVERSED",
                "the order has been reversed",
            )),
            OrderState::Failed => Err(Complaint::new(403, "TRADE_ERROR", "the payment failed")),
        }
    }
}

impl Ledger {
    /// Opens an order, or gives the same one a fresh code.
    pub(super) fn open(
        &mut self,
        terms: Terms,
        expires_at_ms: i64,
        code_url: String,
        now_ms: i64,
    ) -> Result<String, Complaint> {
        if let Some(known) = self.orders.get_mut(&terms.out_trade_no) {
            known.check_repeat(&terms)?;
            known.code_url = Some(code_url.clone());
            known.code_made_at_ms = now_ms;
            return Ok(code_url);
        }
        self.add(terms, expires_at_ms, Some(code_url.clone()), now_ms)?;
        Ok(code_url)
    }

    /// Notes an order that nobody has paid yet.
    pub(super) fn add(
        &mut self,
        terms: Terms,
        expires_at_ms: i64,
        code_url: Option<String>,
        now_ms: i64,
    ) -> Result<&mut Order, Complaint> {
        if self.orders.len() >= MOST_ORDERS {
            return Err(Complaint::new(
                429,
                "FREQUENCY_LIMITED",
                "this sandbox is full; start it again",
            ));
        }
        let order = Order {
            state: OrderState::NotPaid,
            code_url,
            code_made_at_ms: now_ms,
            created_at_ms: now_ms,
            expires_at_ms,
            declined: 0,
            refunds: Vec::new(),
            terms,
        };
        Ok(self
            .orders
            .entry(order.terms.out_trade_no.clone())
            .insert_entry(order)
            .into_mut())
    }

    pub(super) fn order(&self, number: &str) -> Option<&Order> {
        self.orders.get(number)
    }

    pub(super) fn order_by_transaction(&self, id: &str) -> Option<&Order> {
        self.orders.values().find(|order| {
            matches!(&order.state, OrderState::Paid { transaction_id, .. } if transaction_id == id)
        })
    }

    pub(super) fn order_by_code(&self, code_url: &str) -> Option<&Order> {
        self.orders
            .values()
            .find(|order| order.code_url.as_deref() == Some(code_url))
    }

    pub(super) fn close(&mut self, number: &str) -> Result<(), Complaint> {
        let order = self
            .orders
            .get_mut(number)
            .ok_or_else(Complaint::no_order)?;
        match order.state {
            OrderState::Paid { .. } => Err(paid()),
            OrderState::Paying => Err(Complaint::paying()),
            OrderState::Reversed { .. } | OrderState::Failed => {
                Err(Complaint::new(400, "ORDER_CLOSED", "the order is over"))
            }
            OrderState::NotPaid | OrderState::Closed => {
                order.state = OrderState::Closed;
                Ok(())
            }
        }
    }

    /// The customer pays `taken`, or the price when that is not given.
    pub(super) fn pay(
        &mut self,
        number: &str,
        transaction_id: String,
        taken: Option<i64>,
        now_ms: i64,
    ) -> Result<&Order, PayRefused> {
        let order = self.payable(number, now_ms)?;
        order.state = OrderState::Paid {
            transaction_id,
            paid_at_ms: now_ms,
            taken: taken.unwrap_or(order.terms.total),
        };
        Ok(order)
    }

    /// The customer turns away: a QR code may be scanned again, a barcode may not.
    pub(super) fn decline(&mut self, number: &str, now_ms: i64) -> Result<(), PayRefused> {
        let order = self.payable(number, now_ms)?;
        order.declined = order.declined.saturating_add(1);
        if order.state == OrderState::Paying {
            order.state = OrderState::Failed;
        }
        Ok(())
    }

    fn payable(&mut self, number: &str, now_ms: i64) -> Result<&mut Order, PayRefused> {
        let order = self.orders.get_mut(number).ok_or(PayRefused::Unknown)?;
        match order.state {
            OrderState::Paid { .. } => Err(PayRefused::AlreadyPaid),
            OrderState::Closed | OrderState::Reversed { .. } | OrderState::Failed => {
                Err(PayRefused::Closed)
            }
            OrderState::NotPaid
                if now_ms > order.expires_at_ms
                    || now_ms > order.code_made_at_ms.saturating_add(CODE_LIFE_MS) =>
            {
                Err(PayRefused::Expired)
            }
            OrderState::NotPaid | OrderState::Paying => Ok(order),
        }
    }

    /// Accepts a refund: paid order, right total, sum within it, one refund per number.
    pub(super) fn refund(
        &mut self,
        request: RefundRequest,
        refund_id: String,
        scripted: Option<(u32, RefundEnd)>,
        now_ms: i64,
    ) -> Result<RefundAsked, Complaint> {
        let invalid = |message: &str| Complaint::new(400, "INVALID_REQUEST", message);
        if let Some(known) = self.refunds.get(&request.out_refund_no) {
            if known.request != request {
                return Err(invalid("the refund number was used with other parameters"));
            }
            return Ok(RefundAsked::Repeated(known.clone()));
        }
        let number = match (&request.out_trade_no, &request.transaction_id) {
            (Some(number), _) => number.clone(),
            (None, Some(id)) => self
                .order_by_transaction(id)
                .map(|order| order.terms.out_trade_no.clone())
                .ok_or_else(not_refundable)?,
            (None, None) => {
                return Err(Complaint::parameter(
                    "transaction_id or out_trade_no is needed",
                ));
            }
        };
        let order = self.orders.get(&number).ok_or_else(not_refundable)?;
        let OrderState::Paid {
            transaction_id,
            taken,
            ..
        } = &order.state
        else {
            return Err(invalid("the order is not paid"));
        };
        if request.amount.total != *taken {
            return Err(invalid("amount.total is not what was paid"));
        }
        let given_back: i64 = order
            .refunds
            .iter()
            .filter_map(|number| self.refunds.get(number))
            .map(|refund| refund.request.amount.refund)
            .sum();
        if given_back.saturating_add(request.amount.refund) > *taken {
            return Err(invalid("the refunds would exceed what was paid"));
        }
        if order.refunds.len() >= MOST_REFUNDS {
            return Err(invalid("an order has at most 50 refunds"));
        }
        let refund = Refund {
            refund_id,
            transaction_id: transaction_id.clone(),
            out_trade_no: number.clone(),
            status: RefundStatus::Processing,
            created_at_ms: now_ms,
            decided_at_ms: None,
            scripted,
            request,
        };
        let refund_no = refund.request.out_refund_no.clone();
        self.refunds.insert(refund_no.clone(), refund.clone());
        if let Some(order) = self.orders.get_mut(&number) {
            order.refunds.push(refund_no);
        }
        Ok(RefundAsked::New(refund))
    }

    /// Reads a refund for a query, and counts the query against a scripted delay. The second part
    /// is how it must now be decided, when the script has run out.
    pub(super) fn query_refund(&mut self, number: &str) -> Option<(Refund, Option<RefundEnd>)> {
        let refund = self.refunds.get_mut(number)?;
        let end = match &mut refund.scripted {
            Some((0, end)) if refund.status == RefundStatus::Processing => Some(*end),
            Some((polls, _)) => {
                *polls = polls.saturating_sub(1);
                None
            }
            None => None,
        };
        Some((refund.clone(), end))
    }

    /// Decides a refund that is still under way.
    pub(super) fn decide(&mut self, number: &str, end: RefundEnd, now_ms: i64) -> Option<Refund> {
        let refund = self.refunds.get_mut(number)?;
        if refund.status != RefundStatus::Processing {
            return None;
        }
        refund.status = end.into();
        refund.decided_at_ms = Some(now_ms);
        Some(refund.clone())
    }

    /// Every order, the newest first.
    pub(super) fn views(&self) -> Vec<OrderView> {
        let mut views: Vec<OrderView> =
            self.orders.values().map(|order| self.view(order)).collect();
        views.sort_by(|a, b| {
            (b.created_at_ms, &b.out_trade_no).cmp(&(a.created_at_ms, &a.out_trade_no))
        });
        views
    }

    pub(super) fn view(&self, order: &Order) -> OrderView {
        OrderView {
            out_trade_no: order.terms.out_trade_no.clone(),
            description: order.terms.description.clone(),
            total: order.terms.total,
            code_url: order.code_url.clone(),
            created_at_ms: order.created_at_ms,
            expires_at_ms: order.expires_at_ms,
            declined: order.declined,
            state: order.state.clone(),
            refunds: order
                .refunds
                .iter()
                .filter_map(|number| self.refunds.get(number))
                .map(|refund| RefundView {
                    out_refund_no: refund.request.out_refund_no.clone(),
                    amount: refund.request.amount.refund,
                    status: refund.status,
                })
                .collect(),
        }
    }
}

fn paid() -> Complaint {
    Complaint::new(400, "ORDERPAID", "the order is paid")
}

fn not_refundable() -> Complaint {
    Complaint::new(404, "RESOURCE_NOT_EXISTS", "no such payment")
}
