//! The same purchases through Debian's `pcscd` and its virtual reader, with two real slots.
//!
//! There is one `pcscd` on a machine, because its socket has a fixed place; so the test stands
//! back where one runs already, where the packages are missing, or where it may not start one. It
//! says so then; with `MINILAB_PEERS=required` set it fails instead.

use std::ffi::CString;
use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use sandbox::transit_card::{
    Chip, Field, Inserted, Layout, SimulatedCard, SimulatedPsam, Slot, Trouble, TroubleAt,
};
use tempfile::TempDir;
use transit::card::Directory;
use transit::pcsc::{Line, Presence, ReaderError, Readers};
use transit::psam::PsamLayout;
use transit::reading::ReadFailure;
use transit::{Evidence, Outcome, Remedy, Till, Unsure, read_card};

use crate::support::{Disk, PRICE, card, derivation, layouts, price, psam};

const PCSCD: &str = "/usr/sbin/pcscd";
const DRIVER: &str = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";
const SOCKET: &str = "/run/pcscd/pcscd.comm";

/// Longest wait for `pcscd` to notice anything; it looks every half second.
const PATIENCE: Duration = Duration::from_secs(60);

/// Longest answer of a card; the slow one takes longer.
const ANSWER_LIMIT: Duration = Duration::from_secs(8);

/// A running `pcscd` with the two slots of one virtual reader.
struct Service {
    process: Child,
    slots: [Slot; 2],
    _folder: TempDir,
    _only_one: File,
}

impl Service {
    fn start() -> Result<Self, String> {
        for file in [PCSCD, DRIVER] {
            if !Path::new(file).exists() {
                return Err(format!("{file} is not there"));
            }
        }
        let only_one = File::create(std::env::temp_dir().join("minilab-test-pcscd.lock"))
            .map_err(|error| error.to_string())?;
        only_one.lock().map_err(|error| error.to_string())?;
        if std::os::unix::net::UnixStream::connect(SOCKET).is_ok() {
            return Err("a pcscd runs already".to_owned());
        }
        let port = two_free_ports();
        let folder = TempDir::new().expect("a temporary directory");
        let reader = format!(
            "FRIENDLYNAME \"Minilab\"\nDEVICENAME /dev/null:{port:#06X}\nLIBPATH {DRIVER}\n\
             CHANNELID {port:#06X}\n"
        )
        .replace("0X", "0x");
        let configuration = folder.path().join("readers");
        fs::create_dir(&configuration).expect("a folder for the reader");
        fs::write(configuration.join("minilab"), reader).expect("the reader's file");
        let log = File::create(folder.path().join("log")).expect("a log");
        let process = Command::new(PCSCD)
            .args(["--foreground", "--config"])
            .arg(&configuration)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a second handle"))
            .stderr(log)
            .spawn()
            .map_err(|error| error.to_string())?;
        let mut service = Self {
            process,
            slots: [Slot { port }, Slot { port: port + 1 }],
            _folder: folder,
            _only_one: only_one,
        };
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if Readers::connect().is_ok_and(|readers| readers.find("Minilab 00 01").is_ok()) {
                return Ok(service);
            }
            if let Ok(Some(status)) = service.process.try_wait() {
                return Err(format!("pcscd ended at once: {status}"));
            }
            thread::sleep(Duration::from_millis(100));
        }
        Err("pcscd does not show the virtual reader".to_owned())
    }

    /// As the system ends it, so that it takes its socket with it.
    fn end(&mut self) {
        if let Ok(id) = i32::try_from(self.process.id())
            && let Some(id) = rustix::process::Pid::from_raw(id)
        {
            let _asked = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        }
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(10) {
            if !matches!(self.process.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let _killed = self.process.kill();
        let _status = self.process.wait();
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.end();
    }
}

fn two_free_ports() -> u16 {
    for _ in 0..100 {
        let first = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).expect("a free port");
        let port = first.local_addr().expect("a port").port();
        let next = port.checked_add(1);
        if next.is_some_and(|next| TcpListener::bind((Ipv4Addr::UNSPECIFIED, next)).is_ok()) {
            return port;
        }
    }
    panic!("there are no two free ports side by side");
}

/// Whether `wanted` comes within `patience`.
fn comes(readers: &Readers, slot: &CString, wanted: Presence, patience: Duration) -> bool {
    let begun = Instant::now();
    let other = match wanted {
        Presence::Nothing => Presence::Card,
        Presence::Card | Presence::Unreadable => Presence::Nothing,
    };
    while begun.elapsed() < patience {
        let waited = readers.wait(slot, other, Duration::from_millis(500));
        if waited.expect("the reader is there") == wanted {
            return true;
        }
    }
    false
}

fn until(readers: &Readers, slot: &CString, wanted: Presence) {
    let came = comes(readers, slot, wanted, PATIENCE);
    assert!(came, "pcscd did not notice in time: {wanted:?}");
}

/// The kiosk's side, through PC/SC alone.
struct Desk {
    readers: Readers,
    card_slot: CString,
    psam_slot: CString,
    till: Till<Line>,
    disk: Disk,
}

impl Desk {
    fn open() -> Self {
        let readers = Readers::connect().expect("pcscd runs");
        let card_slot = readers.find("Minilab 00 00").expect("the customers' slot");
        let psam_slot = readers.find("Minilab 00 01").expect("the PSAM's slot");
        until(&readers, &psam_slot, Presence::Card);
        Self {
            till: Self::till(&readers, &psam_slot),
            readers,
            card_slot,
            psam_slot,
            disk: Disk::default(),
        }
    }

    fn till(readers: &Readers, slot: &CString) -> Till<Line> {
        let layout = PsamLayout {
            purse: Directory::File(0x1001),
            derivation: derivation(Layout::TUnion),
        };
        let line = readers.line(slot, ANSWER_LIMIT).expect("the PSAM is there");
        Till::open(line, layout).expect("the PSAM opens")
    }

