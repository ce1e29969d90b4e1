//! What a finger does on each screen. A command that does not fit the screen is passed over.

use std::sync::Arc;

use order::machine::{Event, Placed, State, Step, place};
use order::{PhotoId, Timestamp};
use wire::session::Admission;

use super::barcode::Scan;
use super::visit::{Page, TroublePage};
use super::{Brain, Deed, Ids, Kept, Reaction, Record};
use crate::command::{Command, Typed};

/// Longer than any password that was ever set; hashing more would only burn time.
const LONGEST_PASSWORD: usize = 256;

impl Brain {
    pub(super) fn command(
        &mut self,
        command: Command,
        now: Timestamp,
        ids: &mut dyn Ids,
        reaction: &mut Reaction,
    ) {
        if let Some(visit) = self.visit.as_mut() {
            visit.touched_at = now;
        }
        match command {
            Command::Touch | Command::StillHere => {}
            Command::ChooseLanguage { language } => self.language = language,
            Command::Start => self.turn(|page| matches!(page, Page::Attract), Page::Collect),
            Command::Next => self.next(now),
            Command::Back => self.back(now, reaction),
            Command::Cancel => self.cancel(now, reaction),
            Command::Finish => self.finish(now, reaction),
            Command::EnterCode { code } => self.enter_code(code, reaction),
            Command::RemoveCode => self.remove_code(),
            Command::Pay => self.pay(now, ids, reaction),
            Command::ShowBarcode { code } => self.show_barcode(&code, now, reaction),
            Command::OpenEditor { photo } => self.open_editor(photo),
            Command::AdmitPhone => self.decide_phone(Admission::Admitted, reaction),
            Command::RefusePhone => self.decide_phone(Admission::Refused, reaction),
            Command::GiveUpPrinting => {
                if let Some(Page::Order(order)) = self.page() {
                    self.order_event(&order, &Event::CustomerGaveUp, now, reaction);
                }
            }
            Command::OpenService { password } => self.open_service(password, now, reaction),
            Command::ResumePrinter => {
                if self.page() == Some(Page::Service) {
                    reaction.deeds.push(Deed::ResumePrinter);
                }
            }
            Command::TogglePhoto { .. }
            | Command::ChooseAll
            | Command::ChooseNone
            | Command::SetSizeOfAll { .. }
            | Command::SetSize { .. }
            | Command::SetCopies { .. }
            | Command::Rotate
            | Command::SetRecipe { .. }
            | Command::ResetRecipe
            | Command::ApplyToAll
            | Command::SetIndexPrint { .. } => self.edit(command),
        }
    }

    fn edit(&mut self, command: Command) {
        let Some(visit) = self.visit.as_mut() else {
            return;
        };
        match (&visit.page, command) {
            (Page::Collect, Command::TogglePhoto { photo }) => visit.toggle(&photo),
            (Page::Collect, Command::ChooseAll) => visit.choose_all(true),
            (Page::Collect, Command::ChooseNone) => visit.choose_all(false),
            (Page::Sizes, Command::SetSizeOfAll { size }) => visit.set_size_of_all(size),
            (Page::Sizes | Page::Edit(_), Command::SetSize { photo, size }) => {
                visit.set_size(&photo, size);
            }
            (Page::Sizes, Command::SetCopies { photo, copies }) => visit.set_copies(&photo, copies),
            (Page::Review, Command::SetIndexPrint { index_print }) => {
                visit.index_print = index_print;
            }
            (Page::Edit(_), Command::Rotate) => visit.rotate(),
            (Page::Edit(_), Command::SetRecipe { recipe }) => visit.set_recipe(recipe),
            (Page::Edit(_), Command::ResetRecipe) => visit.reset_recipe(),
            (Page::Edit(photo), Command::ApplyToAll) => {
                let photo = photo.clone();
                visit.apply_to_all(&photo);
            }
            _ => {}
        }
    }

    pub(super) fn page(&self) -> Option<Page> {
        self.visit.as_ref().map(|visit| visit.page.clone())
    }

    pub(super) fn turn(&mut self, from: impl Fn(&Page) -> bool, to: Page) {
        if let Some(visit) = self.visit.as_mut().filter(|visit| from(&visit.page)) {
            if to == Page::Sizes {
                visit.priced_at = None;
            }
            visit.page = to;
        }
    }

    fn next(&mut self, now: Timestamp) {
        let Some(visit) = self.visit.as_mut() else {
            return;
        };
        let anything = !visit.lines().is_empty();
        visit.page = match &visit.page {
            Page::Collect if anything => Page::Sizes,
            Page::Sizes if anything => Page::Review,
            Page::Edit(_) => Page::Sizes,
            page => page.clone(),
        };
        visit.priced_at = (visit.page == Page::Review).then_some(now);
    }

