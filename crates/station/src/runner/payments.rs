//! Payments and refunds: one question, one answer; the brain asks again until it is final.

use order::machine::{Event, Order, PaymentStatus, RefundStatus};
use order::{Money, OutRefundNo, OutTradeNo, ProviderId};
use uplink::UplinkError;
use wire::payment::{OpenPayment, OpenRefund, PricedLine};

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
        let open = OpenPayment {
            order: order.id.clone(),
            provider,
            lines: order.lines.iter().map(PricedLine::from).collect(),
            index_print: order.index_print,
            quote: order.quote.clone(),
        };
        match dashboard.open_payment(out_trade_no, &open).await {
            Err(UplinkError::Refused { code, title, .. }) => {
                tracing::error!(order.id = %order.id, code, title, "no payment could be opened");
                self.tell(Input::DashboardAnswered).await;
                Some(Event::OpeningRefused)
            }
            answer => self.heard(answer).await.map(seen),
        }
    }

    pub(super) async fn query_payment(&self, out_trade_no: &OutTradeNo) -> Option<Event> {
        let dashboard = self.dashboard()?;
        let answer = dashboard.payment(out_trade_no).await;
        self.heard(answer).await.map(seen)
    }

    pub(super) async fn close_payment(&self, out_trade_no: &OutTradeNo) -> Option<Event> {
        let dashboard = self.dashboard()?;
        match dashboard.close_payment(out_trade_no).await {
            // It never reached the dashboard, so no provider ever heard of it.
            Err(UplinkError::Refused { status: 404, .. }) => Some(seen(PaymentStatus::Closed)),
            answer => self.heard(answer).await.map(seen),
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

fn seen(status: PaymentStatus) -> Event {
    Event::PaymentSeen { status }
}
