//! The providers that the merchant has a contract with, each by its id.

use std::collections::BTreeMap;
use std::sync::Arc;

use order::ProviderId;
use payment::Provider;

use super::BrokerError;

/// One of each at most.
#[derive(Clone, Debug, Default)]
pub struct Providers(BTreeMap<ProviderId, Arc<dyn Provider>>);

impl Providers {
    /// The provider of that id.
    pub(super) fn of(&self, id: ProviderId) -> Result<&dyn Provider, BrokerError> {
        self.0
            .get(&id)
            .map(AsRef::as_ref)
            .ok_or(BrokerError::NoProvider)
    }

    /// Who they are.
    pub(super) fn ids(&self) -> Vec<ProviderId> {
        self.0.keys().copied().collect()
    }

    /// Whether nobody can be paid through.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Arc<dyn Provider>> for Providers {
    /// Of two with one id the later counts.
    fn from_iter<I: IntoIterator<Item = Arc<dyn Provider>>>(providers: I) -> Self {
        Self(
            providers
                .into_iter()
                .map(|provider| (provider.id(), provider))
                .collect(),
        )
    }
}
