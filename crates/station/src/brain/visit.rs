//! One customer's visit: which photos came, what is done with them, and which page is open.

use std::collections::BTreeMap;

use order::{
    Head, IndexPrint, OrderId, OrderLine, PhotoId, PrintSize, Recipe, Refusal, SessionId,
    Timestamp, Tone,
};

use super::code::Code;
use super::input::{PhotoFindings, PhotoStudy};
use crate::view::Trouble;

/// The most photos of one visit: all that a review can show in a few pages and a kiosk can keep.
pub(super) const MOST_PHOTOS: u32 = 100;

/// How long a visit's link lives unless prolonged.
pub(super) const LINK_LIFE_MS: i64 = 30 * 60_000;

/// How often a visit's link is prolonged.
pub(super) const PROLONG_MS: i64 = 5 * 60_000;

/// A visit.
#[derive(Debug)]
pub(super) struct Visit {
    pub(super) session: SessionId,
    pub(super) phone_url: Option<String>,
    pub(super) opened_at: Timestamp,
    pub(super) prolonged_at: Timestamp,
    pub(super) read_at: Timestamp,
    pub(super) phone_connected: bool,
    pub(super) second_phone: Option<String>,
    pub(super) sending: u32,
    pub(super) photos: Vec<Photo>,
    pub(super) drafts: BTreeMap<PhotoId, Draft>,
    /// What the customer chose; it counts where an index can be had.
    pub(super) index_print: IndexPrint,
    /// Since when the review shows its price; that moment's discounts count until it is left.
    pub(super) priced_at: Option<Timestamp>,
    /// What is taken off by a code that the customer typed.
    pub(super) code: Code,
    pub(super) page: Page,
    pub(super) touched_at: Timestamp,
    /// Set once the photos' key is destroyed.
    pub(super) deleted_at: Option<Timestamp>,
}

/// The page of the visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Page {
    Attract,
    Collect,
    Sizes,
    Edit(PhotoId),
    Review,
    /// Paying and printing: what is shown follows the order.
    Order(OrderId),
    /// Prints were made, or money goes back for all of them.
    Done(OrderId),
    Trouble {
        trouble: TroublePage,
        order: OrderId,
    },
    Service,
}

/// What went wrong, as far as the visit decides it; the rest follows the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TroublePage {
    Fixed(Trouble),
    PaidTooLate,
}

/// One photo.
#[derive(Clone, Debug)]
pub(super) struct Photo {
    pub(super) id: PhotoId,
    pub(super) state: PhotoState,
    pub(super) chosen: bool,
}

#[derive(Clone, Debug)]
pub(super) enum PhotoState {
    Landing,
    Ready(Known),
    Refused {
        refusal: Refusal,
        name: Option<String>,
    },
}

/// A photo that can be printed. It is shown at once; what is in it is seen a moment later.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) findings: PhotoFindings,
    pub(super) study: Option<PhotoStudy>,
}

impl Known {
    /// Upright width and height.
    pub(super) const fn pixels(&self) -> (u32, u32) {
        (self.findings.width_px, self.findings.height_px)
    }

    /// The heads that were seen so far.
    pub(super) fn heads(&self) -> &[Head] {
        self.study.as_ref().map_or(&[], |study| &study.heads)
    }

    /// What one tap on "Enhance" sets, as far as it is known.
    pub(super) fn enhancement(&self) -> Tone {
        self.study
            .as_ref()
            .map_or(Tone::NEUTRAL, |study| study.enhancement)
    }
}

/// What the customer wants done with one photo.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draft {
    pub(super) size: PrintSize,
    pub(super) copies: u32,
    pub(super) recipe: Recipe,
    pub(super) placing: Placing,
}

/// Who decided how a photo lies on its paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placing {
    /// The kiosk, by the heads in the photo.
    Automatic,
    /// The customer.
    ByHand,
}

impl Visit {
    pub(super) fn new(session: SessionId, now: Timestamp) -> Self {
        Self {
            session,
            phone_url: None,
            opened_at: now,
            prolonged_at: now,
            read_at: now,
            phone_connected: false,
            second_phone: None,
            sending: 0,
            photos: Vec::new(),
            drafts: BTreeMap::new(),
            index_print: IndexPrint::Without,
            priced_at: None,
            code: Code::None,
            page: Page::Attract,
            touched_at: now,
            deleted_at: None,
        }
    }

    pub(super) fn photo_mut(&mut self, id: &PhotoId) -> Option<&mut Photo> {
        self.photos.iter_mut().find(|photo| photo.id == *id)
    }

    /// What was read from a photo that can be printed.
    pub(super) fn reading(&self, id: &PhotoId) -> Option<&Known> {
        let photo = self.photos.iter().find(|photo| photo.id == *id)?;
        match &photo.state {
            PhotoState::Ready(reading) => Some(reading),
            PhotoState::Landing | PhotoState::Refused { .. } => None,
        }
    }

    /// How many of these photos lie on their paper by heads that nobody has looked for yet.
    pub(super) fn unstudied(&self, lines: &[OrderLine]) -> usize {
        let waits = |line: &&OrderLine| {
            let draft = self.drafts.get(&line.photo);
            draft.is_some_and(|draft| draft.placing == Placing::Automatic)
                && self
                    .reading(&line.photo)
                    .is_some_and(|known| known.study.is_none())
        };
        lines.iter().filter(waits).count()
    }

    /// The order as it stands: every chosen photo that can be printed, in the order of arrival.
    pub(super) fn lines(&self) -> Vec<OrderLine> {
        self.photos
            .iter()
            .filter(|photo| photo.chosen)
            .filter_map(|photo| self.drafts.get_key_value(&photo.id))
            .map(|(photo, draft)| OrderLine {
                photo: photo.clone(),
                size: draft.size,
                copies: draft.copies,
                recipe: draft.recipe,
            })
            .collect()
    }
}
