//! Who this kiosk is, and the last two good settings documents.

use order::KioskId;
use wire::settings::SignedSettings;

use super::{Journal, JournalError};

/// Who this kiosk is in its fleet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Its name.
    pub kiosk: KioskId,
    /// The key that signs its settings: Ed25519, 32 bytes in base64url.
    pub settings_public_key: String,
}

impl Journal {
    /// Who this kiosk is, once it was taken in.
    pub async fn identity(&self) -> Result<Option<Identity>, JournalError> {
        let row: Option<(String, String)> =
            sqlx::query_as("select kiosk, settings_public_key from identity")
                .fetch_optional(&self.pool)
                .await?;
        row.map(|(kiosk, settings_public_key)| {
            let kiosk =
                KioskId::parse(&kiosk).map_err(|error| JournalError::Damaged(error.to_string()))?;
            Ok(Identity {
                kiosk,
                settings_public_key,
            })
        })
        .transpose()
    }

    pub(crate) async fn keep_identity(&self, identity: &Identity) -> Result<(), JournalError> {
        sqlx::query(
            "insert into identity (only_row, kiosk, settings_public_key) values (1, ?1, ?2)
             on conflict (only_row) do update set kiosk = ?1, settings_public_key = ?2",
        )
        .bind(identity.kiosk.as_str())
        .bind(&identity.settings_public_key)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The kept settings documents, newest first.
    pub(crate) async fn settings_documents(&self) -> Result<Vec<SignedSettings>, JournalError> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "select document, signature from settings_documents order by version desc",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(document, signature)| SignedSettings {
                document,
                signature,
            })
            .collect())
    }

    /// Keeps a settings document, and the one before it.
    pub(crate) async fn keep_settings(
        &self,
        version: u64,
        signed: &SignedSettings,
    ) -> Result<(), JournalError> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query(
            "insert into settings_documents (version, document, signature) values (?1, ?2, ?3)
             on conflict (version) do update set document = ?2, signature = ?3",
        )
        .bind(i64::try_from(version).unwrap_or(i64::MAX))
        .bind(&signed.document)
        .bind(&signed.signature)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "delete from settings_documents where version not in
             (select version from settings_documents order by version desc limit 2)",
        )
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }
}
