//! The watchdog at work: tells the [`Escalation`] what happens and does what it says.
//!
//! One thread. It sleeps at the socket; a datagram, a child's death or SIGTERM wakes it at once,
//! and [`PATIENCE`] at the latest.

use std::collections::VecDeque;
use std::collections::hash_map::RandomState;
use std::fs::{DirBuilder, File, TryLockError};
use std::hash::{BuildHasher as _, Hasher as _};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::config::{Config, Program};
use crate::error::GuardError;
use crate::escalation::{Action, Escalation, Event, Mode, Report};
use crate::family;
use crate::hearing::{Heard, Hearing, socket_path};
use crate::kiosk::Kiosk;
use crate::pid_file::PidFile;
use crate::processes::{self, Pid};
use crate::proof::{self, Said};
use crate::reboots::Reboots;
use crate::reports::{Circumstances, Reports};
use crate::system;
use crate::systemd::Systemd;
use crate::web_cache;

/// The longest time between two looks at everything.
const PATIENCE: Duration = Duration::from_millis(50);

/// How often orphans that have ended are looked for.
const BURIAL: Duration = Duration::from_secs(10);

/// Looks after one kiosk until it is told to stop.
#[derive(Debug)]
pub struct Guard {
    config: Config,
    own: Pid,
    start: Instant,
    escalation: Escalation,
    kiosk: Option<Kiosk>,
    /// The program that starts the machine anew, while it runs.
    reboot: Option<Child>,
    /// What the kiosk last said of itself.
    status: String,
    last_burial: Duration,
    hearing: Hearing,
    systemd: Systemd,
    pid_file: PidFile,
    reports: Reports,
    reboots: Reboots,
    _only_watchdog: File,
}

impl Guard {
    /// Takes the folders, ends what an earlier watchdog left, and is ready to start the kiosk.
    pub fn new(config: Config) -> Result<Self, GuardError> {
        let folder = |path: &Path| folder(path).map_err(|e| GuardError::folder(path, e));
        let own = Pid::own().ok_or(GuardError::Process1)?;
        folder(&config.run_dir)?;
        folder(&config.state_dir)?;
        let only_watchdog = lock(&config.run_dir)?;
        system::adopt_orphans().map_err(GuardError::System)?;
        system::listen_for_signals().map_err(GuardError::System)?;

        let pid_file = PidFile::new(&config.run_dir);
        let socket = socket_path(&config.run_dir);
        match family::end_of_earlier_run(own, pid_file.read().as_ref(), &socket) {
            0 => pid_file.clear(),
            left => return Err(GuardError::EarlierKiosk { left }),
        }
        let hearing = Hearing::bind(&config.run_dir, PATIENCE)
            .map_err(|error| GuardError::folder(&socket, error))?;
        let reboots = Reboots::new(&config.state_dir);
        let remembered = reboots.remembered(config.limits.most_reboots);
        // A different number each time is all that is asked of it.
        let seed = RandomState::new().build_hasher().finish();
        Ok(Self {
            own,
            start: Instant::now(),
            escalation: Escalation::new(config.limits, remembered, seed, Duration::ZERO),
            kiosk: None,
            reboot: None,
            status: String::new(),
            last_burial: Duration::ZERO,
            hearing,
            systemd: Systemd::from_environment(|name| std::env::var(name).ok()),
            pid_file,
            reports: Reports::open(&config.state_dir),
            reboots,
            _only_watchdog: only_watchdog,
            config,
        })
    }

    /// Until SIGTERM or SIGINT.
    pub fn run(mut self) -> Result<(), GuardError> {
        self.systemd.ready();
        loop {
            if system::told_to_stop() {
                self.systemd.stopping();
                self.tell(Event::Stop);
                return Ok(());
            }
            self.look_at_the_kiosk()?;
            self.tell(Event::Tick);
            self.systemd.feed(self.start.elapsed());
            self.bury();
            self.listen()?;
        }
    }

    fn look_at_the_kiosk(&mut self) -> Result<(), GuardError> {
        let Some(kiosk) = &mut self.kiosk else {
            return Ok(());
        };
        if let Some(end) = kiosk.ended().map_err(GuardError::System)? {
            self.tell(Event::Died(end));
        }
        Ok(())
    }

    fn listen(&mut self) -> Result<(), GuardError> {
        match self.hearing.look().map_err(GuardError::System)? {
            Heard::Nothing => {}
            Heard::Nobody => eprintln!("minilab-watchdog: a datagram of nobody was thrown away"),
            Heard::Datagram(sender, bytes) => {
                let kiosk = self.kiosk.as_mut();
                if !kiosk.is_some_and(|kiosk| kiosk.believes(sender)) {
                    eprintln!("minilab-watchdog: process {sender} is not the kiosk, yet speaks");
                    return Ok(());
                }
                for said in proof::parse(&bytes) {
                    if let Said::Status(status) = &said {
                        status.clone_into(&mut self.status);
                    }
                    self.tell(Event::Said(said));
                }
            }
        }
        Ok(())
    }

