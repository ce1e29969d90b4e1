//! What WeChat Pay answers when it does not do what it was asked.

use serde::Serialize;

/// An error answer: HTTP status, code, and a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

#[derive(Serialize)]
struct Body<'a> {
    code: &'a str,
    message: &'a str,
}

impl Complaint {
    pub(crate) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
        }
    }

    pub(crate) fn parameter(message: impl Into<String>) -> Self {
        Self::new(400, "PARAM_ERROR", message)
    }

    pub(crate) fn signature(message: impl Into<String>) -> Self {
        Self::new(401, "SIGN_ERROR", message)
    }

    pub(crate) fn no_order() -> Self {
        Self::new(404, "ORDER_NOT_EXIST", "no such order")
    }

    pub(crate) fn paying() -> Self {
        Self::new(202, "USERPAYING", "the customer is asked for the password")
    }

    pub(crate) fn body(&self) -> Vec<u8> {
        let body = Body {
            code: self.code,
            message: &self.message,
        };
        serde_json::to_vec(&body).expect("two texts are always JSON")
    }
}
