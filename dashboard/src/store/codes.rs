//! Discount codes: what was issued together, and each code of it. Terms are written once.

use order::{CodeId, CodeOff, CodeRefusal, CodeTerms, Money, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::column::{count, json, moment, moment_or_none, money, name, to_json};
use super::{Change, Store, StoreResult};

/// Codes that were issued together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// Its name among ours.
    pub campaign: String,
    /// What customers see.
    pub name: String,
    /// What each of its codes takes off.
    pub off: CodeOff,
    /// How many orders may use each of them; none for any number.
    pub most_uses: Option<u32>,
    /// Where they count; none for everywhere.
    pub region: Option<String>,
    /// From when on they count.
    pub counts_from: Timestamp,
    /// When they stop counting; none for not by themselves.
    pub counts_until: Option<Timestamp>,
    /// When they were issued.
    pub issued_at: Timestamp,
    /// By whom.
    pub issued_by: String,
    /// When they were withdrawn.
    pub withdrawn_at: Option<Timestamp>,
}

/// One code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// What quotes, receipts and logs say of it.
    pub id: CodeId,
    /// How many orders used it, or are being paid with it.
    pub uses: u32,
    /// What it was issued with.
    pub campaign: Campaign,
}

/// A campaign and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignUse {
    /// The campaign.
    pub campaign: Campaign,
    /// How many codes it has.
    pub codes: u64,
    /// The first of them, as it is typed.
    pub first_code: String,
    /// How many orders used one of them, or are being paid with one.
    pub uses: u64,
    /// What was taken off those that were paid, or were free by it.
    pub taken_off: Money,
}

impl Code {
    /// All that a price needs to know of it.
    pub fn terms(&self) -> CodeTerms {
        CodeTerms {
            id: self.id.clone(),
            name: self.campaign.name.clone(),
            off: self.campaign.off,
        }
    }

    /// Why it does not count at a kiosk of `region` at the moment `now`; none if it does.
    pub fn refusal(&self, region: &str, now: Timestamp) -> Option<CodeRefusal> {
        let campaign = &self.campaign;
        let elsewhere = (campaign.region.as_ref()).is_some_and(|only_in| only_in != region);
        let over = (campaign.counts_until).is_some_and(|until| now >= until);
        if elsewhere {
            Some(CodeRefusal::Unknown)
        } else if over || campaign.withdrawn_at.is_some() {
            Some(CodeRefusal::Expired)
        } else if now < campaign.counts_from {
            Some(CodeRefusal::NotYet)
        } else if (campaign.most_uses).is_some_and(|most| self.uses >= most) {
            Some(CodeRefusal::UsedUp)
        } else {
            None
        }
    }
}

macro_rules! campaign_columns {
    () => {
        "code_campaigns.campaign, code_campaigns.name, code_campaigns.takes_off,
         code_campaigns.most_uses, code_campaigns.region, code_campaigns.counts_from,
         code_campaigns.counts_until, code_campaigns.issued_at, code_campaigns.issued_by,
         code_campaigns.withdrawn_at"
    };
}

macro_rules! select_code {
    ($tail:literal) => {
        concat!(
            "select codes.code_id, codes.uses, ",
            campaign_columns!(),
            " from codes join code_campaigns on code_campaigns.campaign = codes.campaign ",
            $tail
        )
    };
}

fn read_campaign(row: &AnyRow) -> StoreResult<Campaign> {
    let most_uses: Option<i64> = row.try_get("most_uses")?;
    Ok(Campaign {
        campaign: row.try_get("campaign")?,
        name: row.try_get("name")?,
        off: json(row, "takes_off")?,
        most_uses: most_uses.map(|_| count(row, "most_uses")).transpose()?,
        region: row.try_get("region")?,
        counts_from: moment(row, "counts_from")?,
        counts_until: moment_or_none(row, "counts_until")?,
        issued_at: moment(row, "issued_at")?,
        issued_by: row.try_get("issued_by")?,
        withdrawn_at: moment_or_none(row, "withdrawn_at")?,
    })
}

