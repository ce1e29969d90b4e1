//! Visits, until their photos are provably gone.

use order::{SessionId, Timestamp};
use sqlx::SqliteConnection;

use super::{Journal, JournalError};

pub(super) async fn begin(
    connection: &mut SqliteConnection,
    session: &SessionId,
    now: Timestamp,
) -> Result<(), JournalError> {
    sqlx::query("insert into sessions (session, begun_at) values (?1, ?2) on conflict do nothing")
        .bind(session.as_str())
        .bind(now.ms())
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn end(
    connection: &mut SqliteConnection,
    session: &SessionId,
    at: Timestamp,
) -> Result<(), JournalError> {
    sqlx::query("update sessions set ended_at = ?2 where session = ?1 and ended_at is null")
        .bind(session.as_str())
        .bind(at.ms())
        .execute(connection)
        .await?;
    Ok(())
}

impl Journal {
    pub(super) async fn open_sessions(&self) -> Result<Vec<SessionId>, JournalError> {
        self.sessions("select session from sessions where ended_at is null")
            .await
    }

    /// Visits that ended, and when, of which it is not known that their wiping was finished here
    /// and told to the dashboard.
    pub(crate) async fn unwiped_sessions(
        &self,
    ) -> Result<Vec<(SessionId, Timestamp)>, JournalError> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "select session, ended_at from sessions
             where ended_at is not null and wiped_at is null",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|(session, ended_at)| Ok((id(session)?, Timestamp::from_ms(*ended_at))))
            .collect()
    }

    /// The visit's key and photos are gone from this kiosk, and the dashboard knows.
    pub(crate) async fn session_wiped(
        &self,
        session: &SessionId,
        at: Timestamp,
    ) -> Result<(), JournalError> {
        sqlx::query("update sessions set wiped_at = ?2 where session = ?1")
            .bind(session.as_str())
            .bind(at.ms())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    async fn sessions(&self, query: &'static str) -> Result<Vec<SessionId>, JournalError> {
        let rows: Vec<String> = sqlx::query_scalar(query).fetch_all(&self.pool).await?;
        rows.iter().map(|row| id(row)).collect()
    }
}

fn id(text: &str) -> Result<SessionId, JournalError> {
    SessionId::parse(text).map_err(|error| JournalError::Damaged(error.to_string()))
}
