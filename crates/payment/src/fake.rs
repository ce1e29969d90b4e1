//! A provider that lives in memory and does what a test scripts: pay, decline to answer, lose a
//! refund, make a customer type the password, send a strange bill.
//!
//! ```
//! # use payment::fake::FakeProvider;
//! # use payment::{Call, Error, UnknownCause};
//! let provider = FakeProvider::new();
//! provider.fail_next(Error::Unknown { call: Call::Query, cause: UnknownCause::TimedOut });
//! ```

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use http::HeaderMap;
use order::{Money, OutRefundNo, OutTradeNo, ProviderId, Timestamp};

use crate::{
    BillDay, BillEntry, BillLine, Call, Capture, ChargeRequest, CloseOutcome, CodeUrl, Error,
    Notification, PaymentRequest, Provider, RefundReading, RefundRequest, RefundState, Refused,
    ReverseOutcome, Transaction, TransactionState,
};

/// The header that makes [`FakeProvider::read_notification`] believe a message.
pub const TRUSTED_HEADER: &str = "fake-signature";

/// A scripted provider.
#[derive(Debug)]
pub struct FakeProvider {
    id: ProviderId,
    books: Mutex<Books>,
}

#[derive(Debug, Default)]
struct Books {
    payments: HashMap<OutTradeNo, (Money, TransactionState)>,
    refunds: HashMap<OutRefundNo, RefundReading>,
    failures: VecDeque<Error>,
    next_refund_state: Option<RefundState>,
    charges_paid_at: Option<Timestamp>,
    bills: HashMap<BillDay, Vec<BillLine>>,
    calls: Vec<Call>,
}

impl FakeProvider {
    /// A provider that passes for WeChat Pay and knows no payment yet.
    pub fn new() -> Self {
        Self::passing_for(ProviderId::WechatPay)
    }

    /// A provider that passes for `id` and knows no payment yet.
    pub fn passing_for(id: ProviderId) -> Self {
        Self {
            id,
            books: Mutex::default(),
        }
    }

    /// The customer pays `number` at `at`, for the price it was opened with, or types the password
    /// for a barcode. A number that was never opened, or is closed, stays as it is.
    pub fn pay(&self, number: &OutTradeNo, at: Timestamp) {
        if let Some((amount, state)) = self.books().payments.get_mut(number)
            && matches!(
                state,
                TransactionState::NotPaid | TransactionState::InProgress
            )
        {
            *state = paid(number, *amount, at);
        }
    }

    /// Barcodes charged from now on are paid at once, at `at`. Without a script: the customer has
    /// to type the password, until [`FakeProvider::pay`].
    pub fn charges_are_paid(&self, at: Timestamp) {
        self.books().charges_paid_at = Some(at);
    }

    /// What the bill of `day` says. Without a script: every payment made on that day, and every
    /// refund of one of them.
    pub fn set_bill(&self, day: BillDay, lines: Vec<BillLine>) {
        self.books().bills.insert(day, lines);
    }

    /// Puts a payment that was opened into any state, a wrong amount included.
    pub fn set_state(&self, number: &OutTradeNo, new: TransactionState) {
        if let Some((_, state)) = self.books().payments.get_mut(number) {
            *state = new;
        }
    }

    /// The next call of the kind named inside `error` fails with it, before anything is done.
    /// Failures of the same kind come in the order they were scripted.
    pub fn fail_next(&self, error: Error) {
        self.books().failures.push_back(error);
    }

    /// How refunds asked for from now on stand at once. Without a script: processing.
    pub fn refunds_become(&self, state: RefundState) {
        self.books().next_refund_state = Some(state);
    }

    /// Decides a refund that was asked for.
    pub fn decide_refund(&self, number: &OutRefundNo, state: RefundState) {
        if let Some(refund) = self.books().refunds.get_mut(number) {
            refund.state = state;
        }
    }

    /// Every refund asked for, in no particular order.
    pub fn refunds(&self) -> Vec<RefundReading> {
        self.books().refunds.values().cloned().collect()
    }

    /// What was asked, in order, failed calls included.
    pub fn calls(&self) -> Vec<Call> {
        self.books().calls.clone()
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, call: Call) -> Result<MutexGuard<'_, Books>, Error> {
        let mut books = self.books();
        books.calls.push(call);
        let scripted = books
            .failures
            .iter()
            .position(|failure| failure.call() == call);
        match scripted.and_then(|index| books.failures.remove(index)) {
            Some(failure) => Err(failure),
            None => Ok(books),
        }
    }
}

impl Default for FakeProvider {
    fn default() -> Self {
        Self::new()
    }
}

impl Books {
    fn bill(&self, day: BillDay) -> Vec<BillLine> {
        let mut lines = Vec::new();
        for (number, (_, state)) in &self.payments {
            let Some(capture) = state.capture() else {
                continue;
            };
            if !day.contains(capture.paid_at) {
                continue;
            }
            let line = |entry| BillLine {
                out_trade_no: number.to_string(),
                transaction_id: capture.transaction_id.clone(),
                at: Some(capture.paid_at),
                entry,
            };
            lines.push(line(BillEntry::Payment {
                amount: capture.amount,
            }));
            let refunds = self.refunds.values();
            lines.extend(
                refunds
                    .filter(|refund| refund.out_trade_no == *number)
                    .map(|refund| {
                        line(BillEntry::Refund {
                            out_refund_no: refund.out_refund_no.to_string(),
                            amount: refund.amount,
                            state: refund.state,
                        })
                    }),
            );
        }
        lines.sort_by(|one, other| one.out_trade_no.cmp(&other.out_trade_no));
        lines
    }
}

