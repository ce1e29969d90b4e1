//! Where a photo lies while its worker looks at it: memory that the client fills and the worker
//! can only read. It is as long as the longest photo and never changes its length, so that no look
//! at it can fail; what photos of ordinary size need of it is there beforehand.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::FileExt;

use imaging::limits::MAX_BYTES;
use rustix::fs::{FallocateFlags, MemfdFlags, SealFlags, fallocate, memfd_create};

use crate::protocol::TRAY_READY_BYTES;

/// Wiping is done so many bytes at a time.
static BLANK: [u8; 64 * 1024] = [0; 64 * 1024];

#[derive(Debug)]
pub(crate) struct Tray {
    memory: File,
    /// How much of it a photo has touched.
    touched: usize,
}

impl Tray {
    /// An empty one.
    pub(crate) fn new() -> io::Result<Self> {
        let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
        let memory = memfd_create("photo", flags)?;
        rustix::fs::ftruncate(&memory, MAX_BYTES as u64)?;
        let lasting = SealFlags::GROW | SealFlags::SHRINK | SealFlags::SEAL;
        rustix::fs::fcntl_add_seals(&memory, lasting)?;
        fallocate(
            &memory,
            FallocateFlags::KEEP_SIZE,
            0,
            TRAY_READY_BYTES as u64,
        )?;
        Ok(Self {
            memory: memory.into(),
            touched: 0,
        })
    }

    /// The worker's view of it: opened for reading only, from which no writable memory can be made.
    pub(crate) fn view(&self) -> io::Result<File> {
        File::open(format!("/proc/self/fd/{}", self.memory.as_raw_fd()))
    }

    /// Lays a photo in, which must not be longer than [`MAX_BYTES`].
    pub(crate) fn lay(&mut self, photo: &[u8]) -> io::Result<()> {
        self.touched = photo.len();
        self.memory.write_all_at(photo, 0)
    }

    /// Wipes what was laid in, for the next photo, once the worker is gone.
    pub(crate) fn wipe(&mut self) -> io::Result<()> {
        let touched = std::mem::take(&mut self.touched);
        if let Some(beyond @ 1..) = touched.checked_sub(TRAY_READY_BYTES) {
            let hole = FallocateFlags::PUNCH_HOLE | FallocateFlags::KEEP_SIZE;
            fallocate(&self.memory, hole, TRAY_READY_BYTES as u64, beyond as u64)?;
        }
        let end = touched.min(TRAY_READY_BYTES);
        for start in (0..end).step_by(BLANK.len()) {
            let length = BLANK.len().min(end - start);
            self.memory.write_all_at(&BLANK[..length], start as u64)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(tray: &Tray, length: usize) -> Vec<u8> {
        let mut content = vec![1; length];
        tray.memory.read_exact_at(&mut content, 0).expect("read");
        content
    }

    #[test]
    fn nothing_of_a_photo_is_left_after_it() {
        let mut tray = Tray::new().expect("a tray");
        for length in [0, 1, BLANK.len() + 7, TRAY_READY_BYTES + 4097, MAX_BYTES] {
            let photo = vec![0xd8; length];
            tray.lay(&photo).expect("laid in");
            assert_eq!(content(&tray, length), photo, "the worker sees all of it");
            tray.wipe().expect("wiped");
            let left = content(&tray, MAX_BYTES);
            assert!(
                left.iter().all(|byte| *byte == 0),
                "{length} bytes are gone"
            );
        }
    }

    #[test]
    fn a_worker_can_only_look() {
        let tray = Tray::new().expect("a tray");
        let view = tray.view().expect("a view");
        let written = view.write_all_at(&[1], 0);
        assert!(written.is_err(), "its view is for reading");
        let cut = tray.memory.set_len(1);
        assert!(
            cut.is_err(),
            "and nobody can take it away under the worker's eyes"
        );
    }

    #[test]
    fn its_memory_does_not_grow_with_the_photos_it_held() {
        let mut tray = Tray::new().expect("a tray");
        let blocks = |tray: &Tray| {
            use std::os::unix::fs::MetadataExt;
            tray.memory.metadata().expect("its size").blocks()
        };
        let at_first = blocks(&tray);
        tray.lay(&vec![1; MAX_BYTES]).expect("laid in");
        tray.wipe().expect("wiped");
        assert_eq!(blocks(&tray), at_first, "what was beyond is given back");
    }
}
