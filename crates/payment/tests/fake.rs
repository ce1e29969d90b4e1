//! The scripted provider keeps the promises of the port.

use order::{Money, OutTradeNo, Timestamp};
use payment::fake::{FakeProvider, TRUSTED_HEADER};
use payment::{
    AuthCode, BillDay, BillEntry, Call, ChargeRequest, CloseOutcome, Error, Notification,
    PaymentRequest, Provider, RefundRequest, RefundState, Refused, ReverseOutcome,
    TransactionState, UnknownCause,
};

fn request() -> PaymentRequest {
    PaymentRequest {
        out_trade_no: OutTradeNo::parse("FAKE-ORDER-1").expect("a number"),
        amount: Money::from_minor(1200),
        description: "prints".to_owned(),
        expires_at: Timestamp::from_ms(0),
        terminal: None,
    }
}

#[tokio::test]
async fn a_scripted_failure_strikes_its_own_call_once() {
    let provider = FakeProvider::new();
    let number = request().out_trade_no;
    let lost = Error::Unknown {
        call: Call::Query,
        cause: UnknownCause::TimedOut,
    };
    provider.fail_next(lost.clone());
    provider
        .open(&request())
        .await
        .expect("the failure waits for a query");
    assert_eq!(provider.query(&number).await, Err(lost), "here it is");
    provider.query(&number).await.expect("and only once");
    assert_eq!(
        provider.calls(),
        [Call::Open, Call::Query, Call::Query],
        "failed calls are counted too"
    );
}

#[tokio::test]
async fn a_paid_payment_can_be_refunded_once_and_not_closed() {
    let provider = FakeProvider::new();
    let number = request().out_trade_no;
    provider.open(&request()).await.expect("opened");
    provider.pay(&number, Timestamp::from_ms(5));
    assert_eq!(
        provider.close(&number).await,
        Ok(CloseOutcome::AlreadyPaid),
        "the customer was faster"
    );
    let asked = |refund: u32| RefundRequest {
        out_trade_no: number.clone(),
        out_refund_no: number.out_refund_no(refund),
        amount: Money::from_minor(1200),
        total: Money::from_minor(1200),
        reason: String::new(),
    };
    let first = provider.refund(&asked(1)).await.expect("accepted");
    assert_eq!(
        provider.refund(&asked(1)).await,
        Ok(first),
        "the same number is the same refund"
    );
    assert!(
        provider.refund(&asked(2)).await.is_err(),
        "nothing is left to give back"
    );
    provider.decide_refund(&number.out_refund_no(1), RefundState::Abnormal);
    let reading = provider.query_refund(&number.out_refund_no(1)).await;
    assert_eq!(
        reading.map(|reading| reading.state),
        Ok(RefundState::Abnormal),
        "the test decides how it ends"
    );
}

#[tokio::test]
async fn only_a_trusted_message_is_a_notification() {
    let provider = FakeProvider::new();
    provider.open(&request()).await.expect("opened");
    let mut headers = http::HeaderMap::new();
    let now = Timestamp::from_ms(0);
    let body = b"FAKE-ORDER-1";
    let refused = provider.read_notification(&headers, body, now).await;
    assert_eq!(
        refused,
        Err(Refused::Header(TRUSTED_HEADER)),
        "a stranger is not believed"
    );
    headers.insert(TRUSTED_HEADER, http::HeaderValue::from_static("yes"));
    let read = provider.read_notification(&headers, body, now).await;
    assert!(
        matches!(read, Ok(Notification::Payment(_))),
        "the number is known: {read:?}"
    );
}

fn charge() -> ChargeRequest {
    ChargeRequest {
        out_trade_no: request().out_trade_no,
        amount: Money::from_minor(1200),
        description: "prints".to_owned(),
        auth_code: AuthCode::parse("134567890123456789").expect("a barcode"),
        terminal: None,
    }
}

#[tokio::test]
async fn a_charge_waits_for_the_password_and_can_be_reversed() {
    let provider = FakeProvider::new();
    let number = charge().out_trade_no;
    let charged = provider.charge(&charge()).await.expect("charged");
    assert_eq!(
        charged.state,
        TransactionState::InProgress,
        "without a script the customer types the password"
    );
    provider.pay(&number, Timestamp::from_ms(5));
    let again = provider.charge(&charge()).await.expect("the same charge");
    assert!(
        again.state.capture().is_some(),
        "the same number is the same charge, paid by now"
    );
    assert_eq!(
        provider.reverse(&number).await,
        Ok(ReverseOutcome::Reversed),
        "even a paid charge can be undone"
    );
    let read = provider.query(&number).await.expect("known");
    assert_eq!(read.state, TransactionState::Reversed, "the money is back");
}

#[tokio::test]
async fn a_bill_lists_what_was_paid_and_given_back_that_day() {
    let provider = FakeProvider::new();
    let day = BillDay::parse("2026-11-22").expect("a day");
    let number = charge().out_trade_no;
    provider.charges_are_paid(day.start());
    provider.charge(&charge()).await.expect("charged");
    provider
        .refund(&RefundRequest {
            out_trade_no: number.clone(),
            out_refund_no: number.out_refund_no(1),
            amount: Money::from_minor(500),
            total: Money::from_minor(1200),
            reason: String::new(),
        })
        .await
        .expect("accepted");
    let entries: Vec<BillEntry> = provider
        .bill(day)
        .await
        .expect("a bill")
        .into_iter()
        .map(|line| line.entry)
        .collect();
    assert_eq!(
        entries,
        [
            BillEntry::Payment {
                amount: Money::from_minor(1200)
            },
            BillEntry::Refund {
                out_refund_no: number.out_refund_no(1).to_string(),
                amount: Money::from_minor(500),
                state: RefundState::Processing,
            }
        ],
        "one line each"
    );
    assert_eq!(
        provider.bill(day.previous()).await,
        Ok(Vec::new()),
        "nothing was traded the day before"
    );
    provider.set_bill(day, Vec::new());
    assert_eq!(
        provider.bill(day).await,
        Ok(Vec::new()),
        "a scripted bill may lack everything"
    );
}
