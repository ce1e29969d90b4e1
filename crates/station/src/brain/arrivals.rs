//! Phones come, photos land.

use order::{PhotoId, PriceList, PrintSize, Refusal, SessionId, Timestamp};
use wire::session::{Admission, PhotoOutcome, SessionReading};

use super::visit::{
    Draft, Known, LINK_LIFE_MS, MOST_PHOTOS, PROLONG_MS, Page, Photo, PhotoState, Visit,
};
use super::{Brain, Deed, PhotoOpened, PhotoStudy, Reaction, Record};

/// How often a visit is read even when no hint comes: push is a hint, pull is the truth.
const READ_EVERY_MS: i64 = 4_000;

/// An attract screen's link is renewed before it dies of age.
const RENEW_ATTRACT_MS: i64 = LINK_LIFE_MS - PROLONG_MS;

impl Brain {
    pub(super) fn begin_visit(
        &mut self,
        session: SessionId,
        now: Timestamp,
        reaction: &mut Reaction,
    ) {
        self.language = self.house_language;
        reaction.records.push(Record::SessionBegun(session.clone()));
        reaction.deeds.push(Deed::OpenSession {
            session: session.clone(),
            language: self.language,
        });
        self.visit = Some(Visit::new(session, now));
    }

    /// Ends the visit; its photos are gone, and the next customer starts afresh.
    pub(super) fn end_visit(&mut self, now: Timestamp, reaction: &mut Reaction) {
        let Some(visit) = self.visit.take() else {
            return;
        };
        if visit.deleted_at.is_none() {
            reaction.end_session(visit.session.clone(), now, 0);
        }
        self.orders.retain(|_, kept| !kept.order.is_finished());
        self.session_left(&visit.session, now, reaction);
    }

    pub(super) fn session_opened(&mut self, session: &SessionId, phone_url: String) {
        if let Some(visit) = self.visit_of(session) {
            visit.phone_url = Some(phone_url);
        }
    }

    pub(super) fn session_read(
        &mut self,
        reading: SessionReading,
        now: Timestamp,
        reaction: &mut Reaction,
    ) {
        let Some(visit) = self.visit_of(&reading.session) else {
            return;
        };
        if visit.deleted_at.is_some() {
            return;
        }
        visit.read_at = now;
        let admitted =
            |phone: &&wire::session::PhoneReading| phone.admission == Admission::Admitted;
        let sending = reading
            .phones
            .iter()
            .filter(admitted)
            .map(|phone| phone.sending)
            .sum();
        if sending > visit.sending {
            visit.touched_at = now;
        }
        visit.sending = sending;
        let connected = reading.phones.iter().any(|phone| admitted(&phone));
        if connected && !visit.phone_connected {
            visit.phone_connected = true;
            visit.touched_at = now;
            if visit.page == Page::Attract {
                visit.page = Page::Collect;
            }
        }
        visit.second_phone = reading
            .phones
            .iter()
            .find(|phone| phone.admission == Admission::Waiting)
            .map(|phone| phone.phone.clone());
        for photo in &reading.photos {
            // A refusal that was reported before is already a tile.
            let told = matches!(photo.outcome, Some(PhotoOutcome::Refused { .. }));
            if !told {
                land(visit, &photo.photo, now, reaction);
            }
        }
    }

    pub(super) fn photo_opened(
        &mut self,
        session: &SessionId,
        photo: &PhotoId,
        opened: PhotoOpened,
        now: Timestamp,
    ) {
        let size = self.first_size(now);
        let Some(visit) = self.visit_of(session) else {
            return;
        };
        visit.touched_at = now;
        let Some(tile) = visit.photo_mut(photo) else {
            return;
        };
        match opened {
            PhotoOpened::Ready(findings) => {
                let known = Known {
                    findings,
                    study: None,
                };
                let draft = Draft::new(&known, size);
                tile.state = PhotoState::Ready(known);
                // Whoever sent a photo wants it printed; taking it out is one tap.
                tile.chosen = true;
                visit.drafts.insert(photo.clone(), draft);
            }
            PhotoOpened::Refused { refusal, name } => {
                tile.state = PhotoState::Refused { refusal, name };
            }
            PhotoOpened::Later => {}
        }
    }

    pub(super) fn photo_studied(
        &mut self,
        session: &SessionId,
        photo: &PhotoId,
        study: PhotoStudy,
    ) {
        let Some(visit) = self.visit_of(session) else {
            return;
        };
        let Some(tile) = visit.photo_mut(photo) else {
            return;
        };
        let PhotoState::Ready(known) = &mut tile.state else {
            return;
        };
        known.study = Some(study);
        let known = known.clone();
        if let Some(draft) = visit.drafts.get_mut(photo) {
            draft.mind_heads(&known);
        }
    }

    pub(super) fn tick_visit(&mut self, now: Timestamp, reaction: &mut Reaction) {
        let language = self.language;
        let Some(visit) = self
            .visit
            .as_mut()
            .filter(|visit| visit.deleted_at.is_none())
        else {
            return;
        };
        let waiting_for_a_phone = visit.page == Page::Attract;
        if waiting_for_a_phone && now.ms_since(visit.opened_at) >= RENEW_ATTRACT_MS {
            self.end_visit(now, reaction);
            return;
        }
        let session = visit.session.clone();
        let unopened = visit.phone_url.is_none();
        if unopened || now.ms_since(visit.prolonged_at) >= PROLONG_MS {
            visit.prolonged_at = now;
            reaction.deeds.push(Deed::OpenSession {
                session: session.clone(),
                language,
            });
        }
        if !unopened && now.ms_since(visit.read_at) >= READ_EVERY_MS {
            visit.read_at = now;
            reaction.deeds.push(Deed::ReadSession(session.clone()));
        }
        for photo in &visit.photos {
            if matches!(photo.state, PhotoState::Landing) {
                reaction.deeds.push(fetch(&session, &photo.id));
            }
        }
    }

    pub(super) fn visit_of(&mut self, session: &SessionId) -> Option<&mut Visit> {
        self.visit
            .as_mut()
            .filter(|visit| visit.session == *session)
    }

    /// The size a photo starts with: 6-inch, which most people want, or the first on sale that
    /// there is paper for.
    fn first_size(&self, now: Timestamp) -> PrintSize {
        let usual = PrintSize::SixInch;
        let ready = self.printer.sizes_ready();
        let prices = self.settings_in_force(now).map(|settings| settings.prices);
        let sold = prices.iter().flat_map(PriceList::sizes_sold);
        let on_sale: Vec<PrintSize> = sold
            .map(|(size, _)| size)
            .filter(|size| ready.contains(size))
            .collect();
        if on_sale.contains(&usual) {
            usual
        } else {
            on_sale.first().copied().unwrap_or(usual)
        }
    }
}

fn land(visit: &mut Visit, photo: &PhotoId, now: Timestamp, reaction: &mut Reaction) {
    if visit.photos.iter().any(|known| known.id == *photo) {
        return;
    }
    visit.touched_at = now;
    let room = visit.photos.len() < MOST_PHOTOS as usize;
    let state = if room {
        reaction.deeds.push(fetch(&visit.session, photo));
        PhotoState::Landing
    } else {
        PhotoState::Refused {
            refusal: Refusal::TooMany,
            name: None,
        }
    };
    visit.photos.push(Photo {
        id: photo.clone(),
        state,
        chosen: false,
    });
}

fn fetch(session: &SessionId, photo: &PhotoId) -> Deed {
    Deed::FetchPhoto {
        session: session.clone(),
        photo: photo.clone(),
    }
}
