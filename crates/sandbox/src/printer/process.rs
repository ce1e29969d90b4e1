//! The two programs of the printer, and their end.
//!
//! They and the print command share one process group, which is killed as a whole. They also ask
//! the kernel to die with the thread that started them, so that nothing is left running when this
//! process is killed; that is why a thread of their own starts them and stays.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::sync::oneshot;

use super::PrinterSandboxError;
use super::folder::Folder;

/// How long the message bus may take to listen.
const BUS_DEADLINE: Duration = Duration::from_secs(10);
const ASK_AGAIN: Duration = Duration::from_millis(10);
/// How soon it is noticed that the printer ended by itself.
const LOOK_AFTER_IT: Duration = Duration::from_millis(100);

/// A port that nobody listens on now. Somebody else may take it before it is used.
pub(super) fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}

/// The running programs. Dropping it ends them.
#[derive(Debug)]
pub(super) struct Processes {
    stop: Option<mpsc::Sender<()>>,
    keeper: Option<JoinHandle<()>>,
    ended: Arc<AtomicBool>,
}

impl Processes {
    pub(super) async fn start(
        folder: &Folder,
        name: &str,
        port: u16,
    ) -> Result<Self, PrinterSandboxError> {
        let (stop, stopped) = mpsc::channel();
        let (started, start) = oneshot::channel();
        let ended = Arc::new(AtomicBool::new(false));
        let programs = Programs::describe(folder, name, port)?;
        let keeper = std::thread::Builder::new()
            .name("printer-keeper".to_owned())
            .spawn({
                let ended = Arc::clone(&ended);
                move || {
                    match programs.start() {
                        Ok(group) => {
                            // Nobody waits any more if the caller gave up; then stop at once.
                            if started.send(Ok(())).is_ok() {
                                group.keep(&stopped, &ended);
                            }
                        }
                        Err(error) => drop(started.send(Err(error))),
                    }
                    ended.store(true, Ordering::Release);
                }
            })
            .map_err(PrinterSandboxError::Folder)?;
        let processes = Self {
            stop: Some(stop),
            keeper: Some(keeper),
            ended,
        };
        match start.await {
            Ok(Ok(())) => Ok(processes),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(PrinterSandboxError::NoAnswer {
                last_words: folder.last_words(),
            }),
        }
    }

    /// Whether the printer has ended by itself.
    pub(super) fn have_ended(&self) -> bool {
        self.ended.load(Ordering::Acquire)
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(keeper) = self.keeper.take() {
            // A keeper that panicked has dropped its group, which is all that matters here.
            let _ = keeper.join();
        }
    }
}

/// The two command lines, ready to be run in the keeper's thread.
struct Programs {
    bus: Command,
    bus_name: String,
    printer: Command,
}

impl Programs {
    fn describe(folder: &Folder, name: &str, port: u16) -> Result<Self, PrinterSandboxError> {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let nth = STARTED.fetch_add(1, Ordering::Relaxed);
        // In the abstract namespace there is no file to be left behind.
        let bus_name = format!("minilab-sandbox-printer-{}-{nth}", std::process::id());
        let log = File::create(folder.log()).map_err(PrinterSandboxError::Folder)?;

        let mut bus = dying_with_us("dbus-daemon");
        bus.arg("--nofork")
            .arg("--nopidfile")
            .arg(path_option("--config-file=", &folder.bus()))
            .arg(format!("--address=unix:abstract={bus_name}"));
        let mut printer = dying_with_us("ippeveprinter");
        printer
            .args(["-r", "off", "-n", "localhost", "-k", "-p"])
            .arg(port.to_string())
            .arg("-d")
            .arg(folder.spool())
            .arg("-c")
            .arg(folder.print_command())
            .arg("-a")
            .arg(folder.attributes())
            .arg(name)
            .env(
                "DBUS_SYSTEM_BUS_ADDRESS",
                format!("unix:abstract={bus_name}"),
            )
            .env("SANDBOX_PRINTER_DIR", folder.dir());
        for program in [&mut bus, &mut printer] {
            let log = || log.try_clone().map_err(PrinterSandboxError::Folder);
            program.stdin(Stdio::null()).stdout(log()?).stderr(log()?);
        }
        Ok(Self {
            bus,
            bus_name,
            printer,
        })
    }

    fn start(mut self) -> Result<Group, PrinterSandboxError> {
        let bus = self.bus.process_group(0).spawn().map_err(no_setpriv)?;
        let mut group = Group {
            leader: bus,
            printer: None,
        };
        wait_for_bus(&self.bus_name).map_err(|source| PrinterSandboxError::Program {
            program: "dbus-daemon",
            package: "dbus-daemon",
            source,
        })?;
        let leader = i32::try_from(group.leader.id()).unwrap_or(0);
        let printer = self
            .printer
            .process_group(leader)
            .spawn()
            .map_err(no_setpriv)?;
        group.printer = Some(printer);
        Ok(group)
    }
}

/// A command that the kernel kills when the thread that started it ends. `setpriv` becomes the
/// program itself, so the process keeps its number.
fn dying_with_us(program: &str) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--", program]);
    command
}

fn no_setpriv(source: io::Error) -> PrinterSandboxError {
    PrinterSandboxError::Program {
        program: "setpriv",
        package: "util-linux",
        source,
    }
}

fn path_option(option: &str, path: &Path) -> OsString {
    let mut argument = OsString::from(option);
    argument.push(path);
    argument
}

fn wait_for_bus(name: &str) -> io::Result<()> {
    let address = SocketAddr::from_abstract_name(name)?;
    let give_up = Instant::now() + BUS_DEADLINE;
    loop {
        match UnixStream::connect_addr(&address) {
            Ok(_) => return Ok(()),
            Err(error) if Instant::now() >= give_up => return Err(error),
            Err(_) => std::thread::sleep(ASK_AGAIN),
        }
    }
}

/// The programs of one process group. Dropping it kills the group and collects them.
struct Group {
    leader: Child,
    printer: Option<Child>,
}

impl Group {
    /// Stays until told to stop or until the printer has ended.
    fn keep(mut self, stopped: &mpsc::Receiver<()>, ended: &AtomicBool) {
        while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(LOOK_AFTER_IT) {
            let printer = self.printer.as_mut();
            if printer.is_none_or(|printer| !matches!(printer.try_wait(), Ok(None))) {
                ended.store(true, Ordering::Release);
                return;
            }
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(leader) = i32::try_from(self.leader.id()).ok().and_then(Pid::from_raw) {
            // The leader has not been waited for, so the number still is this group's.
            if let Err(error) = kill_process_group(leader, Signal::KILL) {
                tracing::warn!(%error, "the printer's processes could not be ended");
            }
        }
        for child in self.printer.iter_mut().chain([&mut self.leader]) {
            if let Err(error) = child.wait() {
                tracing::warn!(%error, "a printer process could not be collected");
            }
        }
    }
}
