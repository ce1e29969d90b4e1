//! The list of kiosks, with its filter in the address.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::App;

use super::fleet::{self, Choice, FleetRow, Member};
use super::frame::Frame;
use super::problem::{PageError, show};
use super::signed_in::SignedIn;
use super::surroundings;

/// Kiosks on one page.
const PER_PAGE: usize = 50;

/// What the list is narrowed to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    q: String,
    status: String,
    region: String,
    page: String,
}

#[derive(Template)]
#[template(path = "kiosks.html")]
struct KiosksPage {
    page: Frame,
    no_kiosks: bool,
    filter: Filter,
    status_choices: Vec<Choice>,
    region_choices: Vec<Choice>,
    found: String,
    rows: Vec<FleetRow>,
    page_number: usize,
    pages: usize,
    previous_href: Option<String>,
    next_href: Option<String>,
}

impl Filter {
    fn lets_through(&self, member: &Member) -> bool {
        let kiosk = &member.kiosk;
        let q = self.q.trim().to_lowercase();
        let named = [
            kiosk.name.as_str(),
            &kiosk.site,
            &kiosk.region,
            kiosk.kiosk.as_str(),
        ]
        .iter()
        .any(|text| text.to_lowercase().contains(&q));
        let status = match self.status.as_str() {
            "" => true,
            "trouble" => member.health.is_trouble(),
            status => member.health.as_str() == status,
        };
        named && status && (self.region.is_empty() || kiosk.region == self.region)
    }

    fn href(&self, page: usize) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("q", &self.q)
            .append_pair("status", &self.status)
            .append_pair("region", &self.region)
            .append_pair("page", &page.to_string())
            .finish();
        format!("/kiosks?{query}")
    }
}

/// `GET /kiosks`
pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(filter): Query<Filter>,
) -> Result<Response, PageError> {
    let words = signed_in.frame.words;
    let calendar = surroundings::calendar(&app);
    let members = fleet::load(&app, &calendar).await?;
    let found: Vec<&Member> = members
        .iter()
        .filter(|member| filter.lets_through(member))
        .collect();
    let pages = found.len().div_ceil(PER_PAGE).max(1);
    let number = filter.page.parse().unwrap_or(1).clamp(1, pages);
    let rows = found
        .iter()
        .skip((number - 1) * PER_PAGE)
        .take(PER_PAGE)
        .map(|member| FleetRow::of(member, words, &calendar))
        .collect();
    let choice = |value, name| Choice::new(value, name, &filter.status);
    let mut region_choices = vec![Choice::new("", words.any_region, &filter.region)];
    region_choices.extend(
        fleet::regions(&members)
            .iter()
            .map(|region| Choice::new(region, region, &filter.region)),
    );
    let page = KiosksPage {
        no_kiosks: members.is_empty(),
        status_choices: vec![
            choice("", words.any_status),
            choice("trouble", words.trouble),
            choice("silent", words.silent),
            choice("needs_help", words.needs_help),
            choice("never_seen", words.never_seen),
            choice("healthy", words.healthy),
        ],
        region_choices,
        found: words.kiosks_counted(found.len()),
        rows,
        page_number: number,
        pages,
        previous_href: (number > 1).then(|| filter.href(number - 1)),
        next_href: (number < pages).then(|| filter.href(number + 1)),
        filter,
        page: signed_in.frame,
    };
    show(&page)
}