    /// Tells the escalation, and does what it says, until nothing is left to do.
    fn tell(&mut self, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for action in self.escalation.step(event, self.start.elapsed()) {
                if let Some(answer) = self.act(action) {
                    let gives_up = answer == Event::RebootFailed;
                    events.push_back(answer);
                    if gives_up {
                        // What was to follow relied on it.
                        break;
                    }
                }
            }
        }
    }

    fn act(&mut self, action: Action) -> Option<Event> {
        match action {
            Action::Start(mode) => return Some(self.start_kiosk(mode)),
            Action::End => self.end_kiosk(),
            Action::EndPolitely => {
                if let Some(kiosk) = &mut self.kiosk {
                    kiosk.ask_to_end(self.config.limits.stop);
                }
                self.end_kiosk();
            }
            Action::ReloadPage => {
                if let Some(kiosk) = &self.kiosk {
                    kiosk.reload_page();
                }
            }
            Action::CheckPid => {
                if let Some(kiosk) = &self.kiosk {
                    self.remember_kiosk(kiosk);
                    return (!kiosk.lives()).then_some(Event::Vanished);
                }
            }
            Action::RememberReboots(count) => {
                if let Err(error) = self.reboots.remember(count) {
                    eprintln!("minilab-watchdog: the reboots cannot be counted: {error}");
                    return (count > 0).then_some(Event::RebootFailed);
                }
            }
            Action::Reboot => match self.config.reboot.as_ref().map(reboot) {
                Some(Ok(child)) => self.reboot = Some(child),
                Some(Err(error)) => {
                    eprintln!("minilab-watchdog: the machine cannot be started anew: {error}");
                    return Some(Event::RebootFailed);
                }
                None => return Some(Event::RebootFailed),
            },
            Action::Report(report) => self.report(&report),
        }
        None
    }

    fn start_kiosk(&mut self, mode: Mode) -> Event {
        if let (Mode::CleanCache, Some(cache)) = (mode, &self.config.web_cache_dir)
            && let Err(error) = web_cache::empty(cache)
        {
            let cache = cache.display();
            eprintln!("minilab-watchdog: {cache} cannot be emptied: {error}");
        }
        let program = match (mode, &self.config.out_of_service) {
            (Mode::OutOfService, Some(page)) => page,
            _ => &self.config.kiosk,
        };
        self.status.clear();
        let pulse = self.config.limits.pulse;
        match Kiosk::start(program, mode, self.hearing.path(), pulse) {
            Ok(kiosk) => {
                self.remember_kiosk(&kiosk);
                self.kiosk = Some(kiosk);
                Event::Started
            }
            Err(error) => {
                let program = program.path.display();
                eprintln!("minilab-watchdog: {program} cannot be started: {error}");
                Event::NotStarted
            }
        }
    }

    fn remember_kiosk(&self, kiosk: &Kiosk) {
        if let Err(error) = self.pid_file.write(&kiosk.identity) {
            eprintln!("minilab-watchdog: the process number cannot be written down: {error}");
        }
    }

    fn end_kiosk(&mut self) {
        if let Some(kiosk) = self.kiosk.take() {
            let left = kiosk.end(self.own);
            if left > 0 {
                eprintln!("minilab-watchdog: {left} processes of the kiosk cannot be killed");
            }
            self.pid_file.clear();
        }
    }

    fn report(&mut self, report: &Report) {
        let around = Circumstances {
            uptime: self.start.elapsed(),
            pid: self.kiosk.as_ref().map(|kiosk| kiosk.identity.pid),
            status: &self.status,
        };
        let sentence = report.to_string();
        eprintln!("minilab-watchdog: {sentence}");
        self.systemd.status(&sentence);
        if let Err(error) = self.reports.add(report, &around) {
            eprintln!("minilab-watchdog: the report cannot be written down: {error}");
        }
    }

    /// Adopted orphans that have ended, and the reboot's program.
    fn bury(&mut self) {
        let now = self.start.elapsed();
        if now.saturating_sub(self.last_burial) < BURIAL {
            return;
        }
        self.last_burial = now;
        if let Some(reboot) = &mut self.reboot
            && !matches!(reboot.try_wait(), Ok(None))
        {
            self.reboot = None;
        }
        let kiosk = self.kiosk.as_ref().map(|kiosk| kiosk.identity.pid);
        let processes = processes::all().unwrap_or_default();
        family::bury_orphans(self.own, kiosk, &processes);
    }
}

fn reboot(program: &Program) -> io::Result<Child> {
    Command::new(&program.path)
        .args(&program.arguments)
        .stdin(Stdio::null())
        .spawn()
}

/// Makes a folder for the own user only, if there is none.
fn folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// The right to be the watchdog of this folder, until the process ends, however it ends.
fn lock(run_dir: &Path) -> Result<File, GuardError> {
    let path = run_dir.join("lock");
    let file = File::create(&path).map_err(|error| GuardError::folder(&path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(GuardError::Taken {
            folder: run_dir.to_owned(),
        }),
        Err(TryLockError::Error(error)) => Err(GuardError::folder(&path, error)),
    }
}
