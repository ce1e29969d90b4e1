//! The socket at which the kiosk says that it is alive.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::processes::Pid;
use crate::proof::LONGEST;
use crate::system;

/// What one look at the socket brought.
#[derive(Debug)]
pub(crate) enum Heard {
    /// A datagram, and who sent it.
    Datagram(Pid, Vec<u8>),
    /// A datagram that cannot be believed: too long, or of nobody.
    Nobody,
    /// Nothing; time has passed or a signal came.
    Nothing,
}

/// The socket. Its folder and itself are for the watchdog's own user only.
#[derive(Debug)]
pub(crate) struct Hearing {
    socket: UnixDatagram,
    path: PathBuf,
}

impl Hearing {
    /// Binds `notify.sock` in `run_dir`, in the place of what an earlier watchdog left there. A
    /// look takes at most `patience`.
    pub(crate) fn bind(run_dir: &Path, patience: Duration) -> io::Result<Self> {
        let path = socket_path(run_dir);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let socket = UnixDatagram::bind(&path)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        socket.set_read_timeout(Some(patience))?;
        system::ask_for_senders(&socket)?;
        Ok(Self { socket, path })
    }

    /// What the kiosk finds in `NOTIFY_SOCKET`.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Waits for a datagram, for a signal, or until patience ends.
    pub(crate) fn look(&self) -> io::Result<Heard> {
        let mut buffer = [0; LONGEST];
        match system::receive(&self.socket, &mut buffer) {
            Ok(received) => Ok(match received.sender {
                Some(sender) => Heard::Datagram(sender, buffer[..received.length].to_vec()),
                None => Heard::Nobody,
            }),
            Err(error) => match error.kind() {
                io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted => Ok(Heard::Nothing),
                _ => Err(error),
            },
        }
    }
}

/// Where the socket in `run_dir` is.
pub(crate) fn socket_path(run_dir: &Path) -> PathBuf {
    run_dir.join("notify.sock")
}
