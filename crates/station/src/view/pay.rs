//! Step 4 on the screen: what the customer can pay by, and what becomes of it.

use order::ProviderId;
use order::machine::ChargeRefusal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far a payment is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum PayStage {
    /// The payment services are being asked.
    Opening,
    /// The customer can pay, by whichever comes first.
    Waiting {
        /// What can be scanned, side by side.
        codes: Vec<PayCode>,
        /// What becomes of the customer's own barcode.
        barcode: BarcodeView,
        /// Seconds until the codes are taken off the screen.
        seconds_left: u32,
        /// Seconds the customer had in all.
        seconds_in_all: u32,
    },
    /// The time is over; a payment made at the last moment is looked for.
    Checking,
}

/// One provider's QR code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PayCode {
    /// Whose app it is scanned with.
    pub provider: ProviderId,
    /// What the QR code says, byte for byte; none until the provider answers.
    pub code_url: Option<String>,
}

/// What becomes of the barcode that the customer holds before the scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "barcode", rename_all = "snake_case")]
pub enum BarcodeView {
    /// There is no scanner here.
    Off,
    /// One can be shown.
    Ready,
    /// What was shown is no barcode that can be charged here.
    Unreadable,
    /// It is being charged.
    Charging {
        /// By whom.
        provider: ProviderId,
    },
    /// The customer is asked on the phone.
    Confirming {
        /// By whom.
        provider: ProviderId,
    },
    /// Nobody confirmed; the charge is being undone.
    Undoing {
        /// By whom.
        provider: ProviderId,
    },
    /// It was not taken; another can be shown.
    Declined {
        /// By whom.
        provider: ProviderId,
        /// Why.
        refusal: ChargeRefusal,
    },
}
