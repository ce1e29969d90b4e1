//! The codes of a campaign as a file, for whoever prints or sends them.

use axum::extract::{Query, State};
use axum::response::Response;
use order::Language;
use serde::Deserialize;

use crate::App;
use crate::store::codes::{self, CampaignUse};

use super::code_rows::{grouped_code, said};
use super::csv::{Cells, spreadsheet};
use super::problem::PageError;
use super::signed_in::SignedIn;
use super::surroundings;
use super::words::Words;

/// Which campaign; all of them where none is named.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    campaign: String,
}

const COLUMNS: [&str; 8] = [
    "code",
    "name",
    "takes_off",
    "uses",
    "most_uses",
    "region",
    "counts_from",
    "counts_until",
];

/// `GET /codes.csv?campaign=...`
pub(crate) async fn download(
    State(app): State<App>,
    _: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let calendar = surroundings::calendar(&app);
    let mut lines: Vec<Cells> = vec![COLUMNS.map(str::to_owned).to_vec()];
    let mut campaigns = codes::campaigns(app.store()).await?;
    campaigns.retain(|one| asked.campaign.is_empty() || one.campaign.campaign == asked.campaign);
    if campaigns.is_empty() && !asked.campaign.is_empty() {
        return Err(PageError::NotFound);
    }
    for CampaignUse { campaign, .. } in campaigns {
        // Files are read by programs: they speak English.
        let off = said(Words::of(Language::En), campaign.off);
        let until = campaign.counts_until;
        for (code, uses) in codes::of_campaign(app.store(), &campaign.campaign).await? {
            lines.push(vec![
                grouped_code(&code),
                campaign.name.clone(),
                off.clone(),
                uses.to_string(),
                campaign
                    .most_uses
                    .map_or_else(String::new, |most| most.to_string()),
                campaign.region.clone().unwrap_or_default(),
                calendar.for_files(campaign.counts_from),
                until.map_or_else(String::new, |until| calendar.for_files(until)),
            ]);
        }
    }
    Ok(spreadsheet("minilab-codes.csv", &lines))
}
