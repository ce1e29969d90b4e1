//! Where the brain meets the world: one actor takes inputs one by one, writes down what must not
//! be forgotten, and only then lets the deeds begin. Deeds run beside it and answer with inputs.

mod beat;
mod clock;
mod codes;
mod deeds;
mod facts;
mod ids;
mod line;
mod pairing;
mod payments;
mod photos;
mod printer;
mod rendering;
mod settings;
mod sheets;
mod visits;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use order::{Language, PhotoId, Retouching};
use thiserror::Error;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::brain::{Brain, Input, Scanner};
use crate::command::Command;
use crate::journal::{Journal, JournalError};
use crate::ports::{Darkroom, Ports};
use crate::shelf::{Shelf, ShelfError};
use crate::vault::{self, VaultError};
use crate::view::View;
use deeds::{Key, Workshop};

pub use clock::SystemClock;

/// Inputs that may wait for the actor. It takes one in well under a millisecond unless the disk
/// hangs; then callers wait, which is right.
const INBOX: usize = 512;

/// What a station is told by its host.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the journal and the sealed photos are kept.
    pub folder: PathBuf,
    /// The language of the attract screen.
    pub language: Language,
    /// The kiosk's software version.
    pub software_version: String,
    /// Whether customers can show barcodes here.
    pub scanner: Scanner,
    /// The device key's public half, as pairing wants it.
    pub public_key: String,
}

/// The station cannot start, or cannot go on.
#[derive(Debug, Error)]
pub enum StationError {
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The photo shelf.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    /// The keyring.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// A running station. Dropping it stops everything it started.
#[derive(Debug)]
pub struct Station {
    inbox: mpsc::Sender<Message>,
    view: watch::Receiver<Arc<View>>,
    shelf: Arc<Shelf>,
    darkroom: Arc<dyn Darkroom>,
    tasks: JoinSet<()>,
}

/// What reaches the actor.
#[derive(Debug)]
enum Message {
    Input(Input),
    /// A deed has ended; its answer comes with it, so that nothing can slip between.
    Done(Key, Option<Input>),
}

impl Station {
    /// Reads the journal and starts. The attract screen is up within moments; the network may take
    /// its time.
    pub async fn start(config: Config, ports: Ports) -> Result<Self, StationError> {
        tokio::fs::create_dir_all(&config.folder)
            .await
            .map_err(ShelfError::Disk)?;
        let journal = Journal::open(&config.folder.join("journal.db")).await?;
        let shelf = Arc::new(Shelf::new(config.folder.join("photos")));
        let identity = journal.identity().await?;
        let mut boot = journal.boot().await?;
        for session in &boot.sessions_open {
            if vault::find(session)?.is_some() {
                boot.sessions_with_key.insert(session.clone());
            }
        }
        shelf.clear_all_but(&boot.sessions_open).await?;
        boot.kiosk = identity.as_ref().map(|identity| identity.kiosk.clone());
        boot.settings = match &identity {
            Some(identity) => settings::last_good(&journal, identity, ports.clock.now())
                .await?
                .map(Box::new),
            None => None,
        };

        let (inbox, messages) = mpsc::channel(INBOX);
        let brain = Brain::new(config.language, &config.software_version, config.scanner);
        let (view_sender, view) = watch::channel(Arc::new(brain.view(ports.clock.now())));
        let (health_sender, health) = watch::channel(brain.health(ports.clock.now()));
        let workshop = Workshop::new(&ports, &journal, &shelf, &inbox);
        let darkroom = ports.darkroom.clone();
        let mut tasks = JoinSet::new();
        let actor = Actor {
            brain,
            ports: ports.clone(),
            journal: journal.clone(),
            workshop: workshop.clone(),
            under_way: HashSet::new(),
            view: view_sender,
            health: health_sender,
        };
        let sender = inbox.clone();
        tasks.spawn(async move {
            if let Err(error) = actor.run(boot, messages).await {
                tracing::error!(%error, "the kiosk cannot remember any more and stops");
                std::process::exit(70);
            }
        });
        tasks.spawn(clock::tick(sender.clone()));
        tasks.spawn(printer::watch(ports.printer.clone(), sender));
        tasks.spawn(line::run(line::Surroundings {
            config,
            ports,
            journal,
            workshop,
            health,
            identity,
        }));
        Ok(Self {
            inbox,
            view,
            shelf,
            darkroom,
            tasks,
        })
    }

