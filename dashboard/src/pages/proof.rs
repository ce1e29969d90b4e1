//! Whether the price of an order can be proven: that the kiosk signed it, and that it follows from
//! the settings document that the kiosk had been told.

use crate::App;
use crate::broker::Unproven;
use crate::store::payments::PaymentState;
use crate::store::receipts::Attempt;

use super::fleet::Line;
use super::health::Tone;
use super::problem::PageError;
use super::words::Words;
use super::words::money::shown;

/// The proof of an order's price, or what is missing.
#[derive(Debug)]
pub(crate) struct ProofTold {
    /// Its look.
    pub(crate) tone: Tone,
    /// What is proven, or which link does not hold.
    pub(crate) sentence: String,
    /// The document that priced it.
    pub(crate) lines: Vec<Line>,
}

/// Proves the attempt that was paid, else the last one; nothing where nobody was asked for money.
pub(crate) async fn of(
    app: &App,
    words: &'static Words,
    attempts: &[Attempt],
) -> Result<Option<ProofTold>, PageError> {
    let paid = |attempt: &&Attempt| attempt.state == PaymentState::Paid;
    let Some(attempt) = attempts.iter().find(paid).or(attempts.last()) else {
        return Ok(None);
    };
    let quote = &attempt.quote;
    let (tone, sentence) = match app.broker().prove(&attempt.out_trade_no).await {
        Ok(quote) => {
            let total = shown(quote.total);
            let sentence = words.pick(
                format!(
                    "Proven: the kiosk signed this price, and by the settings that it had been \
                     told the prints cost {total}."
                ),
                format!("已证实：价格有自助机签名，按其收到的设置计算，应付 {total}。"),
            );
            (Tone::Done, sentence)
        }
        Err(Unproven::Store(error)) => return Err(error.into()),
        Err(unproven) => (tone(&unproven), missing(words, &unproven).to_owned()),
    };
    let mut lines = vec![Line::plain(
        words.version,
        quote.settings_version.to_string(),
    )];
    if let Some(hash) = quote.settings_hash {
        lines.push(Line::plain(words.settings_hash, format!("SHA-256 {hash}")));
    }
    Ok(Some(ProofTold {
        tone,
        sentence,
        lines,
    }))
}

/// A kiosk of the first release signs nothing, and is no reason for alarm.
const fn tone(unproven: &Unproven) -> Tone {
    match unproven {
        Unproven::NeverSealed | Unproven::NoPayment => Tone::Plain,
        Unproven::Seal(_)
        | Unproven::AnotherDocument
        | Unproven::AnotherPrice
        | Unproven::Store(_) => Tone::Stop,
    }
}

fn missing(words: &Words, unproven: &Unproven) -> &'static str {
    match unproven {
        Unproven::NeverSealed => words.pick(
            "Not provable: this kiosk's software does not sign its prices yet.",
            "无法证实：这台自助机的软件版本还不支持价格签名。",
        ),
        Unproven::Seal(_) => words.pick(
            "Not proven: the kiosk's signature does not fit what is stored.",
            "未能证实：自助机签名与存档不符。",
        ),
        Unproven::AnotherDocument => words.pick(
            "Not proven: the stored settings document is not the one that the price names.",
            "未能证实：存档的设置文件与价格所引用的不符。",
        ),
        Unproven::AnotherPrice => words.pick(
            "Not proven: by its settings document the order costs something else.",
            "未能证实：按设置文件计算，价格不同。",
        ),
        Unproven::NoPayment | Unproven::Store(_) => {
            words.pick("There is nothing to prove.", "没有可证实的内容。")
        }
    }
}