    fn back(&mut self, now: Timestamp, reaction: &mut Reaction) {
        match self.page() {
            Some(Page::Sizes) => self.turn(|_| true, Page::Collect),
            Some(Page::Edit(_) | Page::Review) => self.turn(|_| true, Page::Sizes),
            Some(Page::Order(_)) => self.cancel_payment(now, reaction),
            Some(Page::Service) => self.end_visit(now, reaction),
            Some(Page::Collect) => {
                // Before a phone came there is nothing to lose.
                let empty = self
                    .visit
                    .as_ref()
                    .is_some_and(|visit| !visit.phone_connected);
                if empty {
                    self.turn(|_| true, Page::Attract);
                }
            }
            Some(Page::Attract | Page::Done(_) | Page::Trouble { .. }) | None => {}
        }
    }

    fn cancel(&mut self, now: Timestamp, reaction: &mut Reaction) {
        match self.page() {
            Some(Page::Order(_)) => self.cancel_payment(now, reaction),
            Some(Page::Attract) | None => {}
            Some(
                Page::Collect
                | Page::Sizes
                | Page::Edit(_)
                | Page::Review
                | Page::Service
                | Page::Done(_)
                | Page::Trouble { .. },
            ) => self.end_visit(now, reaction),
        }
    }

    /// Back from paying: the attempt is given up in the background, and the photos stay.
    fn cancel_payment(&mut self, now: Timestamp, reaction: &mut Reaction) {
        let Some(Page::Order(order)) = self.page() else {
            return;
        };
        let payable = self
            .orders
            .get(&order)
            .is_some_and(|kept| matches!(kept.order.state, State::Paying(_)));
        if payable {
            self.turn(|_| true, Page::Review);
            self.order_event(&order, &Event::CustomerCancelled, now, reaction);
        }
    }

    fn finish(&mut self, now: Timestamp, reaction: &mut Reaction) {
        match self.page() {
            Some(Page::Done(_)) => self.end_visit(now, reaction),
            Some(Page::Trouble { trouble, .. }) => {
                let photos_left = self
                    .visit
                    .as_ref()
                    .is_some_and(|visit| visit.deleted_at.is_none());
                let not_paid = matches!(
                    trouble,
                    TroublePage::Fixed(crate::view::Trouble::NotPaid { .. })
                );
                if photos_left && not_paid {
                    self.turn(|_| true, Page::Review);
                } else {
                    self.end_visit(now, reaction);
                }
            }
            _ => {}
        }
    }

    fn pay(&mut self, now: Timestamp, ids: &mut dyn Ids, reaction: &mut Reaction) {
        let Some(visit) = self
            .visit
            .as_ref()
            .filter(|visit| visit.page == Page::Review)
        else {
            return;
        };
        let lines = visit.lines();
        let index_print = self.index_print(visit, &lines, now);
        let Some(quote) = self.quote(visit, &lines, index_print, now) else {
            return;
        };
        if self.obstacle(&lines, index_print, now).is_some() {
            return;
        }
        let Some(settings) = self.settings_in_force(now) else {
            return;
        };
        let placed = Placed {
            id: ids.order(now),
            session: visit.session.clone(),
            lines,
            index_print,
            quote,
            providers: settings.providers().to_vec(),
        };
        let Step {
            order,
            effects,
            facts,
        } = place(placed, now);
        let id = order.id.clone();
        reaction.records.push(Record::Facts {
            order: id.clone(),
            facts,
            at: now,
        });
        reaction
            .records
            .push(Record::Order(Box::new(order.clone())));
        reaction.effects(&Arc::new(order.clone()), effects);
        let kept = Kept {
            order,
            hold: None,
            sheet_since: now,
            scan: Scan::default(),
        };
        self.orders.insert(id.clone(), kept);
        self.turn(|_| true, Page::Order(id));
    }

    fn open_editor(&mut self, photo: PhotoId) {
        let known = self
            .visit
            .as_ref()
            .is_some_and(|visit| visit.drafts.contains_key(&photo));
        if known {
            self.turn(
                |page| matches!(page, Page::Sizes | Page::Review),
                Page::Edit(photo),
            );
        }
    }

    fn decide_phone(&mut self, admission: Admission, reaction: &mut Reaction) {
        let Some(visit) = self.visit.as_mut() else {
            return;
        };
        if let Some(phone) = visit.second_phone.take() {
            reaction.deeds.push(Deed::DecidePhone {
                session: visit.session.clone(),
                phone,
                admission,
            });
        }
    }

    fn open_service(&mut self, password: Typed, now: Timestamp, reaction: &mut Reaction) {
        let hash = self
            .settings
            .as_ref()
            .and_then(|settings| settings.service_password_hash.clone());
        let plausible = password.0.len() <= LONGEST_PASSWORD && self.service.may_try(now);
        if let (Some(hash), true) = (hash, plausible) {
            reaction.deeds.push(Deed::CheckPassword { password, hash });
        }
    }
}
