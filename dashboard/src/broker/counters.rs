//! What came from outside and how much of it was not as it should be, counted since the start,
//! for `/metrics`.
//!
//! These are for alarms, not for books: what is owed to whom is always computed from rows.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use order::ProviderId;
use payment::{Foreign, Refused};

/// Counts since the start.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    notifications: Mutex<BTreeMap<(ProviderId, &'static str), u64>>,
    oddities: Mutex<BTreeMap<&'static str, u64>>,
}

/// What a notification was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// Genuine and new.
    Accepted,
    /// Genuine, and received before.
    Repeated,
    /// Not accepted.
    Refused(Reason),
}

/// Why a notification was not accepted. A closed list, so that a sender cannot make new series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// A header of the signature is missing.
    Header,
    /// Its stamp is old or in our future: a replay, or a wrong clock.
    Stale,
    /// An algorithm we do not know.
    SignatureType,
    /// A key we do not hold.
    UnknownKey,
    /// The signature does not fit: forged or tampered with.
    Signature,
    /// Signed, but not as documented.
    Malformed,
    /// Signed, but not encrypted with our key.
    Resource,
    /// Signed, but about something we do not handle.
    Event,
    /// Signed, but of another merchant.
    ForeignMerchant,
    /// Signed, but of another application.
    ForeignApplication,
    /// Signed, but in another currency.
    ForeignCurrency,
    /// It came through an address of a provider that is not configured.
    NoProvider,
}

/// Every verdict there is, so that each series exists from the start and a first one is a rise.
const VERDICTS: [&str; 14] = [
    "accepted",
    "repeated",
    "header",
    "stale",
    "signature_type",
    "unknown_key",
    "signature",
    "malformed",
    "resource",
    "event",
    "foreign_merchant",
    "foreign_application",
    "foreign_currency",
    "no_provider",
];

/// What must not happen with money, and did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Oddity {
    /// A provider took another amount than we asked for.
    WrongAmount,
    /// A provider took money that nobody asked for.
    UnaskedPayment,
    /// A provider gave back what nobody asked for.
    UnaskedRefund,
    /// A provider gave back another amount, or out of another payment.
    RefundDiffers,
    /// A row changed under every try to change it.
    RestlessRow,
}

const ODDITIES: [Oddity; 5] = [
    Oddity::WrongAmount,
    Oddity::UnaskedPayment,
    Oddity::UnaskedRefund,
    Oddity::RefundDiffers,
    Oddity::RestlessRow,
];

impl Oddity {
    const fn name(self) -> &'static str {
        match self {
            Self::WrongAmount => "wrong_amount",
            Self::UnaskedPayment => "unasked_payment",
            Self::UnaskedRefund => "unasked_refund",
            Self::RefundDiffers => "refund_differs",
            Self::RestlessRow => "restless_row",
        }
    }
}

impl Found {
    const fn verdict(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Repeated => "repeated",
            Self::Refused(Reason::Header) => "header",
            Self::Refused(Reason::Stale) => "stale",
            Self::Refused(Reason::SignatureType) => "signature_type",
            Self::Refused(Reason::UnknownKey) => "unknown_key",
            Self::Refused(Reason::Signature) => "signature",
            Self::Refused(Reason::Malformed) => "malformed",
            Self::Refused(Reason::Resource) => "resource",
            Self::Refused(Reason::Event) => "event",
            Self::Refused(Reason::ForeignMerchant) => "foreign_merchant",
            Self::Refused(Reason::ForeignApplication) => "foreign_application",
            Self::Refused(Reason::ForeignCurrency) => "foreign_currency",
            Self::Refused(Reason::NoProvider) => "no_provider",
        }
    }
}

impl From<&Refused> for Reason {
    fn from(refused: &Refused) -> Self {
        match refused {
            Refused::Header(_) => Self::Header,
            Refused::Stale { .. } => Self::Stale,
            Refused::SignatureType => Self::SignatureType,
            Refused::UnknownKey { .. } => Self::UnknownKey,
            Refused::Signature => Self::Signature,
            Refused::Malformed(_) => Self::Malformed,
            Refused::Resource => Self::Resource,
            Refused::Event => Self::Event,
            Refused::NotOurs(Foreign::Merchant) => Self::ForeignMerchant,
            Refused::NotOurs(Foreign::Application) => Self::ForeignApplication,
            Refused::NotOurs(Foreign::Currency) => Self::ForeignCurrency,
        }
    }
}

impl Counters {
    /// One notification more.
    pub(super) fn notification(&self, provider: ProviderId, found: Found) {
        let mut counts = self
            .notifications
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *counts.entry((provider, found.verdict())).or_default() += 1;
    }

    /// One oddity more. Whoever counts it logs it with its ids.
    pub(super) fn oddity(&self, oddity: Oddity) {
        let mut counts = self.oddities.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(oddity.name()).or_default() += 1;
    }

    /// Notifications by provider and verdict, those of `providers` complete.
    pub(crate) fn notifications(
        &self,
        providers: &[ProviderId],
    ) -> Vec<(ProviderId, &'static str, u64)> {
        let counts = self
            .notifications
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let mut all = counts.clone();
        drop(counts);
        for provider in providers {
            for verdict in VERDICTS {
                all.entry((*provider, verdict)).or_default();
            }
        }
        all.into_iter()
            .map(|((provider, verdict), count)| (provider, verdict, count))
            .collect()
    }

    /// Every oddity.
    pub(crate) fn oddities(&self) -> Vec<(&'static str, u64)> {
        let counts = self.oddities.lock().unwrap_or_else(PoisonError::into_inner);
        ODDITIES
            .map(|oddity| {
                (
                    oddity.name(),
                    counts.get(oddity.name()).copied().unwrap_or(0),
                )
            })
            .to_vec()
    }
}
