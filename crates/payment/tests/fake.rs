//! The scripted provider keeps the promises of the port.

use order::{Money, OutTradeNo, Timestamp};
use payment::fake::{FakeProvider, TRUSTED_HEADER};
use payment::{
    Call, CloseOutcome, Error, Notification, PaymentRequest, Provider, RefundRequest, RefundState,
    Refused, UnknownCause,
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
