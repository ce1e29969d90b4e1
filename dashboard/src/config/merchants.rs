//! What a merchant has with each provider: a table of its own, all of it or none.

use std::path::PathBuf;

use url::Url;

use super::values::Values;
use super::{ConfigError, path, some_text};

/// WeChat Pay's, if any key of its table is set.
pub(super) fn wechat_pay(
    values: &Values,
    public_url: &Url,
) -> Result<Option<payment::wechat_pay::Config>, ConfigError> {
    if !values.any_in("wechat_pay.") {
        return Ok(None);
    }
    let text = |key| values.parsed(key, some_text);
    let optional = |key| values.parsed(key, |text| Some(some_text(text)));
    let notify_url = optional("wechat_pay.notify_url")?
        .unwrap_or_else(|| format!("{}pay/wechat/notify", public_url.as_str()));
    Ok(Some(payment::wechat_pay::Config {
        api_base: text("wechat_pay.api_base")?,
        backup_base: optional("wechat_pay.backup_base")?,
        appid: text("wechat_pay.appid")?,
        mchid: text("wechat_pay.mchid")?,
        merchant_serial: text("wechat_pay.merchant_serial")?,
        merchant_private_key_file: values.parsed("wechat_pay.merchant_private_key_file", path)?,
        api_v3_key_file: values.parsed("wechat_pay.api_v3_key_file", path)?,
        public_key_id: optional("wechat_pay.public_key_id")?,
        public_key_file: optional("wechat_pay.public_key_file")?.map(PathBuf::from),
        notify_url: Some(notify_url),
    }))
}

/// Alipay's, if any key of its table is set.
pub(super) fn alipay(
    values: &Values,
    public_url: &Url,
) -> Result<Option<payment::alipay::Config>, ConfigError> {
    if !values.any_in("alipay.") {
        return Ok(None);
    }
    let text = |key| values.parsed(key, some_text);
    let optional = |key| values.parsed(key, |text| Some(some_text(text)));
    let file = |key| Ok::<_, ConfigError>(optional(key)?.map(PathBuf::from));
    let notify_url = optional("alipay.notify_url")?
        .unwrap_or_else(|| format!("{}pay/alipay/notify", public_url.as_str()));
    Ok(Some(payment::alipay::Config {
        gateway: text("alipay.gateway")?,
        app_id: text("alipay.app_id")?,
        seller_id: text("alipay.seller_id")?,
        app_private_key_file: values.parsed("alipay.app_private_key_file", path)?,
        alipay_public_key_file: file("alipay.alipay_public_key_file")?,
        app_cert_file: file("alipay.app_cert_file")?,
        alipay_cert_file: file("alipay.alipay_cert_file")?,
        alipay_root_cert_file: file("alipay.alipay_root_cert_file")?,
        bill_hosts: values.parsed("alipay.bill_hosts", |text| {
            Some(text.split_whitespace().map(str::to_owned).collect())
        })?,
        notify_url: Some(notify_url),
    }))
}
