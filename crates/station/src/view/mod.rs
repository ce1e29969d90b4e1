//! Everything the screen shows, as one complete snapshot. The screen holds no truth: it draws
//! this, and sends [`Command`](crate::command::Command)s.

mod code;
mod obstacle;
mod pay;
mod receipt;
mod sheets;

use order::machine::{CancelReason, NotPrintedReason};
use order::{
    Discount, Language, Money, PhotoId, PrintSize, ProviderId, Quote, Recipe, Refusal, Soundness,
    Timestamp, Tone,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use code::CodeView;
pub use obstacle::Obstacle;
pub use pay::{BarcodeView, PayCode, PayStage};
pub use receipt::ReceiptView;
pub use sheets::{Hold, IndexOffer, Offer, PrintCourse, SheetView, SmallPhoto};

/// The kiosk's screen at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct View {
    /// Rises with every snapshot; an older one is dropped.
    #[ts(type = "number")]
    pub revision: u64,
    /// The language the customer chose.
    pub language: Language,
    /// What the kiosk calls itself.
    pub kiosk_name: String,
    /// Where it stands.
    pub site_name: String,
    /// The screen.
    pub screen: Screen,
    /// What is not as it should be and does not stop a sale.
    pub notices: Vec<Notice>,
    /// Set while the screen asks whether anybody is still there.
    pub idle: Option<Idle>,
    /// A second phone asks to send photos too.
    pub second_phone: bool,
}

/// Nobody has touched the screen for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Idle {
    /// Seconds until the visit ends by itself.
    pub seconds_left: u32,
}

/// One screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "screen", rename_all = "snake_case")]
pub enum Screen {
    /// The kiosk is starting.
    Starting,
    /// Nobody knows this kiosk yet: a manager types the code on the dashboard.
    Pairing {
        /// Six characters; none while the dashboard cannot be reached.
        code: Option<String>,
    },
    /// Nothing can be sold.
    OutOfService {
        /// Why.
        reason: OutOfService,
    },
    /// Waiting for a customer.
    Attract {
        /// What the QR code says; none for the moment it takes to make a new one.
        phone_url: Option<String>,
        /// What is sold.
        offers: Vec<Offer>,
        /// The discount in force.
        discount: Option<Discount>,
    },
    /// Step 1: photos land and are chosen.
    Collect {
        /// What the QR code says.
        phone_url: Option<String>,
        /// Whether a phone has come.
        phone_connected: bool,
        /// Every photo, in the order of arrival.
        tiles: Vec<Tile>,
        /// Photos that the phone has chosen and not yet sent.
        sending: u32,
        /// How many photos are in the order.
        chosen: u32,
    },
    /// Step 2: size and copies of each photo.
    Sizes {
        /// What is sold.
        offers: Vec<Offer>,
        /// Every photo of the order.
        lines: Vec<Line>,
        /// What it costs.
        quote: Option<Quote>,
    },
    /// One photo, cropped and turned.
    Edit {
        /// The photo.
        line: Line,
        /// Width of the picture, held as the crop is, in parts of `aspect_height`: the trimmed
        /// print without its white border.
        aspect_width: u32,
        /// Height of the picture.
        aspect_height: u32,
        /// Width of the trimmed print in tenths of a millimetre.
        paper_width: u32,
        /// Height of the trimmed print in tenths of a millimetre.
        paper_height: u32,
        /// What the printer cuts off beyond the trimmed print.
        bleed: Bleed,
    },
    /// Step 3: what will be printed and what it costs.
    Review {
        /// Every photo of the order.
        lines: Vec<Line>,
        /// What it costs.
        quote: Option<Quote>,
        /// The index print that can be had with it; none where it is not sold, or for one photo.
        index_print: Option<IndexOffer>,
        /// The customer's discount code; none where there is nothing to take off.
        code: Option<CodeView>,
        /// Why it cannot be paid now, if so.
        obstacle: Option<Obstacle>,
    },
    /// Step 4: the customer pays.
    Pay {
        /// How far it is.
        stage: PayStage,
        /// What is paid.
        total: Money,
    },
    /// Paid; sheets come out.
    Printing {
        /// The sheet being printed, 1, 2, ...
        sheet: u32,
        /// How many there are.
        of: u32,
        /// What is on it, for the drawing.
        shows: SheetView,
        /// Seconds until the last one, as far as one can tell.
        seconds_left: Option<u32>,
        /// Set while the printer waits for something.
        hold: Option<Hold>,
        /// Whether further sheets will come.
        course: PrintCourse,
        /// For those who walk off.
        receipt: ReceiptView,
    },
    /// All done.
    Done {
        /// Sheets that were printed.
        printed: u32,
        /// Sheets that were ordered.
        ordered: u32,
        /// Money on its way back.
        refund: Option<RefundView>,
        /// Where the order can be looked up.
        receipt: ReceiptView,
        /// When the photos' key was destroyed.
        deleted_at: Timestamp,
    },
    /// Something went wrong before anything was printed.
    Trouble {
        /// What.
        trouble: Trouble,
        /// Where the order can be looked up, when there is one.
        receipt: Option<ReceiptView>,
    },
    /// The technician's screen.
    Service {
        /// What it says.
        report: ServiceReport,
    },
}

