//! Every key there is, once: its default, what is allowed, and the comment in the example.

/// One key.
#[derive(Debug)]
pub(super) struct Key {
    /// `table.key`, or `key` at the top.
    pub(super) path: &'static str,
    /// What it is without being set.
    pub(super) default: Fallback,
    /// What may stand there, in words.
    pub(super) allowed: &'static str,
    /// What it is for.
    pub(super) comment: &'static str,
}

/// What a key is without being set.
#[derive(Debug)]
pub(super) enum Fallback {
    /// This.
    Value(&'static str),
    /// Nothing, and that is fine.
    Empty,
    /// It must be set; the text is an example.
    Required(&'static str),
}

use Fallback::{Empty, Required, Value};

pub(super) const KEYS: &[Key] = &[
    Key {
        path: "listen",
        default: Value("127.0.0.1:8080"),
        allowed: "an IP address and a port, such as 0.0.0.0:8080",
        comment: "Where the server listens. TLS is a reverse proxy's part.",
    },
    Key {
        path: "public_url",
        default: Value("http://127.0.0.1:8080"),
        allowed: "http:// or https:// and a host, without a path",
        comment: "How phones and payment providers reach this server; it is in every phone link.",
    },
    Key {
        path: "database_url",
        default: Value("sqlite:minilab-dashboard.db"),
        allowed: "sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE",
        comment: "The database. SQLite serves one dashboard, PostgreSQL several.",
    },
    Key {
        path: "photo_store",
        default: Value("photos"),
        allowed: "a folder",
        comment: "Where sealed photos wait for their kiosk, for minutes.",
    },
    Key {
        path: "data_dir",
        default: Value("data"),
        allowed: "a folder",
        comment: "Where the dashboard keeps its own key. Back it up: kiosks believe no other.",
    },
    Key {
        path: "support",
        default: Empty,
        allowed: "one line of at most 120 characters",
        comment: "Whom customers may ask about an order, shown on their receipts: a phone number, an address.",
    },
    Key {
        path: "client_address",
        default: Value("peer"),
        allowed: "peer or x-forwarded-for",
        comment: "Whose word counts for a client's address. x-forwarded-for only behind a reverse proxy\n# that sets it; its last entry counts.",
    },
    Key {
        path: "limits.connections",
        default: Value("2000"),
        allowed: "10 to 100000",
        comment: "Open connections; further ones wait.",
    },
    Key {
        path: "limits.uploads",
        default: Value("64"),
        allowed: "1 to 10000",
        comment: "Photos that may be on their way in at once; further ones are told to come back.",
    },
    Key {
        path: "limits.wrong_links_per_minute",
        default: Value("30"),
        allowed: "1 to 100000",
        comment: "Requests a minute, per address, with a phone link that does not exist.",
    },
    Key {
        path: "limits.pairings_per_minute",
        default: Value("10"),
        allowed: "1 to 100000",
        comment: "Pairing codes asked for or typed a minute, per address.",
    },
    Key {
        path: "wechat_pay.api_base",
        default: Value(payment::wechat_pay::OFFICIAL_BASE),
        allowed: "https:// and a host (http:// on loopback only), without a path",
        comment: "Address of WeChat Pay.",
    },
    Key {
        path: "wechat_pay.backup_base",
        default: Empty,
        allowed: "https:// and a host (http:// on loopback only), without a path",
        comment: "Tried once when the first address cannot be reached: https://api2.mch.weixin.qq.com",
    },
    Key {
        path: "wechat_pay.appid",
        default: Required("wx8888888888888888"),
        allowed: "at most 32 characters",
        comment: "The Official Account or app bound to the merchant.",
    },
    Key {
        path: "wechat_pay.mchid",
        default: Required("1900000000"),
        allowed: "at most 32 characters",
        comment: "The merchant's number.",
    },
    Key {
        path: "wechat_pay.merchant_serial",
        default: Required("0000000000000000000000000000000000000000"),
        allowed: "40 hexadecimal digits",
        comment: "Serial of the merchant's API certificate.",
    },
    Key {
        path: "wechat_pay.merchant_private_key_file",
        default: Required("/etc/minilab/apiclient_key.pem"),
        allowed: "a file",
        comment: "The merchant's private key, PKCS#8 PEM.",
    },
    Key {
        path: "wechat_pay.api_v3_key_file",
        default: Required("/etc/minilab/api_v3_key"),
        allowed: "a file",
        comment: "The APIv3 key, 32 characters.",
    },
    Key {
        path: "wechat_pay.public_key_id",
        default: Empty,
        allowed: "PUB_KEY_ID_ and digits",
        comment: "Id of the WeChat Pay public key; goes with public_key_file.",
    },
    Key {
        path: "wechat_pay.public_key_file",
        default: Empty,
        allowed: "a file",
        comment: "The WeChat Pay public key, PEM. Without it platform certificates are downloaded.",
    },
    Key {
        path: "wechat_pay.notify_url",
        default: Empty,
        allowed: "https:// address (http:// on loopback only) without a query",
        comment: "Where WeChat Pay sends notifications; public_url and /pay/wechat/notify unless set.",
    },
    Key {
        path: "alipay.gateway",
        default: Value(payment::alipay::OFFICIAL_GATEWAY),
        allowed: "an https:// address (http:// on loopback only) without a query",
        comment: "Address of Alipay's gateway.",
    },
    Key {
        path: "alipay.app_id",
        default: Required("2021000000000000"),
        allowed: "16 digits",
        comment: "The application's number.",
    },
    Key {
        path: "alipay.seller_id",
        default: Required("2088000000000000"),
        allowed: "16 digits",
        comment: "The merchant's own Alipay number.",
    },
    Key {
        path: "alipay.app_private_key_file",
        default: Required("/etc/minilab/alipay_app_key.pem"),
        allowed: "a file",
        comment: "The application's private key, PKCS#1 or PKCS#8, PEM or bare base64.",
    },
    Key {
        path: "alipay.alipay_public_key_file",
        default: Empty,
        allowed: "a file",
        comment: "Alipay's public key; or the three certificate files instead.",
    },
    Key {
        path: "alipay.app_cert_file",
        default: Empty,
        allowed: "a file",
        comment: "The application's certificate, in certificate mode.",
    },
    Key {
        path: "alipay.alipay_cert_file",
        default: Empty,
        allowed: "a file",
        comment: "Alipay's certificate, in certificate mode.",
    },
    Key {
        path: "alipay.alipay_root_cert_file",
        default: Empty,
        allowed: "a file",
        comment: "Alipay's root certificates, in certificate mode.",
    },
    Key {
        path: "alipay.bill_hosts",
        default: Value(payment::alipay::OFFICIAL_BILL_HOST),
        allowed: "hosts, each host or host:port, with spaces between",
        comment: "Where bills may be downloaded from.",
    },
    Key {
        path: "alipay.notify_url",
        default: Empty,
        allowed: "https:// address (http:// on loopback only) without a query",
        comment: "Where Alipay sends notifications; public_url and /pay/alipay/notify unless set.",
    },
];

/// The environment variable that overrides `path`.
pub(super) fn variable(path: &str) -> String {
    format!("MINILAB_{}", path.replace('.', "_").to_uppercase())
}