    /// All memory is gone, and the PSAM was without power.
    fn power_cut(self) -> Self {
        let Self {
            readers,
            card_slot,
            psam_slot,
            till,
            disk,
        } = self;
        drop(till);
        Self {
            till: Self::till(&readers, &psam_slot),
            readers,
            card_slot,
            psam_slot,
            disk,
        }
    }

    fn line<C: Chip + 'static>(&self, field: &Field<C>, slot: Slot) -> (Inserted, Line) {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let inserted = Inserted::insert(field, slot).expect("the slot takes a card");
            // pcscd looks every half second, and may miss a card that was exchanged in between:
            // people hold it to the reader again then.
            let patience = Duration::from_secs(5);
            if comes(&self.readers, &self.card_slot, Presence::Card, patience)
                && let Ok(line) = self.readers.line(&self.card_slot, ANSWER_LIMIT)
            {
                return (inserted, line);
            }
            drop(inserted);
            thread::sleep(Duration::from_secs(1));
        }
        panic!("pcscd did not notice the card in time");
    }

    fn take_out(&self, card: Inserted, line: Line) {
        drop(line);
        drop(card);
        until(&self.readers, &self.card_slot, Presence::Nothing);
    }

    fn tap(
        &mut self,
        card: &Field<SimulatedCard>,
        slot: Slot,
        trouble: Option<Trouble>,
    ) -> Outcome {
        let (inserted, mut line) = self.line(card, slot);
        let facts = read_card(&mut line, &layouts()).expect("the card is read");
        let commands = match self.disk.0.is_empty() {
            true => 1, // open, debit
            false => 0,
        };
        card.script(trouble.map(|trouble| TroubleAt {
            command: commands,
            trouble,
        }));
        let outcome = match self.disk.open().pop() {
            Some(pending) => self.till.settle(&mut line, &facts, pending),
            None => self
                .till
                .purchase(&mut line, &facts, price(PRICE), &[], &mut self.disk)
                .expect("the purchase begins"),
        };
        if !matches!(outcome, Outcome::Unknown { .. }) {
            self.disk.0.clear();
        }
        card.script([]);
        self.take_out(inserted, line);
        outcome
    }
}

/// A chip that knows nothing: a door's card.
struct Foreign;

impl Chip for Foreign {
    fn power(&mut self) {}

    fn command(&mut self, _: &[u8]) -> Vec<u8> {
        vec![0x6D, 0x00]
    }
}

#[test]
fn purchases_through_a_real_pcscd_are_paid_torn_and_settled() {
    let mut service = match Service::start() {
        Ok(service) => service,
        Err(why) => {
            assert_ne!(
                std::env::var("MINILAB_PEERS").as_deref(),
                Ok("required"),
                "pcscd must be there: {why}"
            );
            eprintln!("NOT RUN: pcscd with its virtual reader: {why}");
            return;
        }
    };
    let [slot, psam_slot] = service.slots;
    let psam: Field<SimulatedPsam> = psam();
    let _psam = Inserted::insert(&psam, psam_slot).expect("the PSAM goes into its slot");
    let mut desk = Desk::open();
    assert_eq!(
        desk.readers.find("Minilab").err(),
        Some(ReaderError::Ambiguous("Minilab".to_owned())),
        "half a name fits both slots"
    );

    let (door, mut line) = desk.line(&Field::new(Foreign), slot);
    assert_eq!(
        read_card(&mut line, &layouts()),
        Err(ReadFailure::Unsupported),
        "another card is called so"
    );
    desk.take_out(door, line);

    let card = card(Layout::TUnion, 1000_7510_1234_5678, 50_000);
    let paid = desk.tap(&card, slot, None);
    let Outcome::Debited(record) = paid else {
        panic!("a good card pays: {paid:?}");
    };
    assert!(
        matches!(record.evidence, Evidence::Mac2Checked { .. }),
        "the PSAM in the second slot believes it"
    );

    let slow = ANSWER_LIMIT + Duration::from_secs(2);
    let mut paid = PRICE;
    // The debit is 21 bytes long and its answer 10.
    let troubles = [
        (Trouble::Pull { after_bytes: 20 }, 0),
        (Trouble::Pull { after_bytes: 21 }, PRICE),
        (Trouble::Pull { after_bytes: 22 }, PRICE),
        (Trouble::Pull { after_bytes: 26 }, PRICE),
        (Trouble::Slow(slow), PRICE),
    ];
    for (trouble, taken) in troubles {
        for power_cut in [false, true] {
            let torn = desk.tap(&card, slot, Some(trouble.clone()));
            assert!(
                matches!(
                    torn,
                    Outcome::Unknown {
                        remedy: Remedy::SameCardAgain(Unsure::Lost(_) | Unsure::Unclear(_)),
                        ..
                    }
                ),
                "{trouble:?} proves nothing yet: {torn:?}"
            );
            if power_cut {
                desk = desk.power_cut();
            }
            let settled = desk.tap(&card, slot, None);
            assert_eq!(
                matches!(settled, Outcome::Debited(_)),
                taken > 0,
                "{trouble:?}, power cut {power_cut}, is settled: {settled:?}"
            );
            paid += taken;
            assert_eq!(
                50_000 - i64::from(card.with(|card| card.balance())),
                paid,
                "the card lost what the kiosk counts"
            );
        }
    }

    let (lying, mut line) = desk.line(&card, slot);
    service.end();
    assert!(
        matches!(read_card(&mut line, &layouts()), Err(ReadFailure::Lost(_))),
        "a reader that vanishes is a sentence"
    );
    drop((lying, line));
}
