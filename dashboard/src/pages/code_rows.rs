//! Campaigns of discount codes in words.

use order::{CodeOff, Timestamp};

use crate::store::codes::{Campaign, CampaignUse};

use super::calendar::Calendar;
use super::words::Words;
use super::words::money::{grouped, shown};

/// One campaign of the list.
pub(crate) struct CampaignRow {
    /// Its name among ours.
    pub(crate) campaign: String,
    /// What customers see.
    pub(crate) name: String,
    /// What it takes off.
    pub(crate) off: String,
    /// Its code, or how many it has.
    pub(crate) codes: String,
    /// How often they were used, and may be.
    pub(crate) uses: String,
    /// What they took off so far.
    pub(crate) taken_off: String,
    /// Where and when they count.
    pub(crate) counts: String,
    /// Who issued them, and when.
    pub(crate) issued: String,
    /// How they stand.
    pub(crate) state: &'static str,
    /// The colour of that.
    pub(crate) tone: &'static str,
    /// Whether they can be withdrawn.
    pub(crate) can_withdraw: bool,
}

/// How a campaign stands.
enum Standing {
    Counts,
    NotYet,
    Over,
    UsedUp,
    Withdrawn,
}

impl CampaignRow {
    /// The row of `one`.
    pub(crate) fn of(words: &Words, calendar: &Calendar, one: CampaignUse) -> Self {
        let standing = standing(&one, calendar.now());
        let (state, tone) = match standing {
            Standing::Counts => (words.pick("Counts", "有效"), "status-done"),
            Standing::NotYet => (words.pick("Not yet", "未开始"), "status-warn"),
            Standing::Over => (words.pick("Over", "已结束"), ""),
            Standing::UsedUp => (words.pick("Used up", "已用完"), ""),
            Standing::Withdrawn => (words.pick("Withdrawn", "已撤回"), "status-stop"),
        };
        let campaign = &one.campaign;
        Self {
            campaign: campaign.campaign.clone(),
            name: campaign.name.clone(),
            off: said(words, campaign.off),
            codes: match one.codes {
                1 => grouped_code(&one.first_code),
                many => {
                    let many = grouped(many);
                    words.pick(format!("{many} codes"), format!("{many} 个码"))
                }
            },
            uses: match most_uses(&one) {
                Some(most) => format!("{} / {}", grouped(one.uses), grouped(most)),
                None => grouped(one.uses),
            },
            taken_off: shown(one.taken_off),
            counts: counts(words, calendar, campaign),
            issued: words.pick(
                format!(
                    "{} by {}",
                    calendar.short(words, campaign.issued_at),
                    campaign.issued_by
                ),
                format!(
                    "{}，{}",
                    calendar.short(words, campaign.issued_at),
                    campaign.issued_by
                ),
            ),
            state,
            tone,
            can_withdraw: !matches!(standing, Standing::Over | Standing::Withdrawn),
        }
    }
}

/// A code in fives, as it is printed.
pub(crate) fn grouped_code(code: &str) -> String {
    if code.len() != 10 {
        return code.to_owned();
    }
    let (first, last) = code.split_at(5);
    format!("{first}-{last}")
}

/// What a code takes off.
pub(crate) fn said(words: &Words, off: CodeOff) -> String {
    match off {
        CodeOff::Percent { percent_off } => {
            words.pick(format!("{percent_off}% off"), format!("减 {percent_off}%"))
        }
        CodeOff::Amount { amount } => {
            let amount = shown(amount);
            words.pick(format!("{amount} off"), format!("减 {amount}"))
        }
        CodeOff::FreePrints { sheets, product } => {
            let prints = words.prints_counted(u64::from(sheets));
            let of = product.map(|product| words.product_name(product));
            match of {
                Some(of) => {
                    words.pick(format!("{prints} free, {of}"), format!("{of}免费 {prints}"))
                }
                None => words.pick(format!("{prints} free"), format!("免费 {prints}")),
            }
        }
    }
}

fn most_uses(one: &CampaignUse) -> Option<u64> {
    let most = u64::from(one.campaign.most_uses?);
    Some(most.saturating_mul(one.codes))
}

fn standing(one: &CampaignUse, now: Timestamp) -> Standing {
    let campaign = &one.campaign;
    if campaign.withdrawn_at.is_some() {
        Standing::Withdrawn
    } else if campaign.counts_until.is_some_and(|until| now >= until) {
        Standing::Over
    } else if most_uses(one).is_some_and(|most| one.uses >= most) {
        Standing::UsedUp
    } else if now < campaign.counts_from {
        Standing::NotYet
    } else {
        Standing::Counts
    }
}

fn counts(words: &Words, calendar: &Calendar, campaign: &Campaign) -> String {
    let place = campaign
        .region
        .as_deref()
        .unwrap_or(words.pick("Everywhere", "所有区域"));
    let from = calendar.short(words, campaign.counts_from);
    let time = match campaign.counts_until {
        Some(until) => {
            let until = calendar.short(words, until);
            words.pick(
                format!("{from} until {until}"),
                format!("{from} 到 {until}"),
            )
        }
        None => words.pick(format!("from {from}"), format!("{from} 起")),
    };
    format!("{place} · {time}")
}
