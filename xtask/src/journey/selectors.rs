//! How the driver finds things on the three faces. Screens carry `data-test` marks for this, so
//! that their looks and words stay free to change; the dashboard's forms are found by their
//! fields' names, which are part of its addresses.

/// The kiosk's window.
pub(crate) mod kiosk {
    pub(crate) const PAIRING_CODE: &str = "[data-test=pairing-code]";
    pub(crate) const ATTRACT: &str = "[data-test=screen-attract]";
    pub(crate) const COLLECT: &str = "[data-test=screen-collect]";
    pub(crate) const SIZES: &str = "[data-test=screen-sizes]";
    pub(crate) const EDIT: &str = "[data-test=screen-edit]";
    pub(crate) const REVIEW: &str = "[data-test=screen-review]";
    /// The code that is scanned with WeChat.
    pub(crate) const PAY_CODE: &str = "[data-test=qr-pay-wechat_pay]";
    /// The code that is scanned with Alipay.
    pub(crate) const PAY_CODE_ALIPAY: &str = "[data-test=qr-pay-alipay]";
    pub(crate) const PRINTING: &str = "[data-test=screen-printing]";
    pub(crate) const DONE: &str = "[data-test=screen-done]";
    pub(crate) const FINISH: &str = "[data-test=finish]:enabled";

    /// The way on, where it leads to the next step.
    pub(crate) const NEXT: &str = "[data-test=next]:enabled";
    /// The way on from the review.
    pub(crate) const PAY: &str = "[data-test=pay]:enabled";

    /// Photos that can be shown; a tap takes one in or out.
    pub(crate) const READY_TILE: &str = "[data-test^=tile-][data-state=ready]";
    pub(crate) const CHOSEN_TILE: &str = "[data-test^=tile-][aria-pressed=true]";
    pub(crate) const CHOOSE_ALL: &str = "[data-test=choose-all]:enabled";

    /// A part of one order line, the lines counted from 1.
    pub(crate) fn line(number: usize, part: &str) -> String {
        format!("[data-test^=line-]:nth-of-type({number}) {part}")
    }
    pub(crate) const EIGHT_INCH: &str = "[data-test^=size-eight_inch-]";
    pub(crate) const MORE_COPIES: &str = "[data-test^=copies-plus-]";
    pub(crate) const COPIES: &str = "output[data-test^=copies-]";
    pub(crate) const OPEN_EDITOR: &str = "[data-test^=edit-]";

    /// The photo in the editor, moved under the trim line by dragging.
    pub(crate) const CROP: &str = "[data-test=crop-frame]";
    pub(crate) const ZOOM_IN: &str = "[data-test=zoom-in]";
    pub(crate) const LIGHT_TOOLS: &str = "[data-test=tools-light]";
    pub(crate) const BACK: &str = "[data-test=back]:enabled";
}

/// The phone's page, found by its classes.
pub(crate) mod phone {
    pub(crate) const KIOSK_NAME: &str = ".place-kiosk";
    pub(crate) const FILE_FIELD: &str = "input[type=file]";
    pub(crate) const SENT: &str = ".tile-shown";
    pub(crate) const ENDED: &str = "main.middle .sign-done";
    /// The receipt of an order of which every sheet was printed.
    pub(crate) const RECEIPT_DONE: &str = ".receipt-state.receipt-done";
}

/// The dashboard's pages.
pub(crate) mod desk {
    pub(crate) const NAME: &str = "main input[name=name]";
    pub(crate) const PASSWORD: &str = "main input[name=password]";
    pub(crate) const PASSWORD_AGAIN: &str = "main input[name=again]";
    pub(crate) const PAIRING_CODE: &str = "main input[name=code]";
    pub(crate) const SITE: &str = "main input[name=site]";
    pub(crate) const REGION: &str = "main input[name=region]";
    pub(crate) const FIVE_INCH: &str = "main input[name=five_inch]";
    pub(crate) const FOUR_SMALL: &str = "main input[name=four_small]";
    pub(crate) const INDEX_PRINT: &str = "main input[name=index_print]";
    pub(crate) const SAVE_PRICES: &str = "main button[form=prices]";
    pub(crate) const PRIMARY: &str = "main form button.primary";
    pub(crate) const PROBLEM: &str = "main .problem";
}

/// The sandbox's pages.
pub(crate) mod sandbox {
    pub(crate) const PAY: &str = "main .order button.primary";
}
