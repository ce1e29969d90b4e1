//! Which readers there are, and whether a card lies in one.

use std::ffi::CString;
use std::time::Duration;

use ::pcsc::{Context, Disposition, Protocols, ReaderState, Scope, ShareMode, State};

use super::ReaderError;
use super::line::Line;

/// Whether something lies in a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// A card that answered to a reset.
    Card,
    /// Something that does not answer: a card held wrongly, two at once, a coin.
    Unreadable,
    /// Nothing.
    Nothing,
}

/// The readers of this machine. Cheap to make; when the service ended, make new ones.
#[derive(Clone)]
pub struct Readers {
    context: Context,
}

impl std::fmt::Debug for Readers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Readers")
    }
}

impl Readers {
    /// Connects to the service.
    ///
    /// # Errors
    ///
    /// [`ReaderError::NoService`] where it does not run.
    pub fn connect() -> Result<Self, ReaderError> {
        Ok(Self {
            context: Context::establish(Scope::User)?,
        })
    }

    /// The one slot whose name has `part` in it, for example `Virtual PCD 00 01`.
    ///
    /// # Errors
    ///
    /// None or several have.
    pub fn find(&self, part: &str) -> Result<CString, ReaderError> {
        let names = match self.context.list_readers_owned() {
            Ok(names) => names,
            Err(::pcsc::Error::NoReadersAvailable) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        let mut found = names
            .into_iter()
            .filter(|name| name.to_string_lossy().contains(part));
        match (found.next(), found.next()) {
            (Some(slot), None) => Ok(slot),
            (Some(_), Some(_)) => Err(ReaderError::Ambiguous(part.to_owned())),
            (None, _) => Err(ReaderError::NotFound(part.to_owned())),
        }
    }

    /// What lies in the slot, as soon as it differs from `last`, or after `limit`.
    ///
    /// # Errors
    ///
    /// The reader is gone ([`ReaderError::NotFound`]), or the service.
    pub fn wait(
        &self,
        slot: &CString,
        last: Presence,
        limit: Duration,
    ) -> Result<Presence, ReaderError> {
        let mut states = [ReaderState::new(slot.clone(), State::UNAWARE)];
        self.context
            .get_status_change(Duration::ZERO, &mut states)?;
        let now = presence(&states[0])?;
        if now != last {
            return Ok(now);
        }
        states[0].sync_current_state();
        match self.context.get_status_change(limit, &mut states) {
            Ok(()) => presence(&states[0]),
            Err(::pcsc::Error::Timeout) => Ok(now),
            Err(error) => Err(error.into()),
        }
    }

    /// A line to what lies in the slot. Nobody else can speak with it meanwhile. An answer may take
    /// `limit` at most.
    ///
    /// # Errors
    ///
    /// Nothing lies there, somebody else uses it, or the reader is gone.
    pub fn line(&self, slot: &CString, limit: Duration) -> Result<Line, ReaderError> {
        let mut card = self
            .context
            .connect(slot, ShareMode::Exclusive, Protocols::ANY)?;
        // It may be as somebody left it: begin from a reset.
        card.reconnect(ShareMode::Exclusive, Protocols::ANY, Disposition::ResetCard)?;
        Line::start(card, limit)
    }
}

fn presence(state: &ReaderState) -> Result<Presence, ReaderError> {
    let seen = state.event_state();
    if seen.intersects(State::UNKNOWN | State::UNAVAILABLE | State::IGNORE) {
        let name = state.name().to_string_lossy().into_owned();
        return Err(ReaderError::NotFound(name));
    }
    Ok(match seen {
        seen if !seen.contains(State::PRESENT) => Presence::Nothing,
        seen if seen.contains(State::MUTE) => Presence::Unreadable,
        _ => Presence::Card,
    })
}
