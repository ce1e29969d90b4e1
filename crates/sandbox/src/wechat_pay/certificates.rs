//! The platform certificate: made, rolled, and handed out encrypted.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rcgen::{CertificateParams, DnType, KeyPair, PKCS_RSA_SHA256, SerialNumber, date_time_ymd};
use serde_json::{Value, json};

use super::complaint::Complaint;
use super::keys::{Keys, KeysError, SigningMode, hex, random};
use super::seal::rfc3339;

/// A certificate for the platform's key.
#[derive(Clone, Debug)]
pub(super) struct Certificate {
    /// Forty upper-case hexadecimal digits.
    pub(super) serial: String,
    pem: String,
    effective: Date,
    expires: Date,
}

/// A fresh serial for the same key, valid from yesterday for five years.
pub(super) fn make_certificate(platform_key_pem: &str) -> Result<Certificate, KeysError> {
    let failed = KeysError::Making {
        what: "the platform certificate",
    };
    let mut serial = random::<20>();
    // A serial is a positive integer whose hexadecimal form has no leading zeros.
    serial[0] = 0x40 | (serial[0] & 0x3F);
    let today = jiff::Timestamp::now().to_zoned(TimeZone::UTC).date();
    let effective = today.saturating_sub(1.day());
    let expires = effective.saturating_add(5.years());

    let mut params = CertificateParams::default();
    params
        .distinguished_name
        .push(DnType::CommonName, "Minilab sandbox platform");
    params.serial_number = Some(SerialNumber::from_slice(&serial));
    let (year, month, day) = parts(effective);
    params.not_before = date_time_ymd(year, month, day);
    let (year, month, day) = parts(expires);
    params.not_after = date_time_ymd(year, month, day);
    let signed = KeyPair::from_pkcs8_pem_and_sign_algo(platform_key_pem, &PKCS_RSA_SHA256)
        .and_then(|key| params.self_signed(&key));
    let Ok(certificate) = signed else {
        return Err(failed);
    };
    Ok(Certificate {
        serial: hex(&serial),
        pem: certificate.pem(),
        effective,
        expires,
    })
}

fn parts(date: Date) -> (i32, u8, u8) {
    (
        i32::from(date.year()),
        date.month().unsigned_abs(),
        date.day().unsigned_abs(),
    )
}

impl Keys {
    /// The answer to `/v3/certificates`.
    pub(super) fn list_certificates(&self) -> Result<Value, Complaint> {
        if self.mode() == SigningMode::PublicKey {
            return Err(Complaint::new(
                404,
                "RESOURCE_NOT_EXISTS",
                "this merchant verifies with the public key",
            ));
        }
        let certificate = self.certificate();
        let midnight = |date: Date| {
            date.to_zoned(TimeZone::UTC)
                .map(|zoned| rfc3339(zoned.timestamp().as_millisecond()))
                .unwrap_or_default()
        };
        Ok(json!({"data": [{
            "serial_no": certificate.serial,
            "effective_time": midnight(certificate.effective),
            "expire_time": midnight(certificate.expires),
            "encrypt_certificate": self.encrypt(certificate.pem.as_bytes(), "certificate"),
        }]}))
    }
}
