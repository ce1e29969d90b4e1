//! What an order asks of the world, and what an unfinished order still needs.

use serde::{Deserialize, Serialize};

use crate::ids::{OutRefundNo, OutTradeNo, ProviderId};
use crate::machine::attempts::{Standing, Try};
use crate::machine::order::{GivingUp, Order, SheetState, State};
use crate::money::Money;

/// Something to be done. Each may be repeated without harm.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// Ask the dashboard for a QR code to pay by; answer with `PaymentSeen` or `OpeningRefused`.
    OpenPayment {
        /// The attempt's number.
        out_trade_no: OutTradeNo,
        /// Who takes the money.
        provider: ProviderId,
        /// How much.
        amount: Money,
    },
    /// Ask how the payment stands, until told otherwise; answer with `PaymentSeen`.
    QueryPayment {
        /// The attempt's number.
        out_trade_no: OutTradeNo,
    },
    /// Give the payment up; answer with `PaymentSeen`, until it is final.
    ClosePayment {
        /// The attempt's number.
        out_trade_no: OutTradeNo,
    },
    /// Send a sheet; answer with `SheetSent`, `SheetMissing` or `SheetSettled`.
    PrintSheet {
        /// 1, 2, ...
        sheet: u32,
        /// Whether it may be there already.
        search: Search,
    },
    /// Look for a sheet that was announced and shall not be sent any more; answer with
    /// `SheetSent` or `SheetMissing`.
    FindSheet {
        /// 1, 2, ...
        sheet: u32,
    },
    /// Watch a sheet until its fate is known; answer with `SheetSettled`.
    WatchSheet {
        /// 1, 2, ...
        sheet: u32,
        /// The printer's job id.
        job: i32,
    },
    /// Call a sheet back; what becomes of it is told by watching.
    CancelSheet {
        /// 1, 2, ...
        sheet: u32,
        /// The printer's job id.
        job: i32,
    },
    /// Ask the dashboard for a refund; answer with `RefundSeen`, until it is final.
    Refund {
        /// The attempt that was paid.
        out_trade_no: OutTradeNo,
        /// The refund's number.
        out_refund_no: OutRefundNo,
        /// How much.
        amount: Money,
    },
    /// Destroy the photos' key: nothing will be printed from them any more.
    ForgetPhotos,
}

/// Whether a sheet may already be at the printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Search {
    /// It was announced this moment: send it.
    NotNeeded,
    /// It was announced before: look for it by name, and say `SheetMissing` if it is not there.
    First,
}

/// The effects that `order` needs, whatever happened before: what a restart performs, and what is
/// repeated until an answer moves the order on.
pub fn demands(order: &Order) -> Vec<Effect> {
    match &order.state {
        State::Paying(paying) => {
            let demand = |tried| attempt_demand(order, tried);
            paying.attempts.iter().filter_map(demand).collect()
        }
        State::Closing(closing) => {
            let undecided = closing.attempts.iter().filter(|tried| tried.is_undecided());
            undecided.map(close).collect()
        }
        State::Printing {
            sheets, giving_up, ..
        } => {
            let why = giving_up.map(|called_back| called_back.why);
            sheets
                .iter()
                .flat_map(|sheet| sheet_demands(sheet.number, &sheet.state, why))
                .collect()
        }
        State::Refunding {
            payment, refund, ..
        } => vec![Effect::Refund {
            out_trade_no: payment.attempt.out_trade_no.clone(),
            out_refund_no: refund.out_refund_no.clone(),
            amount: refund.amount,
        }],
        State::Finished { .. } => Vec::new(),
    }
}

fn attempt_demand(order: &Order, tried: &Try) -> Option<Effect> {
    let out_trade_no = || tried.attempt.out_trade_no.clone();
    match tried.standing {
        Standing::Opening => Some(Effect::OpenPayment {
            out_trade_no: out_trade_no(),
            provider: tried.attempt.provider,
            amount: order.quote.total,
        }),
        // The barcode itself is nowhere written: whoever read it charges it, once.
        Standing::Waiting { .. } | Standing::Charging { .. } | Standing::Confirming { .. } => {
            Some(Effect::QueryPayment {
                out_trade_no: out_trade_no(),
            })
        }
        Standing::Reversing => Some(close(tried)),
        Standing::Ended { .. } | Standing::PaidLate { .. } => None,
    }
}

fn close(tried: &Try) -> Effect {
    Effect::ClosePayment {
        out_trade_no: tried.attempt.out_trade_no.clone(),
    }
}

fn sheet_demands(sheet: u32, state: &SheetState, giving_up: Option<GivingUp>) -> Vec<Effect> {
    match state {
        SheetState::Sending { .. } if giving_up.is_some() => vec![Effect::FindSheet { sheet }],
        SheetState::Sending { .. } => vec![Effect::PrintSheet {
            sheet,
            search: Search::First,
        }],
        SheetState::Sent { job, .. } => {
            let watch = Effect::WatchSheet { sheet, job: *job };
            match giving_up {
                // What the printer has needs no photo any more: it is paid for and comes out.
                None | Some(GivingUp::PhotosGone) => vec![watch],
                Some(GivingUp::Customer | GivingUp::PrinterStuck) => {
                    vec![Effect::CancelSheet { sheet, job: *job }, watch]
                }
            }
        }
        SheetState::Waiting | SheetState::Printed | SheetState::NotPrinted { .. } => Vec::new(),
    }
}
