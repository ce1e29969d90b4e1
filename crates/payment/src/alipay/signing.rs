//! Signing our requests: RSA2 over every parameter, sorted by name.

use std::collections::BTreeMap;

use super::keys::{AppKey, Trust};

/// Parameters of one request, or fields of one notification, by name.
pub type Parameters = BTreeMap<String, String>;

/// What is signed: `name=value` in the order of the names, joined by `&`, as the values are and
/// before any URL encoding, leaving out the names in `without`.
pub fn text_to_sign(parameters: &Parameters, without: &[&str]) -> String {
    let mut text = String::new();
    for (name, value) in parameters {
        if without.contains(&name.as_str()) {
            continue;
        }
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        text.push_str(value);
    }
    text
}

/// What every request of an application says about itself.
#[derive(Debug)]
pub(super) struct Signer {
    pub(super) app_id: String,
    pub(super) key: AppKey,
}

/// One call, before it is signed.
pub(super) struct Unsigned<'a> {
    pub(super) method: &'a str,
    /// Beijing time.
    pub(super) timestamp: String,
    pub(super) notify_url: Option<&'a str>,
    /// JSON.
    pub(super) biz_content: String,
}

impl Signer {
    /// Every parameter of the request, its signature included. None is empty: whether Alipay
    /// signs empty ones over is told differently by its own clients.
    pub(super) fn sign(&self, call: Unsigned<'_>, trust: &Trust) -> Parameters {
        let mut parameters: Parameters = [
            ("app_id", self.app_id.as_str()),
            ("method", call.method),
            ("format", "JSON"),
            ("charset", "utf-8"),
            ("sign_type", "RSA2"),
            ("timestamp", &call.timestamp),
            ("version", "1.0"),
            ("biz_content", &call.biz_content),
        ]
        .into_iter()
        .chain(call.notify_url.map(|url| ("notify_url", url)))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
        if let Trust::Certificates { app, root, .. } = trust {
            parameters.insert("app_cert_sn".to_owned(), app.clone());
            parameters.insert("alipay_root_cert_sn".to_owned(), root.clone());
        }
        let signature = self
            .key
            .sign(text_to_sign(&parameters, &["sign"]).as_bytes());
        parameters.insert("sign".to_owned(), signature);
        parameters
    }
}
