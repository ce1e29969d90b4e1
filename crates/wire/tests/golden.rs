//! What released versions say must parse for ever, and mean the same. A sample is only ever added.

use std::fmt::Debug;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The sample parses, and says the same when it is written again.
fn parses<T: DeserializeOwned + Serialize + Debug>(name: &str) -> T {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/samples")
        .join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    let message: T =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name} must parse: {error}"));
    let again = serde_json::to_value(&message).expect("serialises");
    let before: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(again, before, "{name} must not lose or change a field");
    message
}

#[test]
fn every_released_message_still_parses() {
    parses::<wire::pairing::PairingRequest>("v1/pairing-request.json");
    parses::<wire::pairing::PairingOffer>("v1/pairing-offer.json");
    parses::<wire::pairing::PairingReading>("v1/pairing-paired.json");
    parses::<wire::session::OpenSession>("v1/open-session.json");
    parses::<wire::session::SessionAddress>("v1/session-address.json");
    parses::<wire::session::SessionAddress>("v1/session-address-with-receipts.json");
    parses::<wire::session::SessionReading>("v1/session-reading.json");
    parses::<wire::session::Stage>("v1/stage-printing.json");
    parses::<wire::session::Stage>("v1/stage-ended.json");
    parses::<wire::phone::PhoneView>("v1/phone-view.json");
    parses::<wire::payment::OpenPayment>("v1/open-payment.json");
    parses::<wire::payment::OpenPayment>("v1/open-payment-with-index-print.json");
    parses::<wire::payment::OpenPayment>("v1/open-payment-by-barcode.json");
    parses::<wire::payment::ChargeBarcode>("v1/charge-barcode.json");
    parses::<wire::payment::OpenPayment>("v1/open-payment-sealed.json");
    parses::<wire::payment::OpenPayment>("v1/open-payment-with-code.json");
    parses::<wire::code::CodeCheck>("v1/code-check.json");
    parses::<wire::code::CodeReading>("v1/code-reading.json");
    parses::<wire::payment::PaymentReading>("v1/payment-waiting.json");
    parses::<wire::payment::PaymentReading>("v1/payment-confirming.json");
    parses::<wire::payment::PaymentReading>("v1/payment-declined.json");
    parses::<wire::payment::PaymentReading>("v1/payment-paid.json");
    parses::<wire::payment::PaymentReading>("v1/payment-paid-late.json");
    parses::<wire::payment::PaymentReading>("v1/payment-nothing-to-pay.json");
    parses::<wire::payment::RefundReading>("v1/refund-reading.json");
    parses::<wire::heartbeat::Heartbeat>("v1/heartbeat.json");
    parses::<wire::heartbeat::Heartbeat>("v1/heartbeat-with-counter.json");
    parses::<wire::heartbeat::HeartbeatAnswer>("v1/heartbeat-answer.json");
    parses::<wire::fact::FactUpload>("v1/fact-upload.json");
    parses::<wire::fact::FactUpload>("v1/fact-upload-of-index-print.json");
    parses::<wire::problem::Problem>("v1/problem.json");
    parses::<order::Settings>("v1/settings.json");
    parses::<order::Settings>("v1/settings-with-all-products.json");
    parses::<order::Settings>("v1/settings-with-two-providers.json");
    parses::<order::Settings>("v1/settings-with-discounts.json");
}

#[test]
fn a_field_that_a_newer_speaker_adds_is_passed_over() {
    let text = r#"{"server_time":1,"next_in_s":180,"hints":[],"weather":"fine"}"#;
    serde_json::from_str::<wire::heartbeat::HeartbeatAnswer>(text).expect("older kiosks live on");
}

#[test]
fn a_photo_sealed_in_a_browser_has_the_parts_that_are_expected() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/shared/testdata/sealed-photo.json");
    let text = std::fs::read_to_string(&path).expect("the phone page's own vector");
    let vector: Value = serde_json::from_str(&text).expect("JSON");
    let hex = |field: &str| {
        let digits = vector[field]
            .as_str()
            .unwrap_or_else(|| panic!("{field} is hex"));
        (0..digits.len() / 2)
            .map(|byte| u8::from_str_radix(&digits[2 * byte..2 * byte + 2], 16).expect("hex"))
            .collect::<Vec<u8>>()
    };
    let sealed = hex("sealed");
    let parts = wire::sealed_photo::split(&sealed).expect("mark, nonce, ciphertext");
    assert_eq!(
        parts.nonce.as_slice(),
        hex("nonce"),
        "the nonce follows the mark"
    );
}
