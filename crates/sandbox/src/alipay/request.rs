//! Reading a request as the gateway does: parameters from the query and from the body alike, every
//! common one checked, and the signature over all of them.

use std::collections::BTreeMap;

use super::complaint::Complaint;
use super::keys::{APP_ID, Keys};
use super::text::{moment_ms, now_ms};

/// How far a request's time may lie from ours, in milliseconds.
const TOLERANCE_MS: i64 = 24 * 3_600_000;
/// Most parameters read.
const MOST_PARAMETERS: usize = 64;

/// Parameters by name.
#[derive(Debug, Default)]
pub(super) struct Request(BTreeMap<String, String>);

impl Request {
    /// `query` and `body` as they came, still encoded.
    pub(super) fn parse(query: &[u8], body: &[u8]) -> Result<Self, Complaint> {
        let mut request = Self::default();
        let pairs = form_urlencoded::parse(query).chain(form_urlencoded::parse(body));
        for (name, value) in pairs {
            let before = request.0.insert(name.into_owned(), value.into_owned());
            if before.is_some() || request.0.len() > MOST_PARAMETERS {
                return Err(invalid("isv.invalid-parameter", "参数重复或过多"));
            }
        }
        Ok(request)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// The method's name, if there is one.
    pub(super) fn method(&self) -> &str {
        self.get("method").unwrap_or_default()
    }

    /// Refuses what does not come from the application, or is not of this gateway's version.
    pub(super) fn check(&self, keys: &Keys) -> Result<(), Complaint> {
        let method = self.required("method", "isv.missing-method")?;
        if super::method::call(method).is_none() {
            return Err(invalid("isv.invalid-method", "不存在的方法名"));
        }
        if self.required("app_id", "isv.missing-app-id")? != APP_ID {
            return Err(invalid("isv.invalid-app-id", "无效的应用ID"));
        }
        if self.required("sign_type", "isv.missing-signature-type")? != "RSA2" {
            return Err(invalid("isv.invalid-signature-type", "无效的签名类型"));
        }
        let charset = self.required("charset", "isv.missing-charset")?;
        if !charset.eq_ignore_ascii_case("utf-8") {
            return Err(invalid("isv.invalid-charset", "字符集错误"));
        }
        if self.required("version", "isv.missing-version")? != "1.0" {
            return Err(invalid("isv.invalid-version", "无效的版本"));
        }
        if self
            .get("format")
            .is_some_and(|format| !format.eq_ignore_ascii_case("json"))
        {
            return Err(invalid("isv.invalid-format", "无效的数据格式"));
        }
        let stamped = moment_ms(self.required("timestamp", "isv.missing-timestamp")?);
        if stamped.is_none_or(|at| (now_ms() - at).abs() > TOLERANCE_MS) {
            return Err(invalid("isv.invalid-timestamp", "非法的时间戳参数"));
        }
        self.check_certificates(keys)?;
        let signature = self.required("sign", "isv.missing-signature")?;
        if !keys.app_signed(&self.text_to_sign(), signature) {
            return Err(invalid(
                "isv.invalid-signature",
                "验签出错，请检查签名与密钥",
            ));
        }
        Ok(())
    }

    /// Whether the merchant is in certificate mode, and so is to be told Alipay's certificate.
    pub(super) fn shows_certificate(&self) -> bool {
        self.get("app_cert_sn").is_some()
    }

    fn check_certificates(&self, keys: &Keys) -> Result<(), Complaint> {
        let shown = (self.get("app_cert_sn"), self.get("alipay_root_cert_sn"));
        match shown {
            (None, None) => Ok(()),
            (Some(app), Some(root))
                if app == keys.certificates.app.serial && root == keys.certificates.root.serial =>
            {
                Ok(())
            }
            _ => Err(invalid("isv.app-cert-sn-not-match", "证书序列号不匹配")),
        }
    }

    fn required(&self, name: &str, sub_code: &'static str) -> Result<&str, Complaint> {
        self.get(name)
            .ok_or_else(|| Complaint::new("40001", sub_code, format!("缺少参数 {name}")))
    }

    /// Every parameter but the signature, `sign_type` included.
    fn text_to_sign(&self) -> String {
        let pairs: Vec<String> = self
            .0
            .iter()
            .filter(|(name, _)| *name != "sign")
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("&")
    }
}

fn invalid(sub_code: &'static str, sentence: &str) -> Complaint {
    Complaint::new("40002", sub_code, sentence)
}
