//! Connections that are lent for one statement or one transaction.
//!
//! SQLite's are kept by ourselves: a pool asks a connection before and after each use whether it is
//! still alive, and on a file of this machine, where each word to SQLite is a change of threads, that
//! costs twice what the statement does. They may come back in the middle of whatever they were
//! doing: words to one connection are obeyed one after another, a rollback among them.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream, StreamExt as _, TryStreamExt as _};
use sqlx::any::{Any, AnyQueryResult, AnyRow, AnyStatement, AnyTypeInfo};
use sqlx::pool::PoolConnection;
use sqlx::{
    AnyConnection, AnyPool, Connection as _, Describe, Either, Error, Execute, Executor, SqlStr,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::work::Work;

/// How long a request waits for a connection before it is told to come back.
pub(super) const ACQUIRE_LIMIT: Duration = Duration::from_secs(5);

/// Cloning is cheap, and lends the same connections.
#[derive(Clone, Debug)]
pub enum Connections {
    /// To a file.
    Kept(Arc<Kept>),
    /// To a server, which may go away.
    Pooled(AnyPool),
}

/// Connections at rest, and turns to take one: as many as there are.
pub struct Kept {
    count: u32,
    resting: Mutex<Vec<AnyConnection>>,
    turns: Arc<Semaphore>,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kept({} connections)", self.count)
    }
}

impl Kept {
    fn lock(&self) -> MutexGuard<'_, Vec<AnyConnection>> {
        // A list is whole after any panic.
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connections {
    pub(super) fn kept(connections: Vec<AnyConnection>) -> Self {
        let count = connections.len();
        Self::Kept(Arc::new(Kept {
            count: u32::try_from(count).unwrap_or(u32::MAX),
            resting: Mutex::new(connections),
            turns: Arc::new(Semaphore::new(count)),
        }))
    }

    /// One connection, for as long as it is held.
    ///
    /// # Errors
    /// If none becomes free in time, all are closed, or there is no way to the server.
    pub async fn acquire(&self) -> Result<Lease, Error> {
        match self {
            Self::Kept(kept) => {
                let turn = timeout(ACQUIRE_LIMIT, Arc::clone(&kept.turns).acquire_owned())
                    .await
                    .map_err(|_| Error::PoolTimedOut)?
                    .map_err(|_| Error::PoolClosed)?;
                let connection = kept.lock().pop();
                Ok(Lease::Kept(Returning {
                    connection: Some(connection.ok_or(Error::PoolClosed)?),
                    home: Arc::clone(kept),
                    _turn: turn,
                }))
            }
            Self::Pooled(pool) => pool.acquire().await.map(Lease::Pooled),
        }
    }

    /// A transaction: all of it or nothing.
    ///
    /// # Errors
    /// As [`Self::acquire`], and if none can begin.
    pub async fn begin(&self) -> Result<Work, Error> {
        Work::begin(self.acquire().await?).await
    }

    /// Ends all connections, once they are at rest.
    pub async fn close(&self) {
        match self {
            Self::Kept(kept) => {
                let _all = kept.turns.acquire_many(kept.count).await;
                kept.turns.close();
                let connections = std::mem::take(&mut *kept.lock());
                for connection in connections {
                    if let Err(error) = connection.close().await {
                        tracing::warn!(%error, "a database connection did not close cleanly");
                    }
                }
            }
            Self::Pooled(pool) => pool.close().await,
        }
    }
}

/// A connection on loan.
#[derive(Debug)]
pub enum Lease {
    Kept(Returning),
    Pooled(PoolConnection<Any>),
}

/// One that goes home by itself, and only then gives its turn away.
pub struct Returning {
    /// There until it is dropped.
    connection: Option<AnyConnection>,
    home: Arc<Kept>,
    _turn: OwnedSemaphorePermit,
}

impl fmt::Debug for Returning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Returning")
    }
}

impl Drop for Returning {
    fn drop(&mut self) {
        self.home.lock().extend(self.connection.take());
    }
}

impl Deref for Lease {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        match self {
            Self::Kept(Returning { connection, .. }) => connection
                .as_ref()
                .expect("it is there until it is dropped"),
            Self::Pooled(connection) => connection,
        }
    }
}

impl DerefMut for Lease {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        match self {
            Self::Kept(Returning { connection, .. }) => connection
                .as_mut()
                .expect("it is there until it is dropped"),
            Self::Pooled(connection) => connection,
        }
    }
}

/// Each statement on whatever connection is free.
impl<'c> Executor<'c> for &'_ Connections {
    type Database = Any;

    fn fetch_many<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxStream<'e, Result<Either<AnyQueryResult, AnyRow>, Error>>
    where
        E: 'q + Execute<'q, Any>,
    {
        let connections = self.clone();
        let all = async move {
            let mut lease = connections.acquire().await?;
            let all: Vec<_> = lease.fetch_many(query).try_collect().await?;
            Ok::<_, Error>(stream::iter(all.into_iter().map(Ok)))
        };
        stream::once(all).try_flatten().boxed()
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<AnyRow>, Error>>
    where
        E: 'q + Execute<'q, Any>,
    {
        let connections = self.clone();
        Box::pin(async move { connections.acquire().await?.fetch_optional(query).await })
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [AnyTypeInfo],
    ) -> BoxFuture<'e, Result<AnyStatement, Error>>
    where
        'c: 'e,
    {
        let connections = self.clone();
        Box::pin(async move {
            let mut lease = connections.acquire().await?;
            lease.prepare_with(sql, parameters).await
        })
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Any>, Error>>
    where
        'c: 'e,
    {
        let connections = self.clone();
        Box::pin(async move { connections.acquire().await?.describe(sql).await })
    }
}
