//! Certificates of both sides, issued by a root of our own, and the serials that Alipay makes of
//! them.

use md5::{Digest as _, Md5};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
    PKCS_RSA_SHA256, SerialNumber,
};
use rsa::RsaPrivateKey;

use super::text::{hex, random};
use crate::key_files::{KeyFileError, pem};

const ORGANISATION: &str = "Minilab sandbox";
const ROOT: &str = "Minilab sandbox root";

/// A certificate and Alipay's name for it.
#[derive(Clone, Debug)]
pub(super) struct Certificate {
    pub(super) serial: String,
    pub(super) pem: String,
}

/// What both sides show each other in certificate mode.
#[derive(Clone, Debug)]
pub(super) struct Certificates {
    pub(super) root: Certificate,
    pub(super) app: Certificate,
    pub(super) alipay: Certificate,
}

impl Certificates {
    /// Fresh ones for the same keys. Alipay's key signs them too: a root of its own would prove
    /// nothing more here.
    pub(super) fn issue(app: &RsaPrivateKey, alipay: &RsaPrivateKey) -> Result<Self, KeyFileError> {
        let failed = |_| KeyFileError::Making("a certificate");
        let root_key = KeyPair::from_pkcs8_pem_and_sign_algo(&pem(alipay)?, &PKCS_RSA_SHA256)
            .map_err(failed)?;
        let (mut params, root_serial) = named(ROOT);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root_pem = params.self_signed(&root_key).map_err(failed)?.pem();
        let issuer = Issuer::new(params, root_key);
        let issue = |name: &str, key: &RsaPrivateKey| {
            let subject = KeyPair::from_pkcs8_pem_and_sign_algo(&pem(key)?, &PKCS_RSA_SHA256)
                .map_err(failed)?;
            let (params, serial) = named(name);
            let certificate = params.signed_by(&subject, &issuer).map_err(failed)?;
            Ok(Certificate {
                serial,
                pem: certificate.pem(),
            })
        };
        Ok(Self {
            app: issue("Minilab sandbox merchant", app)?,
            alipay: issue("Minilab sandbox Alipay", alipay)?,
            root: Certificate {
                serial: root_serial,
                pem: root_pem,
            },
        })
    }
}

/// A certificate with a fresh number, and Alipay's serial of it: the MD5 of the issuer's name,
/// last attribute first, and the number in decimal. The root issues everything, itself too.
fn named(name: &str) -> (CertificateParams, String) {
    let number = u64::from_be_bytes(random()) >> 1;
    let mut params = CertificateParams::default();
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CountryName, "CN");
    subject.push(DnType::OrganizationName, ORGANISATION);
    subject.push(DnType::CommonName, name);
    params.distinguished_name = subject;
    params.serial_number = Some(SerialNumber::from(number));
    let issuer = format!("CN={ROOT},O={ORGANISATION},C=CN");
    let serial = hex(&Md5::digest(format!("{issuer}{number}")));
    (params, serial)
}