fn paid(number: &OutTradeNo, amount: Money, at: Timestamp) -> TransactionState {
    TransactionState::Success(Capture {
        transaction_id: format!("fake-{number}"),
        amount,
        paid_at: at,
    })
}

fn not_found(call: Call) -> Error {
    Error::NotFound {
        call,
        code: "FAKE".to_owned(),
    }
}

#[async_trait]
impl Provider for FakeProvider {
    fn id(&self) -> ProviderId {
        self.id
    }

    async fn open(&self, request: &PaymentRequest) -> Result<CodeUrl, Error> {
        let mut books = self.begin(Call::Open)?;
        books
            .payments
            .entry(request.out_trade_no.clone())
            .or_insert((request.amount, TransactionState::NotPaid));
        Ok(CodeUrl::new(format!("fake://pay/{}", request.out_trade_no)))
    }

    async fn query(&self, number: &OutTradeNo) -> Result<Transaction, Error> {
        let books = self.begin(Call::Query)?;
        let (_, state) = books
            .payments
            .get(number)
            .ok_or_else(|| not_found(Call::Query))?;
        Ok(Transaction {
            out_trade_no: number.clone(),
            state: state.clone(),
        })
    }

    async fn close(&self, number: &OutTradeNo) -> Result<CloseOutcome, Error> {
        let mut books = self.begin(Call::Close)?;
        let (_, state) = books
            .payments
            .get_mut(number)
            .ok_or_else(|| not_found(Call::Close))?;
        match state {
            TransactionState::Success(_) | TransactionState::Refunded(_) => {
                Ok(CloseOutcome::AlreadyPaid)
            }
            TransactionState::InProgress => Ok(CloseOutcome::TryLater),
            TransactionState::NotPaid
            | TransactionState::Closed
            | TransactionState::Reversed
            | TransactionState::Failed => {
                *state = TransactionState::Closed;
                Ok(CloseOutcome::Closed)
            }
        }
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Transaction, Error> {
        let mut books = self.begin(Call::Charge)?;
        let number = &request.out_trade_no;
        let state = match books.charges_paid_at {
            Some(at) => paid(number, request.amount, at),
            None => TransactionState::InProgress,
        };
        let (_, state) = books
            .payments
            .entry(number.clone())
            .or_insert((request.amount, state));
        Ok(Transaction {
            out_trade_no: number.clone(),
            state: state.clone(),
        })
    }

    async fn reverse(&self, number: &OutTradeNo) -> Result<ReverseOutcome, Error> {
        let mut books = self.begin(Call::Reverse)?;
        let (_, state) = books
            .payments
            .get_mut(number)
            .ok_or_else(|| not_found(Call::Reverse))?;
        *state = TransactionState::Reversed;
        Ok(ReverseOutcome::Reversed)
    }

    async fn bill(&self, day: BillDay) -> Result<Vec<BillLine>, Error> {
        let books = self.begin(Call::Bill)?;
        match books.bills.get(&day) {
            Some(scripted) => Ok(scripted.clone()),
            None => Ok(books.bill(day)),
        }
    }

    async fn refund(&self, request: &RefundRequest) -> Result<RefundReading, Error> {
        let mut books = self.begin(Call::Refund)?;
        if let Some(known) = books.refunds.get(&request.out_refund_no) {
            return Ok(known.clone());
        }
        let refused = |reason| Error::Refused {
            call: Call::Refund,
            reason,
            code: "FAKE".to_owned(),
        };
        let capture = books
            .payments
            .get(&request.out_trade_no)
            .and_then(|(_, state)| state.capture().cloned())
            .ok_or_else(|| refused(crate::Refusal::Request))?;
        let given_back: Money = books
            .refunds
            .values()
            .filter(|refund| refund.out_trade_no == request.out_trade_no)
            .map(|refund| refund.amount)
            .sum();
        if given_back.plus(request.amount) > capture.amount {
            return Err(refused(crate::Refusal::Request));
        }
        let reading = RefundReading {
            out_trade_no: request.out_trade_no.clone(),
            out_refund_no: request.out_refund_no.clone(),
            refund_id: format!("fake-{}", request.out_refund_no),
            amount: request.amount,
            state: books.next_refund_state.unwrap_or(RefundState::Processing),
        };
        books
            .refunds
            .insert(request.out_refund_no.clone(), reading.clone());
        if let Some((_, state)) = books.payments.get_mut(&request.out_trade_no) {
            *state = TransactionState::Refunded(capture);
        }
        Ok(reading)
    }

    async fn query_refund(&self, number: &OutRefundNo) -> Result<RefundReading, Error> {
        let books = self.begin(Call::QueryRefund)?;
        books
            .refunds
            .get(number)
            .cloned()
            .ok_or_else(|| not_found(Call::QueryRefund))
    }

    /// Believes any message that carries [`TRUSTED_HEADER`]; the body is the merchant order number
    /// of a payment, or a refund number, that this fake knows.
    async fn read_notification(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        _now: Timestamp,
    ) -> Result<Notification, Refused> {
        if !headers.contains_key(TRUSTED_HEADER) {
            return Err(Refused::Header(TRUSTED_HEADER));
        }
        let malformed = Refused::Malformed("the body is no number this fake knows");
        let text = std::str::from_utf8(body).map_err(|_| malformed.clone())?;
        let books = self.books();
        let payment = OutTradeNo::parse(text)
            .ok()
            .and_then(|number| Some((number.clone(), books.payments.get(&number)?)));
        if let Some((out_trade_no, (_, state))) = payment {
            return Ok(Notification::Payment(Transaction {
                out_trade_no,
                state: state.clone(),
            }));
        }
        OutRefundNo::parse(text)
            .ok()
            .and_then(|number| books.refunds.get(&number).cloned())
            .map(Notification::Refund)
            .ok_or(malformed)
    }
}