fn read(row: &AnyRow) -> StoreResult<Code> {
    Ok(Code {
        id: name(row, "code_id")?,
        uses: count(row, "uses")?,
        campaign: read_campaign(row)?,
    })
}

/// Issues `campaign` with `codes`, each as [`wire::code::plain`] writes it. Not made when one of
/// them exists.
pub async fn issue(
    store: &Store,
    campaign: &Campaign,
    codes: &[(CodeId, String)],
) -> StoreResult<Change> {
    let mut work = store.writer().begin().await?;
    sqlx::query(
        "insert into code_campaigns (campaign, name, takes_off, most_uses, region, counts_from,
             counts_until, issued_at, issued_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&campaign.campaign)
    .bind(&campaign.name)
    .bind(to_json("code_campaigns.takes_off", &campaign.off)?)
    .bind(campaign.most_uses.map(i64::from))
    .bind(campaign.region.as_deref())
    .bind(campaign.counts_from.ms())
    .bind(campaign.counts_until.map(Timestamp::ms))
    .bind(campaign.issued_at.ms())
    .bind(&campaign.issued_by)
    .execute(&mut *work)
    .await?;
    for (id, code) in codes {
        let done = sqlx::query(
            "insert into codes (code_id, campaign, code, uses) values ($1, $2, $3, 0)
             on conflict do nothing",
        )
        .bind(id.as_str())
        .bind(&campaign.campaign)
        .bind(code)
        .execute(&mut *work)
        .await?;
        if Change::of(&done) == Change::NotMade {
            work.rollback().await?;
            return Ok(Change::NotMade);
        }
    }
    work.commit().await?;
    Ok(Change::Made)
}

/// The code that was typed, as [`wire::code::plain`] writes it.
pub async fn typed(store: &Store, plain: &str) -> StoreResult<Option<Code>> {
    let row = sqlx::query(select_code!("where codes.code = $1"))
        .bind(plain)
        .fetch_optional(store.reader())
        .await?;
    row.as_ref().map(read).transpose()
}

/// One code by its name among ours.
pub(super) async fn find(connection: &mut AnyConnection, id: &CodeId) -> StoreResult<Option<Code>> {
    let row = sqlx::query(select_code!("where codes.code_id = $1"))
        .bind(id.as_str())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

/// Every campaign, the newest first.
pub async fn campaigns(store: &Store) -> StoreResult<Vec<CampaignUse>> {
    let rows = sqlx::query(concat!(
        "select ",
        campaign_columns!(),
        ", (select count(*) from codes
            where codes.campaign = code_campaigns.campaign) as codes,
           (select min(code) from codes
            where codes.campaign = code_campaigns.campaign) as first_code,
           (select cast(coalesce(sum(uses), 0) as bigint) from codes
            where codes.campaign = code_campaigns.campaign) as uses,
           (select cast(coalesce(sum(off_minor), 0) as bigint)
            from redemptions join codes on codes.code_id = redemptions.code_id
            where codes.campaign = code_campaigns.campaign
              and redemptions.state = 'used') as taken_off
         from code_campaigns order by issued_at desc, campaign"
    ))
    .fetch_all(store.reader())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(CampaignUse {
                campaign: read_campaign(row)?,
                codes: count(row, "codes")?,
                first_code: row.try_get("first_code")?,
                uses: count(row, "uses")?,
                taken_off: money(row, "taken_off")?,
            })
        })
        .collect()
}

/// The codes of a campaign as they are typed, each with the number of its uses.
pub async fn of_campaign(store: &Store, campaign: &str) -> StoreResult<Vec<(String, u64)>> {
    let rows = sqlx::query("select code, uses from codes where campaign = $1 order by code")
        .bind(campaign)
        .fetch_all(store.reader())
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get("code")?, count(row, "uses")?)))
        .collect()
}

/// From `now` on no code of the campaign counts. Not made when it was withdrawn before.
pub async fn withdraw(
    store: &Store,
    campaign: &str,
    by: &str,
    now: Timestamp,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "update code_campaigns set withdrawn_at = $2, withdrawn_by = $3
         where campaign = $1 and withdrawn_at is null",
    )
    .bind(campaign)
    .bind(now.ms())
    .bind(by)
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}
