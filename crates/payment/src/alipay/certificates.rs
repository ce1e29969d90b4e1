//! Certificates and the serials that Alipay knows them by.
//!
//! The serial is Alipay's own: the MD5 of the issuer's name, written from its last attribute to
//! its first, and the certificate's number in decimal. Source:
//! `https://opendocs.alipay.com/common/02kiq0` and Alipay's published clients.

use md5::{Digest as _, Md5};
use x509_parser::certificate::X509Certificate;
use x509_parser::objects::{oid_registry, oid2abbrev};
use x509_parser::pem::Pem;

use super::keys::VerifyingKey;

/// Signature algorithms of RSA begin with this; the root file also holds SM2 certificates, which
/// take no part in the serial.
const RSA_SIGNATURES: &str = "1.2.840.113549.1.1.";

/// A certificate that Alipay signs with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Alipay's name for it: 32 hexadecimal digits.
    pub serial: String,
    /// The key inside.
    pub key: VerifyingKey,
}

/// Every certificate of a PEM file.
pub(super) fn read(pem: &[u8]) -> Result<Vec<Certificate>, &'static str> {
    each(pem, |certificate| {
        Some(Certificate {
            serial: serial(certificate),
            key: VerifyingKey::from_info(certificate.public_key()),
        })
    })
}

/// The serial of the root file: those of its RSA certificates, joined by underscores.
pub(super) fn root_serial(pem: &[u8]) -> Result<String, &'static str> {
    let serials = each(pem, |certificate| {
        certificate
            .signature_algorithm
            .algorithm
            .to_id_string()
            .starts_with(RSA_SIGNATURES)
            .then(|| serial(certificate))
    })?;
    if serials.is_empty() {
        return Err("holds no RSA certificate");
    }
    Ok(serials.join("_"))
}

fn each<T>(
    pem: &[u8],
    take: impl Fn(&X509Certificate<'_>) -> Option<T>,
) -> Result<Vec<T>, &'static str> {
    let mut taken = Vec::new();
    for block in Pem::iter_from_buffer(pem) {
        let block = block.map_err(|_| "not a PEM file")?;
        let certificate = block.parse_x509().map_err(|_| "not an X.509 certificate")?;
        taken.extend(take(&certificate));
    }
    Ok(taken)
}

fn serial(certificate: &X509Certificate<'_>) -> String {
    let attributes: Vec<String> = certificate
        .issuer()
        .iter_attributes()
        .map(|attribute| {
            let value = attribute.as_str().unwrap_or_default();
            // CN, OU, O, C and their like.
            let name = oid2abbrev(attribute.attr_type(), oid_registry()).unwrap_or_default();
            format!("{name}={value}")
        })
        .collect();
    let issuer = attributes.iter().rev().map(String::as_str);
    let issuer = issuer.collect::<Vec<_>>().join(",");
    let number = certificate.tbs_certificate.serial.to_string();
    hex(&Md5::digest(format!("{issuer}{number}")))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
