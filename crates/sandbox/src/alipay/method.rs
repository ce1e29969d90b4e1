//! Which documented call a method's name means.

use super::Call;

const METHODS: [(&str, Call); 8] = [
    ("alipay.trade.precreate", Call::Precreate),
    ("alipay.trade.pay", Call::Pay),
    ("alipay.trade.query", Call::Query),
    ("alipay.trade.cancel", Call::Cancel),
    ("alipay.trade.close", Call::Close),
    ("alipay.trade.refund", Call::Refund),
    ("alipay.trade.fastpay.refund.query", Call::QueryRefund),
    ("alipay.data.dataservice.bill.downloadurl.query", Call::Bill),
];

pub(super) fn call(method: &str) -> Option<Call> {
    METHODS
        .iter()
        .find(|(name, _)| *name == method)
        .map(|(_, call)| *call)
}

/// The name of the object in the answer.
pub(super) fn answer_name(method: &str) -> String {
    format!("{}_response", method.replace('.', "_"))
}
