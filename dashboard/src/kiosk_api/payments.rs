//! Payments and refunds, as the kiosk asks for them. What is decided is decided in
//! [`crate::broker`].

use axum::extract::State;
use order::{OutRefundNo, OutTradeNo};
use wire::payment::{ChargeBarcode, OpenPayment, OpenRefund, PaymentReading, RefundReading};

use super::authentication::Caller;
use crate::App;
use crate::extract::{Client, Json, Path};
use crate::problem::{Answer, ApiError};
use crate::store::payments::{self, Payment};

pub(super) async fn open(
    State(app): State<App>,
    caller: Caller,
    client: Client,
    Path(number): Path<OutTradeNo>,
    Json(opening): Json<OpenPayment>,
) -> Answer<axum::Json<PaymentReading>> {
    let status = app
        .broker()
        .open(&caller.0, &number, opening, client.0)
        .await?;
    Ok(reading(number, status))
}

pub(super) async fn charge(
    State(app): State<App>,
    caller: Caller,
    client: Client,
    Path(number): Path<OutTradeNo>,
    Json(charge): Json<ChargeBarcode>,
) -> Answer<axum::Json<PaymentReading>> {
    let known = own(&app, &caller, &number).await?;
    let status = app.broker().charge(known, charge.barcode, client.0).await?;
    Ok(reading(number, status))
}

pub(super) async fn read(
    State(app): State<App>,
    caller: Caller,
    Path(number): Path<OutTradeNo>,
) -> Answer<axum::Json<PaymentReading>> {
    let known = own(&app, &caller, &number).await?;
    let status = app.broker().read(known).await?;
    Ok(reading(number, status))
}

pub(super) async fn close(
    State(app): State<App>,
    caller: Caller,
    Path(number): Path<OutTradeNo>,
) -> Answer<axum::Json<PaymentReading>> {
    let known = match own(&app, &caller, &number).await {
        Ok(known) => known,
        // An order that its code made free has no attempt at a provider.
        Err(none) => {
            let closed = app.broker().close_free(caller.id(), &number).await?;
            return closed.map(|status| reading(number, status)).ok_or(none);
        }
    };
    let status = app.broker().close(known).await?;
    Ok(reading(number, status))
}

pub(super) async fn refund(
    State(app): State<App>,
    caller: Caller,
    Path((number, refund_number)): Path<(OutTradeNo, OutRefundNo)>,
    Json(opening): Json<OpenRefund>,
) -> Answer<axum::Json<RefundReading>> {
    let known = own(&app, &caller, &number).await?;
    let status = app
        .broker()
        .refund(&known, &refund_number, opening.amount)
        .await?;
    Ok(axum::Json(RefundReading {
        out_refund_no: refund_number,
        status,
    }))
}

fn reading(
    out_trade_no: OutTradeNo,
    status: order::machine::PaymentStatus,
) -> axum::Json<PaymentReading> {
    axum::Json(PaymentReading {
        out_trade_no,
        status,
    })
}

async fn own(app: &App, caller: &Caller, number: &OutTradeNo) -> Answer<Payment> {
    payments::find(app.store(), number)
        .await?
        .filter(|payment| payment.kiosk == *caller.id())
        .ok_or(ApiError::not_found("There is no such payment."))
}
