//! Everything that can reach the brain, as one closed list.

use std::collections::HashSet;

use order::machine::{Event, Order};
use order::{
    CodeRefusal, CodeTerms, Head, KioskId, OrderId, PhotoId, PrintSize, Refusal, SessionId,
    Settings, SettingsHash, Soundness, Tone,
};
use wire::heartbeat::{PrinterCondition, PrinterCounter};
use wire::kiosk::Hint;
use wire::session::SessionReading;

use crate::command::Command;
use crate::view::{Bleed, Hold};

/// One thing that happened.
#[derive(Debug)]
pub enum Input {
    /// The journal was read.
    Booted(Box<Boot>),
    /// A finger.
    Command(Command),
    /// About a second went by.
    Tick,
    /// The code to show while nobody knows this kiosk; none while the dashboard is out of reach.
    PairingCode(Option<String>),
    /// The kiosk was taken into the fleet.
    Paired(KioskId),
    /// Settings that were checked: genuine, ours, in range.
    SettingsArrived(Box<GoodSettings>),
    /// The dashboard says that something changed.
    Hinted(Hint),
    /// The dashboard answered something.
    DashboardAnswered,
    /// The dashboard did not answer.
    DashboardSilent,
    /// The printer was looked at.
    PrinterSeen(PrinterSight),
    /// A visit has an address for phones.
    SessionOpened {
        /// The visit.
        session: SessionId,
        /// What the QR code says, key included.
        phone_url: String,
        /// What an order's id is put behind for its receipt's address.
        receipts_url: Option<String>,
    },
    /// How a visit stands at the dashboard.
    SessionRead(Box<SessionReading>),
    /// A photo was fetched and opened, or not.
    PhotoOpened {
        /// The visit.
        session: SessionId,
        /// The photo.
        photo: PhotoId,
        /// What became of it.
        opened: PhotoOpened,
    },
    /// A photo that was opened was looked at closely.
    PhotoStudied {
        /// The visit.
        session: SessionId,
        /// The photo.
        photo: PhotoId,
        /// What was seen.
        study: PhotoStudy,
    },
    /// Something happened to an order.
    OrderHappened {
        /// Which.
        order: OrderId,
        /// What.
        event: Event,
    },
    /// The dashboard was asked what a code is worth.
    CodeAnswered {
        /// In which visit.
        session: SessionId,
        /// What it said.
        answer: CodeAnswer,
    },
    /// The printer waits for something while a sheet of this order is there, or goes on.
    SheetHeld {
        /// The order.
        order: OrderId,
        /// What it waits for.
        hold: Option<Hold>,
    },
    /// How many facts are not uploaded yet.
    FactsPending(u64),
    /// A service password was checked.
    ServiceAnswered(ServiceAnswer),
}

/// What came of asking about a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeAnswer {
    /// It counts here and now.
    Counts(CodeTerms),
    /// It does not.
    Refused(CodeRefusal),
    /// The dashboard said nothing that can be used.
    Silent,
}

/// What was written down before the kiosk started.
#[derive(Debug, Default)]
pub struct Boot {
    /// The kiosk's name, once paired.
    pub kiosk: Option<KioskId>,
    /// The last good settings.
    pub settings: Option<Box<GoodSettings>>,
    /// Orders that are not finished.
    pub orders: Vec<Order>,
    /// Visits that were never ended.
    pub sessions_open: Vec<SessionId>,
    /// Those of them whose photo key is still there.
    pub sessions_with_key: HashSet<SessionId>,
    /// Facts not uploaded yet.
    pub facts_pending: u64,
}

/// Settings that were checked: genuine, ours, in range.
#[derive(Clone, Debug)]
pub struct GoodSettings {
    /// What they say.
    pub settings: Settings,
    /// Which document says it.
    pub hash: SettingsHash,
}

/// The printer, in the words that selling needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrinterSight {
    /// Whether it prints.
    pub condition: PrinterCondition,
    /// What it waits for, when it is stopped.
    pub hold: Option<Hold>,
    /// IPP `printer-state-reasons` without severity.
    pub reasons: Vec<String>,
    /// Sizes it can print now.
    pub sizes_ready: Vec<PrintSize>,
    /// What it cuts off of each of them.
    pub bleeds: Vec<(PrintSize, Bleed)>,
    /// Prints left on the loaded media, where the printer says so.
    pub prints_left: Option<u32>,
    /// What it counted in its life, where it says so and says which machine it is.
    pub counter: Option<PrinterCounter>,
}

/// What became of a photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhotoOpened {
    /// It can be shown and printed.
    Ready(PhotoFindings),
    /// It cannot be printed.
    Refused {
        /// Why.
        refusal: Refusal,
        /// What the sender called it.
        name: Option<String>,
    },
    /// It could not be fetched this time.
    Later,
}

/// What the darkroom read from a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhotoFindings {
    /// Upright width.
    pub width_px: u32,
    /// Upright height.
    pub height_px: u32,
    /// Whether the file could be read to its end.
    pub soundness: Soundness,
}

/// What the darkroom saw in a photo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhotoStudy {
    /// Every head that was found.
    pub heads: Vec<Head>,
    /// What one tap on "Enhance" sets.
    pub enhancement: Tone,
}

/// Whether the technician knew the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceAnswer {
    /// Yes.
    Granted,
    /// No.
    Refused,
}
