//! What a finger on the screen can ask for. A command that does not fit the screen it arrives on
//! is ignored: the screen it was meant for is gone.

use std::fmt;

use order::{IndexPrint, Language, PhotoId, PrintSize, Recipe};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One wish of the person at the kiosk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// The screen was touched: the customer is still there.
    Touch,
    /// Speak another language.
    ChooseLanguage {
        /// Which.
        language: Language,
    },
    /// Leave the attract screen without a phone yet.
    Start,
    /// Take a photo into the order, or out of it.
    TogglePhoto {
        /// Which.
        photo: PhotoId,
    },
    /// Take every photo into the order.
    ChooseAll,
    /// Take every photo out of the order.
    ChooseNone,
    /// One step on: photos, sizes, review.
    Next,
    /// One step back.
    Back,
    /// Stop; from anywhere before the payment this ends the visit.
    Cancel,
    /// Print every photo in this size.
    SetSizeOfAll {
        /// The size.
        size: PrintSize,
    },
    /// Print one photo in this size.
    SetSize {
        /// The photo.
        photo: PhotoId,
        /// The size.
        size: PrintSize,
    },
    /// Print one photo so often.
    SetCopies {
        /// The photo.
        photo: PhotoId,
        /// 1 to 50.
        copies: u32,
    },
    /// Edit one photo.
    OpenEditor {
        /// Which.
        photo: PhotoId,
    },
    /// Turn the photo in the editor by a quarter, clockwise.
    Rotate,
    /// Edit the photo in the editor.
    SetRecipe {
        /// A crop has the shape of the print; where the border or the fit is another than
        /// before, it is cut anew.
        recipe: Recipe,
    },
    /// Undo all edits of the photo in the editor.
    ResetRecipe,
    /// Give every photo of the order the retouching, border and fit of the one in the editor.
    ApplyToAll,
    /// Print an index of all photos, too, or do not.
    SetIndexPrint {
        /// Which of the two.
        index_print: IndexPrint,
    },
    /// Take off what this discount code is worth.
    EnterCode {
        /// The code.
        code: Typed,
    },
    /// Do without the code.
    RemoveCode,
    /// Pay what the review shows.
    Pay,
    /// Pay by the barcode that the customer held before the scanner.
    ShowBarcode {
        /// What the scanner read.
        code: Scanned,
    },
    /// "Yes, I am still here."
    StillHere,
    /// Let the second phone in.
    AdmitPhone,
    /// Keep the second phone out.
    RefusePhone,
    /// Do not wait for the printer; give the money of the rest back.
    GiveUpPrinting,
    /// Close the last screen.
    Finish,
    /// Ask for the service screen.
    OpenService {
        /// The technician's password.
        password: Typed,
    },
    /// Make a stopped printer go on.
    ResumePrinter,
}

/// What a scanner read. It may be a barcode to pay with, and whoever holds that can take the
/// customer's money; its `Debug` says nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(as = "String")]
pub struct Scanned(pub String);

impl fmt::Debug for Scanned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A password or a discount code as it was typed; its `Debug` says nothing.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(as = "String")]
pub struct Typed(pub String);

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}
