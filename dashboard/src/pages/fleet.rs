//! The fleet as the pages show it: each kiosk with what it last said, what it should have, and
//! what it earned today.

use std::collections::HashMap;

use order::{KioskId, Money, Settings};

use crate::App;
use crate::store::heartbeats::LastHeartbeat;
use crate::store::kiosks::Kiosk;
use crate::store::{StoreResult, heartbeats, kiosks, reports, settings};

use super::calendar::Calendar;
use super::health::{Health, Tone};
use super::words::Words;
use super::words::money::shown;

/// Fewer prints than this are worth a look: about an hour at a busy kiosk.
pub(crate) const PAPER_LOW: u32 = 40;

/// One kiosk and what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// The kiosk.
    pub(crate) kiosk: Kiosk,
    /// What it last said.
    pub(crate) last: Option<LastHeartbeat>,
    /// How it is.
    pub(crate) health: Health,
    /// The version of the settings it should have.
    pub(crate) desired_version: u64,
    /// What it earned today.
    pub(crate) today: Money,
}

impl Member {
    /// Prints left, where the printer says so.
    pub(crate) fn prints_left(&self) -> Option<u32> {
        self.last.as_ref()?.heartbeat.printer.prints_left
    }
}

/// The whole fleet at this moment, worst first.
pub(crate) async fn load(app: &App, calendar: &Calendar) -> StoreResult<Vec<Member>> {
    let store = app.store();
    let today = reports::by_kiosk(store, calendar.day(calendar.today())).await?;
    let earned: HashMap<KioskId, Money> = today
        .into_iter()
        .map(|(kiosk, sales)| (kiosk, sales.ledger.earned()))
        .collect();
    let mut last: HashMap<KioskId, LastHeartbeat> = heartbeats::all(store)
        .await?
        .into_iter()
        .map(|last| (last.kiosk.clone(), last))
        .collect();
    let versions = settings::versions(store).await?;
    let interval_s = settings::fleet(store).await?.settings.heartbeat_interval_s;
    let mut members: Vec<Member> = kiosks::all(store)
        .await?
        .into_iter()
        .filter(|kiosk| kiosk.revoked_at.is_none())
        .map(|kiosk| {
            let last = last.remove(&kiosk.kiosk);
            Member {
                health: Health::of(last.as_ref(), interval_s, calendar.now()),
                desired_version: versions.of(&kiosk.kiosk),
                today: earned.get(&kiosk.kiosk).copied().unwrap_or_default(),
                last,
                kiosk,
            }
        })
        .collect();
    // Stable: within a rank the order of region, site and name stays.
    members.sort_by_key(|member| member.health.rank());
    Ok(members)
}

/// A line of the fleet's table.
#[derive(Clone, Debug)]
pub(crate) struct FleetRow {
    /// The kiosk's id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Its site and region.
    pub(crate) place: String,
    /// The look of its state.
    pub(crate) tone: Tone,
    /// Its state, in a word.
    pub(crate) status: &'static str,
    /// When it last beat, in words.
    pub(crate) last_heartbeat: String,
    /// Prints left.
    pub(crate) prints_left: String,
    /// Whether those are few.
    pub(crate) paper_low: bool,
    /// Earned today.
    pub(crate) today: String,
    /// What that is made of.
    pub(crate) today_href: String,
    /// Settings in force, and those on their way.
    pub(crate) settings: String,
    /// Whether others are on their way.
    pub(crate) settings_behind: bool,
}

impl FleetRow {
    /// The line of one kiosk.
    pub(crate) fn of(member: &Member, words: &Words, calendar: &Calendar) -> Self {
        let kiosk = &member.kiosk;
        let applied = member
            .last
            .as_ref()
            .map(|last| last.heartbeat.settings_version);
        let behind = applied.is_some_and(|applied| applied < member.desired_version);
        let today = calendar.today();
        Self {
            id: kiosk.kiosk.to_string(),
            name: kiosk.name.clone(),
            place: place(kiosk),
            tone: member.health.tone(),
            status: member.health.word(words),
            last_heartbeat: member.last.as_ref().map_or("—".to_owned(), |last| {
                words.ago(last.received_at, calendar.now())
            }),
            prints_left: member
                .prints_left()
                .map_or("—".to_owned(), |left| left.to_string()),
            paper_low: member.prints_left().is_some_and(|left| left < PAPER_LOW),
            today: shown(member.today),
            today_href: format!(
                "/sales?by=orders&from={today}&to={today}&kiosk={}",
                kiosk.kiosk
            ),
            settings: match applied {
                None => "—".to_owned(),
                Some(applied) if behind => format!("{applied} → {}", member.desired_version),
                Some(applied) => applied.to_string(),
            },
            settings_behind: behind,
        }
    }
}

/// `North campus library, Haidian`.
pub(crate) fn place(kiosk: &Kiosk) -> String {
    [kiosk.site.as_str(), kiosk.region.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Every region of the fleet, once, in order.
pub(crate) fn regions(members: &[Member]) -> Vec<String> {
    distinct(members.iter().map(|member| member.kiosk.region.clone()))
}

/// Every site of the fleet, once, in order.
pub(crate) fn sites(members: &[Member]) -> Vec<String> {
    distinct(members.iter().map(|member| member.kiosk.site.clone()))
}

fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    all.sort();
    all.dedup();
    all
}

/// One entry of a choice in a filter.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// What is sent.
    pub(crate) value: String,
    /// What it says.
    pub(crate) name: String,
    /// Whether it is the one chosen.
    pub(crate) chosen: bool,
}

impl Choice {
    /// An entry; chosen when its value is `now`.
    pub(crate) fn new(value: &str, name: &str, now: &str) -> Self {
        Self {
            value: value.to_owned(),
            name: name.to_owned(),
            chosen: value == now,
        }
    }
}

/// One line of a list of facts about a thing.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// What it is.
    pub(crate) name: &'static str,
    /// Its value.
    pub(crate) value: String,
    /// Its look.
    pub(crate) tone: Tone,
}

impl Line {
    /// A line without a colour.
    pub(crate) fn plain(name: &'static str, value: impl Into<String>) -> Self {
        Self {
            name,
            value: value.into(),
            tone: Tone::Plain,
        }
    }

    /// A line in a colour.
    pub(crate) fn toned(name: &'static str, value: impl Into<String>, tone: Tone) -> Self {
        Self {
            name,
            value: value.into(),
            tone,
        }
    }
}

/// What is wrong with a name or place; the same rule that a kiosk checks settings by.
pub(crate) fn name_problem(words: &'static Words, text: &str) -> Option<&'static str> {
    let named = Settings {
        kiosk_name: text.to_owned(),
        ..Settings::out_of_the_box()
    };
    (text.is_empty() || named.check().is_err()).then_some(words.name_needed)
}