/// What a printer lays down beyond the trimmed print and cuts off, in millionths of the trimmed
/// print's width (left, right) and height (top, bottom).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Bleed {
    /// On the left.
    pub left: u32,
    /// On the right.
    pub right: u32,
    /// At the top.
    pub top: u32,
    /// At the bottom.
    pub bottom: u32,
}

impl Bleed {
    /// The same paper, turned by a quarter clockwise.
    pub const fn turned(self) -> Self {
        Self {
            left: self.bottom,
            top: self.left,
            right: self.top,
            bottom: self.right,
        }
    }
}

/// Why nothing can be sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutOfService {
    /// No settings yet.
    NoSettings,
    /// The dashboard cannot be reached, so photos and payments cannot travel.
    Offline,
    /// The printer does not answer.
    PrinterOffline,
    /// The printer waits for a person.
    PrinterStopped,
    /// No paper of any size on sale.
    NoPaper,
}

/// What is not as it should be and does not stop a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// One size cannot be printed now.
    SizeOut {
        /// Which.
        size: PrintSize,
    },
    /// The dashboard cannot be reached at the moment.
    Offline,
}

/// One photo on the collecting screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Tile {
    /// The photo.
    pub photo: PhotoId,
    /// How far it is.
    pub state: TileState,
    /// Whether it is in the order.
    pub chosen: bool,
}

/// How far a photo is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "tile", rename_all = "snake_case")]
pub enum TileState {
    /// On its way from the dashboard, or being opened.
    Landing,
    /// It can be shown: `photo://localhost/{photo}`.
    Ready {
        /// Upright width in pixels.
        width_px: u32,
        /// Upright height in pixels.
        height_px: u32,
        /// Whether the file could be read to its end.
        soundness: Soundness,
    },
    /// It cannot be printed.
    Refused {
        /// Why.
        refusal: Refusal,
        /// What the sender called it.
        name: Option<String>,
    },
}

/// One photo of the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Line {
    /// The photo.
    pub photo: PhotoId,
    /// Upright width in pixels.
    pub width_px: u32,
    /// Upright height in pixels.
    pub height_px: u32,
    /// The print's size.
    pub size: PrintSize,
    /// How many.
    pub copies: u32,
    /// How it is turned and cut.
    pub recipe: Recipe,
    /// Whether it has pixels enough for this size.
    pub sharpness: Sharpness,
    /// Whether its file could be read to its end.
    pub soundness: Soundness,
    /// What one tap on "Enhance" sets.
    pub enhancement: Tone,
    /// How many faces were found in it.
    pub faces: u32,
}

/// Whether a photo has pixels enough for its print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Sharpness {
    /// At least 200 pixels an inch after cropping.
    Good,
    /// Fewer: it will look soft.
    Soft,
}

/// Money on its way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RefundView {
    /// How much.
    pub amount: Money,
    /// How far it is.
    pub progress: RefundProgress,
    /// To whom it goes back.
    pub provider: ProviderId,
    /// Why the first sheet that did not print did not.
    pub reason: Option<NotPrintedReason>,
}

/// How far a refund is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RefundProgress {
    /// On its way.
    Processing,
    /// Back at the customer.
    Done,
    /// Our people do it by hand.
    NeedsPerson,
}

/// What went wrong before anything was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "trouble", rename_all = "snake_case")]
pub enum Trouble {
    /// The order ended without a payment.
    NotPaid {
        /// Why.
        reason: CancelReason,
    },
    /// The payment came too late and goes back.
    PaidTooLate {
        /// How much.
        amount: Money,
        /// To whom it goes back.
        provider: ProviderId,
        /// How far it is.
        progress: RefundProgress,
    },
    /// The payment's fate is not known yet; whatever it is, it ends well by itself.
    PaymentUnknown,
}

/// What a technician reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ServiceReport {
    /// The kiosk's name in the fleet.
    pub kiosk: String,
    /// Its software version.
    pub software_version: String,
    /// Version of the settings in force.
    #[ts(type = "number")]
    pub settings_version: u64,
    /// Whether the dashboard answers.
    pub dashboard_answers: bool,
    /// IPP `printer-state-reasons`, or nothing.
    pub printer_reasons: Vec<String>,
    /// Whether the printer answers.
    pub printer_answers: bool,
    /// Prints left, where the printer says so.
    pub prints_left: Option<u32>,
    /// Facts not yet uploaded.
    #[ts(type = "number")]
    pub facts_pending: u64,
    /// Orders whose money is still open.
    pub orders_open: u32,
}
