//! How the program ends: exit codes after BSD's `sysexits.h`, so that whoever starts the kiosk
//! can tell what a restart may heal from what a person has to mend.

use std::process::ExitCode;

/// Why the program ended. An ordinary end (the window was closed, or SIGTERM came) is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// `EX_USAGE`: the command line was wrong. A person has to mend it.
    Usage = 64,
    /// `EX_UNAVAILABLE`: another kiosk works in this data folder.
    Unavailable = 69,
    /// `EX_SOFTWARE`: a broken promise within the program, or there is no screen to open a window
    /// on. Start it again. The station ends the program with this code too, when its journal
    /// cannot be written any more.
    Software = 70,
    /// `EX_CANTCREAT`: the data folder or the device key cannot be made.
    CannotCreate = 73,
    /// `EX_IOERR`: the journal, the photo shelf or the keyring cannot be used.
    Disk = 74,
    /// `EX_TEMPFAIL`: the page died too often or hangs. Start it again.
    TryAgain = 75,
    /// `EX_NOPERM`: others could have read the device key. A person has to look.
    NoPermission = 77,
    /// `EX_CONFIG`: the configuration is wrong. A person has to mend it.
    Config = 78,
}

impl Exit {
    /// The number that the system is told.
    pub(crate) fn code(self) -> i32 {
        i32::from(self as u8)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
