//! A provider that lives in memory and does what a test scripts: pay, decline to answer, lose a
//! refund.
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
    Call, Capture, CloseOutcome, CodeUrl, Error, Notification, PaymentRequest, Provider,
    RefundReading, RefundRequest, RefundState, Refused, Transaction, TransactionState,
};

/// The header that makes [`FakeProvider::read_notification`] believe a message.
pub const TRUSTED_HEADER: &str = "fake-signature";

/// A scripted provider.
#[derive(Debug, Default)]
pub struct FakeProvider(Mutex<Books>);

#[derive(Debug, Default)]
struct Books {
    payments: HashMap<OutTradeNo, (PaymentRequest, TransactionState)>,
    refunds: HashMap<OutRefundNo, RefundReading>,
    failures: VecDeque<Error>,
    next_refund_state: Option<RefundState>,
    calls: Vec<Call>,
}

impl FakeProvider {
    /// A provider that knows no payment yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The customer pays `number` at `at`, for the price it was opened with. A number that was
    /// never opened, or is closed, stays as it is.
    pub fn pay(&self, number: &OutTradeNo, at: Timestamp) {
        if let Some((request, state)) = self.books().payments.get_mut(number)
            && *state == TransactionState::NotPaid
        {
            *state = TransactionState::Success(Capture {
                transaction_id: format!("fake-{number}"),
                amount: request.amount,
                paid_at: at,
            });
        }
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
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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

fn not_found(call: Call) -> Error {
    Error::NotFound {
        call,
        code: "FAKE".to_owned(),
    }
}

#[async_trait]
impl Provider for FakeProvider {
    fn id(&self) -> ProviderId {
        ProviderId::WechatPay
    }

    async fn open(&self, request: &PaymentRequest) -> Result<CodeUrl, Error> {
        let mut books = self.begin(Call::Open)?;
        books
            .payments
            .entry(request.out_trade_no.clone())
            .or_insert_with(|| (request.clone(), TransactionState::NotPaid));
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