    /// Sends what a finger asked for.
    pub async fn send(&self, command: Command) -> Sent {
        match self
            .inbox
            .send(Message::Input(Input::Command(command)))
            .await
        {
            Ok(()) => Sent::Taken,
            Err(_) => Sent::Stopped,
        }
    }

    /// What the screen shows, now and whenever it changes.
    pub fn view(&self) -> watch::Receiver<Arc<View>> {
        self.view.clone()
    }

    /// The preview of a photo of the present visit: an upright sRGB JPEG.
    pub fn preview(&self, photo: &PhotoId) -> Option<Bytes> {
        self.shelf.preview(photo)
    }

    /// A photo of the present visit, retouched for the screen: an sRGB JPEG of all of it, no side
    /// longer than `max_side_px`. Nothing, if there is no such photo or it cannot be done.
    pub async fn proof(
        &self,
        photo: &PhotoId,
        retouching: Retouching,
        max_side_px: u32,
    ) -> Option<Bytes> {
        retouching.check().ok()?;
        let proof = self.shelf.proof(photo)?;
        let shown = self
            .darkroom
            .proof(photo, proof, retouching, max_side_px)
            .await;
        match shown {
            Ok(jpeg) => Some(jpeg),
            Err(error) => {
                tracing::warn!(%error, photo.id = %photo, "a photo cannot be retouched for the screen");
                None
            }
        }
    }

    /// Stops everything and waits until it has.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
    }
}

/// Whether a command reached the station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It did.
    Taken,
    /// The station has stopped.
    Stopped,
}

struct Actor {
    brain: Brain,
    ports: Ports,
    journal: Journal,
    workshop: Workshop,
    under_way: HashSet<Key>,
    view: watch::Sender<Arc<View>>,
    health: watch::Sender<crate::brain::Health>,
}

impl Actor {
    async fn run(
        mut self,
        boot: crate::brain::Boot,
        mut messages: mpsc::Receiver<Message>,
    ) -> Result<(), StationError> {
        self.workshop.finish_wiping().await?;
        self.take(Input::Booted(Box::new(boot))).await?;
        while let Some(message) = messages.recv().await {
            match message {
                Message::Input(input) => self.take(input).await?,
                Message::Done(key, answer) => {
                    self.under_way.remove(&key);
                    if let Some(input) = answer {
                        self.take(input).await?;
                    }
                }
            }
        }
        Ok(())
    }

    async fn take(&mut self, input: Input) -> Result<(), StationError> {
        let now = self.ports.clock.now();
        let reaction = self.brain.step(input, now, &mut ids::Fresh);
        if !reaction.records.is_empty() {
            self.journal.write(&reaction.records, now).await?;
            self.workshop.facts_written();
        }
        for deed in reaction.deeds {
            let key = Key::of(&deed);
            if self.under_way.insert(key.clone()) {
                self.workshop.begin(deed, key);
            }
        }
        self.publish(now);
        Ok(())
    }

    fn publish(&self, now: order::Timestamp) {
        let mut view = self.brain.view(now);
        self.view.send_if_modified(|shown| {
            view.revision = shown.revision;
            if view == **shown {
                return false;
            }
            view.revision += 1;
            *shown = Arc::new(view.clone());
            true
        });
        let health = self.brain.health(now);
        self.health.send_if_modified(|known| {
            let changed = *known != health;
            *known = health.clone();
            changed
        });
    }
}
