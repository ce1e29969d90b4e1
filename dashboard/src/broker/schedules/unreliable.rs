//! A provider behind a bad line: calls fail before anything was done, or their answers are lost
//! after everything was done.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use http::HeaderMap;
use order::{OutRefundNo, OutTradeNo, ProviderId, Timestamp};
use payment::fake::FakeProvider;
use payment::{
    BillDay, BillLine, Call, ChargeRequest, CloseOutcome, CodeUrl, Error, Notification,
    PaymentRequest, Provider, RefundReading, RefundRequest, Refused, ReverseOutcome, Transaction,
    TransactionState, UnknownCause,
};

pub(super) struct Unreliable {
    pub(super) inner: Arc<FakeProvider>,
    dice: Mutex<fastrand::Rng>,
    /// Last moments to pay, as they were asked for.
    expiries: Mutex<HashMap<OutTradeNo, Timestamp>>,
    /// When the barcode is shown that is charged next, and what its customer has to do.
    barcode: Mutex<(Timestamp, Password)>,
    bad_line: AtomicBool,
}

/// Whether a customer has to type one for the sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Password {
    Wanted,
    NotNeeded,
}

/// How long a customer may take to type the password.
const PASSWORD_LIMIT_MS: i64 = 60_000;

/// What the line does to a call.
enum Fate {
    /// It never arrives.
    LostBefore,
    /// It arrives, its answer does not.
    LostAfter,
    /// Both arrive.
    Whole,
}

impl Unreliable {
    pub(super) fn new(inner: Arc<FakeProvider>) -> Self {
        Self {
            inner,
            dice: Mutex::new(fastrand::Rng::with_seed(0)),
            expiries: Mutex::default(),
            barcode: Mutex::new((Timestamp::from_ms(0), Password::Wanted)),
            bad_line: AtomicBool::new(false),
        }
    }

    /// From now on the line is bad, by the dice of `seed`.
    pub(super) fn spoil(&self, seed: u64) {
        if let Ok(mut dice) = self.dice.lock() {
            dice.seed(seed);
        }
        self.bad_line.store(true, Ordering::SeqCst);
    }

    /// From now on the line is good.
    pub(super) fn mend(&self) {
        self.bad_line.store(false, Ordering::SeqCst);
    }

    /// The customer pays, unless it is too late for that.
    pub(super) fn pay(&self, number: &OutTradeNo, at: Timestamp) {
        let in_time = self.expiries.lock().is_ok_and(|expiries| {
            expiries
                .get(number)
                .is_some_and(|expires_at| at <= *expires_at)
        });
        if in_time {
            self.inner.pay(number, at);
        }
    }

    /// A customer shows a barcode.
    pub(super) fn show_barcode(&self, at: Timestamp, password: Password) {
        if let Ok(mut barcode) = self.barcode.lock() {
            *barcode = (at, password);
        }
    }

    /// A barcode is charged once; whoever charges the number again hears how the first one stands.
    async fn charge_shown(&self, request: &ChargeRequest) -> Result<Transaction, Error> {
        let number = &request.out_trade_no;
        let shown = self.barcode.lock().map_or(None, |barcode| Some(*barcode));
        let charged = self.inner.charge(request).await?;
        if let Some((at, password)) = shown
            && let Ok(mut expiries) = self.expiries.lock()
            && !expiries.contains_key(number)
        {
            expiries.insert(number.clone(), at.plus_ms(PASSWORD_LIMIT_MS));
            match password {
                Password::Wanted => {}
                Password::NotNeeded => self.inner.pay(number, at),
            }
        }
        match charged.state {
            TransactionState::InProgress => self.inner.query(number).await,
            _ => Ok(charged),
        }
    }

    fn fate(&self) -> Fate {
        if !self.bad_line.load(Ordering::SeqCst) {
            return Fate::Whole;
        }
        match self.dice.lock().map_or(9, |mut dice| dice.u8(0..10)) {
            0 | 1 => Fate::LostBefore,
            2 | 3 => Fate::LostAfter,
            _ => Fate::Whole,
        }
    }

    /// Alipay knows no payment before somebody scans the code, which cannot be closed until then.
    async fn close_if_scanned(&self, number: &OutTradeNo) -> Result<CloseOutcome, Error> {
        let open = self.inner.query(number).await?.state == TransactionState::NotPaid;
        if open && self.id() == ProviderId::Alipay {
            return Err(Error::NotFound {
                call: Call::Close,
                code: "ACQ.TRADE_NOT_EXIST".to_owned(),
            });
        }
        self.inner.close(number).await
    }

    async fn through<T>(
        &self,
        call: Call,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let lost = Error::Unknown {
            call,
            cause: UnknownCause::TimedOut,
        };
        // A crash may fall on the way there, and on the way back.
        tokio::task::yield_now().await;
        let answer = match self.fate() {
            Fate::LostBefore => Err(lost),
            Fate::LostAfter => work.await.and(Err(lost)),
            Fate::Whole => work.await,
        };
        tokio::task::yield_now().await;
        answer
    }
}

impl fmt::Debug for Unreliable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unreliable")
    }
}

#[async_trait]
impl Provider for Unreliable {
    fn id(&self) -> ProviderId {
        self.inner.id()
    }

    async fn open(&self, request: &PaymentRequest) -> Result<CodeUrl, Error> {
        let opening = async {
            if let Ok(mut expiries) = self.expiries.lock() {
                expiries.insert(request.out_trade_no.clone(), request.expires_at);
            }
            self.inner.open(request).await
        };
        self.through(Call::Open, opening).await
    }

    async fn query(&self, number: &OutTradeNo) -> Result<Transaction, Error> {
        self.through(Call::Query, self.inner.query(number)).await
    }

    async fn close(&self, number: &OutTradeNo) -> Result<CloseOutcome, Error> {
        self.through(Call::Close, self.close_if_scanned(number))
            .await
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Transaction, Error> {
        self.through(Call::Charge, self.charge_shown(request)).await
    }

    async fn reverse(&self, number: &OutTradeNo) -> Result<ReverseOutcome, Error> {
        self.through(Call::Reverse, self.inner.reverse(number))
            .await
    }

    async fn bill(&self, day: BillDay) -> Result<Vec<BillLine>, Error> {
        self.through(Call::Bill, self.inner.bill(day)).await
    }

    async fn refund(&self, request: &RefundRequest) -> Result<RefundReading, Error> {
        self.through(Call::Refund, self.inner.refund(request)).await
    }

    async fn query_refund(&self, number: &OutRefundNo) -> Result<RefundReading, Error> {
        self.through(Call::QueryRefund, self.inner.query_refund(number))
            .await
    }

    async fn read_notification(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: Timestamp,
    ) -> Result<Notification, Refused> {
        self.inner.read_notification(headers, body, now).await
    }
}
