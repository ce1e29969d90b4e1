//! Asking what a discount code is worth.

use wire::code::CodeCheck;

use super::deeds::Workshop;
use crate::brain::CodeAnswer;
use crate::command::Typed;

impl Workshop {
    pub(super) async fn check_code(&self, code: Typed) -> CodeAnswer {
        let Some(dashboard) = self.dashboard() else {
            return CodeAnswer::Silent;
        };
        let check = CodeCheck { code: code.0 };
        let answer = dashboard.check_code(&check).await;
        match self.heard(answer).await {
            Some(uplink::CodeAnswer::Counts(terms)) => CodeAnswer::Counts(terms),
            Some(uplink::CodeAnswer::Refused(refusal)) => CodeAnswer::Refused(refusal),
            None => CodeAnswer::Silent,
        }
    }
}
