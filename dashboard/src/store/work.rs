//! A transaction.

use std::ops::{Deref, DerefMut};

use sqlx::{Any, AnyConnection, Database, Error};
use sqlx_core::transaction::TransactionManager;

use super::connections::Lease;

type Transactions = <Any as Database>::TransactionManager;

/// Several statements of which all take effect, by [`Self::commit`], or none, if it is dropped.
#[derive(Debug)]
pub struct Work {
    connection: Lease,
    progress: Progress,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    /// What was done so far is undone if it ends here.
    Open,
    Ended,
}

impl Work {
    pub(super) async fn begin(connection: Lease) -> Result<Self, Error> {
        // Before it has begun, so that one that is given up on the way is undone.
        let mut work = Self {
            connection,
            progress: Progress::Open,
        };
        Transactions::begin(&mut work, None).await?;
        Ok(work)
    }

    /// Makes it lasting.
    ///
    /// # Errors
    /// If the database cannot; then nothing was done.
    pub async fn commit(mut self) -> Result<(), Error> {
        Transactions::commit(&mut self).await?;
        self.progress = Progress::Ended;
        Ok(())
    }

    /// Undoes it, and waits until that is done.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn rollback(mut self) -> Result<(), Error> {
        Transactions::rollback(&mut self).await?;
        self.progress = Progress::Ended;
        Ok(())
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if self.progress == Progress::Open {
            // Said now, done before the connection's next statement.
            Transactions::start_rollback(self);
        }
    }
}

impl Deref for Work {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        &self.connection
    }
}

impl DerefMut for Work {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }
}
