//! Phones of a visit.

use order::SessionId;
use sqlx::Row as _;
use sqlx::any::AnyRow;
use wire::session::Admission;

use super::column::{count, name, words};
use super::sessions;
use super::{Change, Store, StoreResult};

/// One phone of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// Its public name.
    pub phone: String,
    /// Whether it may send photos.
    pub admission: Admission,
    /// How many photos it still wants to send, by its word.
    pub sending: u32,
}

/// What became of a phone that announced itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Joined {
    /// It is new.
    New(Phone),
    /// It came back.
    Back(Phone),
    /// The visit has as many phones as it may have.
    TooMany,
    /// There is no such visit any more.
    NoSession,
}

words! {
    /// [`Admission`] in the database.
    AdmissionWord {
        /// It may send.
        Admitted = "admitted",
        /// The customer decides.
        Waiting = "waiting",
        /// It may not.
        Refused = "refused",
    }
}

impl From<Admission> for AdmissionWord {
    fn from(admission: Admission) -> Self {
        match admission {
            Admission::Admitted => Self::Admitted,
            Admission::Waiting => Self::Waiting,
            Admission::Refused => Self::Refused,
        }
    }
}

impl From<AdmissionWord> for Admission {
    fn from(word: AdmissionWord) -> Self {
        match word {
            AdmissionWord::Admitted => Self::Admitted,
            AdmissionWord::Waiting => Self::Waiting,
            AdmissionWord::Refused => Self::Refused,
        }
    }
}

fn read(row: &AnyRow) -> StoreResult<Phone> {
    Ok(Phone {
        phone: row.try_get("phone")?,
        admission: name::<AdmissionWord>(row, "admission")?.into(),
        sending: count(row, "sending")?,
    })
}

/// A phone announces itself. The first of a visit is let in, the others wait.
pub async fn join(
    store: &Store,
    session: &SessionId,
    secret_hash: &str,
    new_name: &str,
    most: i64,
) -> StoreResult<Joined> {
    if let Some(phone) = find(store, session, secret_hash).await? {
        return Ok(Joined::Back(phone));
    }
    let mut work = store.writer().begin().await?;
    if sessions::touch(&mut work, session).await? == Change::NotMade {
        return Ok(Joined::NoSession);
    }
    let row = sqlx::query("select count(*) as phones from phones where session = $1")
        .bind(session.as_str())
        .fetch_one(&mut *work)
        .await?;
    let before: i64 = row.try_get("phones")?;
    if before >= most {
        return Ok(Joined::TooMany);
    }
    let admission = match before {
        0 => Admission::Admitted,
        _ => Admission::Waiting,
    };
    let done = sqlx::query(
        "insert into phones (session, place, phone, secret_hash, admission, sending)
         values ($1, $2, $3, $4, $5, 0) on conflict (session, secret_hash) do nothing",
    )
    .bind(session.as_str())
    .bind(before + 1)
    .bind(new_name)
    .bind(secret_hash)
    .bind(AdmissionWord::from(admission).as_str())
    .execute(&mut *work)
    .await?;
    if Change::of(&done) == Change::NotMade {
        // The same phone was quicker on another connection.
        drop(work);
        let phone = find(store, session, secret_hash).await?;
        return Ok(phone.map_or(Joined::NoSession, Joined::Back));
    }
    work.commit().await?;
    Ok(Joined::New(Phone {
        phone: new_name.to_owned(),
        admission,
        sending: 0,
    }))
}

/// The phone that holds the secret with this hash.
pub async fn find(
    store: &Store,
    session: &SessionId,
    secret_hash: &str,
) -> StoreResult<Option<Phone>> {
    let row = sqlx::query(
        "select phone, admission, sending from phones where session = $1 and secret_hash = $2",
    )
    .bind(session.as_str())
    .bind(secret_hash)
    .fetch_optional(store.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// The phones of a visit, in the order in which they came.
pub async fn all(store: &Store, session: &SessionId) -> StoreResult<Vec<Phone>> {
    let rows = sqlx::query(
        "select phone, admission, sending from phones where session = $1 order by place",
    )
    .bind(session.as_str())
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// The customer at the kiosk decides about a phone.
pub async fn decide(
    store: &Store,
    session: &SessionId,
    phone: &str,
    admission: Admission,
) -> StoreResult<Change> {
    let mut work = store.writer().begin().await?;
    let done = sqlx::query("update phones set admission = $3 where session = $1 and phone = $2")
        .bind(session.as_str())
        .bind(phone)
        .bind(AdmissionWord::from(admission).as_str())
        .execute(&mut *work)
        .await?;
    let _ = sessions::touch(&mut work, session).await?;
    work.commit().await?;
    Ok(Change::of(&done))
}

/// A phone says how many photos are still to come.
pub async fn set_sending(
    store: &Store,
    session: &SessionId,
    phone: &str,
    sending: u32,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "update phones set sending = $3 where session = $1 and phone = $2 and sending <> $3",
    )
    .bind(session.as_str())
    .bind(phone)
    .bind(i64::from(sending))
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}
