//! Payments and refunds: one question, one answer; the brain asks again until it is final.

use order::machine::{Attempt, ChargeRefusal, Event, Order, PaymentStatus, RefundStatus};
use order::{AuthCode, Money, OutRefundNo, OutTradeNo, ProviderId};
use uplink::UplinkError;
use wire::payment::{ChargeBarcode, OpenPayment, OpenRefund, PaymentWay, PricedLine};

use super::deeds::Workshop;
use crate::brain::Input;

impl Workshop {
    pub(super) async fn open_payment(
        &self,
        order: &Order,
        out_trade_no: &OutTradeNo,
        provider: ProviderId,
    ) -> Option<Event> {
        let dashboard = self.dashboard()?;
        let open = opening(order, provider, PaymentWay::QrCode);
        match dashboard.open_payment(out_trade_no, &open).await {
            Err(error) if code_refused(&error).is_some() => {
                self.tell(Input::DashboardAnswered).await;
                code_refused(&error)
            }
            Err(UplinkError::Refused { code, title, .. }) => {
                tracing::error!(payment.number = %out_trade_no, code, title, "no payment could be opened");
                self.tell(Input::DashboardAnswered).await;
                Some(Event::OpeningRefused {
                    out_trade_no: out_trade_no.clone(),
                })
            }
            answer => self
                .heard(answer)
                .await
                .map(|status| seen(out_trade_no, status)),
        }
    }

    /// Has a barcode charged. First the dashboard writes the attempt down, and only once it has
    /// is it given the barcode; so an attempt that it does not know, or has closed, was not and
    /// will not be charged.
    pub(super) async fn charge_barcode(
        &self,
        order: &Order,
        attempt: &Attempt,
        barcode: AuthCode,
    ) -> Option<Event> {
        let number = &attempt.out_trade_no;
        let declined = || {
            let refusal = ChargeRefusal::Unable;
            Some(seen(number, PaymentStatus::Declined { refusal }))
        };
        let dashboard = self.dashboard()?;
        let open = opening(order, attempt.provider, PaymentWay::Barcode);
        let written_down = dashboard.open_payment(number, &open).await;
        if let Err(error) = &written_down
            && let Some(refused) = code_refused(error)
        {
            self.tell(Input::DashboardAnswered).await;
            return Some(refused);
        }
        if self.heard(written_down).await.is_none() {
            return declined();
        }
        let charged = dashboard
            .charge_payment(number, &ChargeBarcode { barcode })
            .await;
        // Without an answer nobody knows; the questions that follow bring it.
        self.heard(charged).await.map(|status| seen(number, status))
    }

    pub(super) async fn query_payment(&self, out_trade_no: &OutTradeNo) -> Option<Event> {
        let dashboard = self.dashboard()?;
        match dashboard.payment(out_trade_no).await {
            // A charge may be asked about before it got there.
            Err(UplinkError::Refused { status: 404, .. }) => None,
            answer => self
                .heard(answer)
                .await
                .map(|status| seen(out_trade_no, status)),
        }
    }

    pub(super) async fn close_payment(&self, out_trade_no: &OutTradeNo) -> Option<Event> {
        let dashboard = self.dashboard()?;
        match dashboard.close_payment(out_trade_no).await {
            // It never reached the dashboard, so no provider ever heard of it.
            Err(UplinkError::Refused { status: 404, .. }) => {
                Some(seen(out_trade_no, PaymentStatus::Closed))
            }
            answer => self
                .heard(answer)
                .await
                .map(|status| seen(out_trade_no, status)),
        }
    }

    pub(super) async fn refund(
        &self,
        out_trade_no: &OutTradeNo,
        out_refund_no: &OutRefundNo,
        amount: Money,
    ) -> Option<Event> {
        let dashboard = self.dashboard()?;
        let refund = OpenRefund { amount };
        let answer = dashboard.refund(out_trade_no, out_refund_no, refund).await;
        let status = match answer {
            Err(UplinkError::Refused { code, title, .. }) => {
                tracing::error!(refund.no = %out_refund_no, code, title, "a refund needs a person");
                Some(RefundStatus::Stuck)
            }
            answer => self.heard(answer).await,
        };
        status.map(|status| Event::RefundSeen { status })
    }
}

/// That the order's code does not count, if that is what the dashboard refused.
fn code_refused(error: &UplinkError) -> Option<Event> {
    let UplinkError::Refused { code, .. } = error else {
        return None;
    };
    wire::code::refusal(code).map(|refusal| Event::CodeRefused { refusal })
}

fn opening(order: &Order, provider: ProviderId, way: PaymentWay) -> OpenPayment {
    OpenPayment {
        order: order.id.clone(),
        provider,
        lines: order.lines.iter().map(PricedLine::from).collect(),
        index_print: order.index_print,
        quote: order.quote.clone(),
        way,
        // The line signs it: the key is there.
        sealed: None,
    }
}

fn seen(out_trade_no: &OutTradeNo, status: PaymentStatus) -> Event {
    Event::PaymentSeen {
        out_trade_no: out_trade_no.clone(),
        status,
    }
}
