//! What became true about an order. Facts are written once, never changed, and are the only
//! source of every statistic (see [`crate::ledger`]).

use serde::{Deserialize, Serialize};

use crate::ids::{KioskId, OrderId, OutRefundNo, OutTradeNo, ProviderId, SessionId};
use crate::money::Money;
use crate::product::Product;
use crate::time::Timestamp;

/// One thing that became true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// A customer chose to pay for these prints.
    OrderPlaced {
        /// The visit it belongs to.
        session: SessionId,
        /// What it costs.
        total: Money,
        /// Taken off by the discount.
        discount: Money,
        /// How many sheets.
        sheets: u32,
        /// Version of the settings that priced it.
        settings_version: u64,
    },
    /// The provider took the money.
    Paid {
        /// Who took it.
        provider: ProviderId,
        /// The attempt that was paid.
        out_trade_no: OutTradeNo,
        /// The provider's own number.
        transaction_id: String,
        /// How much.
        amount: Money,
    },
    /// There was nothing to pay, and nobody was asked to.
    Free {
        /// What it would have cost without discounts.
        worth: Money,
    },
    /// A sheet was proven to be printed.
    SheetPrinted {
        /// 1, 2, ...
        sheet: u32,
        /// What it is.
        #[serde(rename = "size")]
        product: Product,
        /// Its share of the total.
        share: Money,
    },
    /// A sheet was not printed, or could not be proven to be: it will be refunded.
    SheetNotPrinted {
        /// 1, 2, ...
        sheet: u32,
        /// What it is.
        #[serde(rename = "size")]
        product: Product,
        /// Its share of the total.
        share: Money,
        /// Why.
        reason: crate::machine::NotPrintedReason,
    },
    /// The kiosk asked for money to be given back.
    RefundRequested {
        /// The refund's number.
        out_refund_no: OutRefundNo,
        /// How much.
        amount: Money,
    },
    /// The provider gave the money back.
    Refunded {
        /// The refund's number.
        out_refund_no: OutRefundNo,
        /// How much.
        amount: Money,
    },
    /// The provider could not give the money back; a person must.
    RefundStuck {
        /// The refund's number.
        out_refund_no: OutRefundNo,
        /// How much.
        amount: Money,
    },
    /// The order ended without a payment.
    Cancelled {
        /// Why.
        reason: crate::machine::CancelReason,
    },
    /// The order is settled: paid = delivered + refunded.
    Settled {
        /// Worth of the sheets that were printed.
        delivered: Money,
        /// Given back.
        refunded: Money,
    },
}

/// A fact with whom it is about and when it became true. `seq` counts up by one per kiosk, so
/// that (kiosk, seq) names a fact for ever and an upload can be repeated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactRecord {
    /// Where it happened.
    pub kiosk: KioskId,
    /// The kiosk's running number, from 1.
    pub seq: u64,
    /// The order it is about.
    pub order: OrderId,
    /// When, by the kiosk's clock.
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub fact: Fact,
}
