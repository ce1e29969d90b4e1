//! Pipe ends that give up at a deadline, whatever the process at the other end does.

use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::fs::OFlags;

/// Our end of a pipe.
#[derive(Debug)]
pub(crate) struct Timed<F> {
    end: F,
    until: Instant,
}

impl<F: AsFd> Timed<F> {
    /// An end that answers with [`io::ErrorKind::TimedOut`] from `until` on.
    pub(crate) fn new(end: F, until: Instant) -> io::Result<Self> {
        let flags = rustix::fs::fcntl_getfl(&end)?;
        rustix::fs::fcntl_setfl(&end, flags | OFlags::NONBLOCK)?;
        Ok(Self { end, until })
    }

    pub(crate) fn set_deadline(&mut self, until: Instant) {
        self.until = until;
    }
}

/// Waits until the descriptor is ready, or closed by the other side.
pub(crate) fn wait(end: impl AsFd, ready: PollFlags, until: Instant) -> io::Result<()> {
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).map_err(|_| io::ErrorKind::InvalidInput)?;
        match rustix::event::poll(&mut [PollFd::new(&end, ready)], Some(&left)) {
            Ok(0) => return Err(io::ErrorKind::TimedOut.into()),
            Ok(_) => return Ok(()),
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

impl<F: AsFd + Read> Read for Timed<F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.end.read(into) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    wait(&self.end, PollFlags::IN, self.until)?;
                }
                // One that never stops talking would never have to be waited for.
                Ok(_) if Instant::now() > self.until => return Err(io::ErrorKind::TimedOut.into()),
                other => return other,
            }
        }
    }
}

impl<F: AsFd + Write> Write for Timed<F> {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        loop {
            match self.end.write(from) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    wait(&self.end, PollFlags::OUT, self.until)?;
                }
                other => return other,
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.end.flush()
    }
}
