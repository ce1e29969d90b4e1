//! What an order is at any moment: one state, which owns everything that is true in it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{OrderId, OutRefundNo, OutTradeNo, ProviderId, SessionId};
use crate::index_print::{IndexPrint, IndexSheet};
use crate::line::OrderLine;
use crate::machine::attempts::{Closing, Paying};
use crate::money::Money;
use crate::print_size::PrintSize;
use crate::product::Product;
use crate::quote::Quote;
use crate::time::Timestamp;

/// An order from the moment the customer chose to pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its name, made before anything was asked of anyone.
    pub id: OrderId,
    /// The visit whose photos it prints.
    pub session: SessionId,
    /// What is printed.
    pub lines: Vec<OrderLine>,
    /// Whether an index of all photos is printed after them.
    #[serde(default, skip_serializing_if = "IndexPrint::is_without")]
    pub index_print: IndexPrint,
    /// What it costs, frozen.
    pub quote: Quote,
    /// When the customer chose to pay.
    pub placed_at: Timestamp,
    /// Where it stands.
    pub state: State,
}

/// What a new order is made of.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The order's name.
    pub id: OrderId,
    /// The visit.
    pub session: SessionId,
    /// What is printed.
    pub lines: Vec<OrderLine>,
    /// Whether an index of all photos is printed after them.
    pub index_print: IndexPrint,
    /// What it costs.
    pub quote: Quote,
    /// Who may take the money, in the order of the screen; at least one.
    pub providers: Vec<ProviderId>,
}

/// The lifecycle of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// The customer can pay, or will in a moment.
    #[serde(alias = "opening", alias = "awaiting_payment")]
    Paying(Paying),
    /// The customer went away or ran out of time; every attempt is closed, unless it was paid.
    Closing(Closing),
    /// Paid; sheets are printed one after another.
    Printing {
        /// The money; none where there was nothing to pay.
        payment: Option<Payment>,
        /// Every sheet, in printing order.
        sheets: Vec<Sheet>,
        /// Set once no further sheet may start.
        giving_up: Option<CalledBack>,
    },
    /// The undelivered part is on its way back.
    Refunding {
        /// The money.
        payment: Payment,
        /// What was printed.
        delivered: Delivery,
        /// What goes back.
        refund: RefundIntent,
    },
    /// Nothing is left to do.
    Finished {
        /// How it ended.
        outcome: Outcome,
    },
}

/// One try at being paid.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Attempt {
    /// Its number at the provider.
    pub out_trade_no: OutTradeNo,
    /// Who takes the money.
    pub provider: ProviderId,
}

/// Money that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The attempt that was paid.
    pub attempt: Attempt,
    /// The provider's own number.
    pub transaction_id: String,
    /// How much.
    pub amount: Money,
}

/// Money that goes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundIntent {
    /// Its number at the provider.
    pub out_refund_no: OutRefundNo,
    /// How much.
    pub amount: Money,
}

/// What to do when an attempt that is being closed turns out to be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IfPaid {
    /// The customer is still there: print.
    Print,
    /// Nobody waits for prints: give the money back.
    Refund,
}

/// Why an order ended without prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// The customer tapped Cancel.
    Customer,
    /// The time to pay ran out.
    TimedOut,
    /// The payment service could not be reached.
    PaymentUnavailable,
    /// The payment service refused.
    PaymentRefused,
    /// The discount code does not count (any more).
    CodeRefused,
}

/// Why the rest of a paid order is not printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GivingUp {
    /// The customer chose the money over waiting for the printer.
    Customer,
    /// A sheet stayed at the printer for too long.
    PrinterStuck,
    /// The photos cannot be decrypted any more (the power was gone).
    PhotosGone,
}

/// The decision that no further sheet may start, and when it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalledBack {
    /// Why.
    pub why: GivingUp,
    /// When it was made: a sheet that is at the printer then is waited for a little longer.
    pub since: Timestamp,
}

impl CalledBack {
    /// Whether a sheet that the printer has is called back, too. Where only the photos are gone,
    /// it may as well come out.
    pub(super) const fn calls_back(self) -> bool {
        match self.why {
            GivingUp::Customer | GivingUp::PrinterStuck => true,
            GivingUp::PhotosGone => false,
        }
    }
}

/// One sheet of paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// 1, 2, ... in printing order.
    pub number: u32,
    /// What is on it.
    #[serde(flatten)]
    pub content: SheetContent,
    /// Its share of the total.
    pub share: Money,
    /// Where it stands.
    pub state: SheetState,
}

/// What is on a sheet. In a journal of the first release each sheet has a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SheetContent {
    /// A photo.
    Photo {
        /// Index of its line in the order.
        line: usize,
        /// Its size.
        size: PrintSize,
    },
    /// Some photos in small.
    Index(IndexSheet),
}

impl SheetContent {
    /// What it is sold as.
    pub const fn product(self) -> Product {
        match self {
            Self::Photo { size, .. } => Product::Photo(size),
            Self::Index(_) => Product::IndexPrint,
        }
    }
}

/// The lifecycle of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "sheet", rename_all = "snake_case")]
pub enum SheetState {
    /// Its turn has not come.
    Waiting,
    /// Announced in the journal; it may or may not have reached the printer.
    Sending {
        /// When it was announced.
        since: Timestamp,
    },
    /// The printer has it.
    Sent {
        /// The printer's job id.
        job: i32,
        /// When it was announced.
        since: Timestamp,
    },
    /// Proven printed.
    Printed,
    /// Not printed, or not provably.
    NotPrinted {
        /// Why.
        reason: NotPrintedReason,
    },
}

/// Why a sheet's money goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NotPrintedReason {
    /// The printer gave the job up.
    PrinterFailed,
    /// The printer would not take the job.
    PrinterRefused,
    /// Nobody can say whether it printed.
    Unprovable,
    /// The photo could not be read any more.
    PhotosGone,
    /// The customer did not want to wait.
    Customer,
    /// The printer stood still for too long.
    PrinterStuck,
}

/// What of a paid order came out on paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Sheets proven printed.
    pub sheets: u32,
    /// Their worth.
    pub amount: Money,
    /// Why the first sheet that is missing is missing.
    pub missed: Option<NotPrintedReason>,
}

/// How an order ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Nobody paid.
    Cancelled {
        /// Why.
        reason: CancelReason,
    },
    /// Every minor unit was delivered or given back.
    Settled {
        /// The money; none where there was nothing to pay.
        payment: Option<Payment>,
        /// What was printed.
        delivered: Delivery,
        /// Given back.
        refunded: Money,
    },
    /// The provider could not give the money back; a person must.
    NeedsPerson {
        /// The money.
        payment: Payment,
        /// What was printed.
        delivered: Delivery,
        /// What could not be given back.
        stuck: RefundIntent,
    },
}

/// Where the money of an order is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Taken from the customer.
    pub paid: Money,
    /// Worth of the sheets proven printed.
    pub delivered: Money,
    /// Given back.
    pub refunded: Money,
    /// Neither yet.
    pub open: Money,
}

impl Order {
    /// What is on each of its sheets, in printing order: the photos, then their index.
    pub fn contents(&self) -> impl Iterator<Item = SheetContent> {
        let photos = self.lines.iter().enumerate().flat_map(|(line, ordered)| {
            let size = ordered.size;
            (0..ordered.copies).map(move |_| SheetContent::Photo { line, size })
        });
        let index = self.index_print.pages(self.lines.len());
        photos.chain(index.map(SheetContent::Index))
    }

    /// Whether nothing is left to do.
    pub const fn is_finished(&self) -> bool {
        matches!(self.state, State::Finished { .. })
    }

    /// Whether the photos may still be needed for printing.
    pub const fn needs_photos(&self) -> bool {
        match &self.state {
            State::Paying(_) | State::Printing { .. } => true,
            State::Closing(closing) => matches!(closing.if_paid, IfPaid::Print),
            State::Refunding { .. } | State::Finished { .. } => false,
        }
    }

    /// Where this order's money is.
    pub fn balance(&self) -> Balance {
        match &self.state {
            State::Paying(_) | State::Closing(_) => Balance::default(),
            State::Printing {
                payment, sheets, ..
            } => balance(payment.as_ref(), &delivery(sheets), Money::ZERO),
            State::Refunding {
                payment, delivered, ..
            } => balance(Some(payment), delivered, Money::ZERO),
            State::Finished { outcome } => match outcome {
                Outcome::Cancelled { .. } => Balance::default(),
                Outcome::Settled {
                    payment,
                    delivered,
                    refunded,
                } => balance(payment.as_ref(), delivered, *refunded),
                Outcome::NeedsPerson {
                    payment, delivered, ..
                } => balance(Some(payment), delivered, Money::ZERO),
            },
        }
    }
}

fn balance(payment: Option<&Payment>, delivered: &Delivery, refunded: Money) -> Balance {
    let paid = payment.map_or(Money::ZERO, |payment| payment.amount);
    Balance {
        paid,
        delivered: delivered.amount,
        refunded,
        open: paid.minus(delivered.amount).minus(refunded),
    }
}

/// What of `sheets` came out so far.
pub fn delivery(sheets: &[Sheet]) -> Delivery {
    let printed = sheets
        .iter()
        .filter(|sheet| sheet.state == SheetState::Printed);
    Delivery {
        sheets: u32::try_from(printed.clone().count()).unwrap_or(u32::MAX),
        amount: printed.map(|sheet| sheet.share).sum(),
        missed: sheets.iter().find_map(|sheet| match sheet.state {
            SheetState::NotPrinted { reason } => Some(reason),
            SheetState::Waiting
            | SheetState::Sending { .. }
            | SheetState::Sent { .. }
            | SheetState::Printed => None,
        }),
    }
}
