//! Every key there is, once: its default, what is allowed, and the comment in the example.

/// One key.
#[derive(Debug)]
pub(super) struct Key {
    /// Its name in the file.
    pub(super) name: &'static str,
    /// What it is without being set, and what it may be.
    pub(super) kind: Kind,
    /// What it is for.
    pub(super) comment: &'static str,
}

/// Which values a key takes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// A whole number between two others.
    Number { default: u64, least: u64, most: u64 },
    /// A program by its absolute path, and its arguments.
    Program(&'static [&'static str]),
    /// A program, or nothing.
    ProgramOrNone(&'static [&'static str]),
    /// An absolute path.
    Path(&'static str),
    /// An absolute path, or nothing; the text is an example.
    PathOrNone(&'static str),
    /// One of these, the first unless set.
    Choice(&'static [&'static str]),
}

const fn seconds(default_ms: u64, most_ms: u64) -> Kind {
    Kind::Number {
        default: default_ms,
        least: 100,
        most: most_ms,
    }
}

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "kiosk",
        kind: Kind::Program(&["/usr/bin/minilab-kiosk"]),
        comment: "The program to keep alive and its arguments. Nothing is expanded.",
    },
    Key {
        name: "out_of_service",
        kind: Kind::ProgramOrNone(&[]),
        comment: "The program that shows the honest page when the kiosk cannot. The kiosk itself,\n\
                  # told so by MINILAB_START=out_of_service, unless set.",
    },
    Key {
        name: "run_dir",
        kind: Kind::Path("/run/minilab-watchdog"),
        comment: "The folder of the socket and of the kiosk's process number.",
    },
    Key {
        name: "state_dir",
        kind: Kind::Path("/var/lib/minilab-watchdog"),
        comment: "The folder of the reports and of the count of reboots.",
    },
    Key {
        name: "web_cache_dir",
        kind: Kind::PathOrNone("/var/lib/minilab-kiosk/web-cache"),
        comment: "The web view's cache, emptied before a start with a clean cache. Left to the\n\
                  # kiosk, told so by MINILAB_START=clean_cache, unless set.",
    },
    Key {
        name: "reboot",
        kind: Kind::ProgramOrNone(&["/usr/bin/systemctl", "reboot"]),
        comment: "The program that starts the machine anew. An empty list: the machine is never\n\
                  # started anew.",
    },
    Key {
        name: "most_reboots",
        kind: Kind::Number {
            default: 3,
            least: 0,
            most: 10,
        },
        comment: "After so many reboots in a row that did not help, the kiosk is out of service.",
    },
    Key {
        name: "proof_of_life",
        kind: Kind::Choice(&["required", "off"]),
        comment: "Whether the kiosk says that it is alive. With off, only its death is seen.",
    },
    Key {
        name: "pulse_limit_ms",
        kind: seconds(5_000, MINUTE),
        comment: "A kiosk hangs when it says nothing for so long.",
    },
    Key {
        name: "web_view_limit_ms",
        kind: seconds(5_500, MINUTE),
        comment: "The page hangs when it answers nothing for so long.",
    },
    Key {
        name: "journal_limit_ms",
        kind: seconds(5_500, 10 * MINUTE),
        comment: "The journal hangs when it writes nothing for so long.",
    },
    Key {
        name: "printer_limit_ms",
        kind: seconds(3 * MINUTE, HOUR),
        comment: "The printer's work hangs when it does not move for so long. A sheet takes up to\n\
                  # a minute, and a printer that warms up as long again.",
    },
    Key {
        name: "start_limit_ms",
        kind: seconds(MINUTE, 10 * MINUTE),
        comment: "A start has failed when the kiosk is not ready after so long.",
    },
    Key {
        name: "stop_limit_ms",
        kind: seconds(5_000, MINUTE),
        comment: "A kiosk that was told to end and has not after so long is killed.",
    },
    Key {
        name: "pid_check_ms",
        kind: seconds(30_000, 10 * MINUTE),
        comment: "How often the process number is looked at, as the last line.",
    },
    Key {
        name: "healthy_ms",
        kind: seconds(10 * MINUTE, 24 * HOUR),
        comment: "A kiosk that works for so long is forgiven every failure.",
    },
    Key {
        name: "first_wait_ms",
        kind: seconds(1_000, MINUTE),
        comment: "The wait before the start after the second failure; it doubles each time.",
    },
    Key {
        name: "longest_wait_ms",
        kind: seconds(MINUTE, HOUR),
        comment: "No wait is longer.",
    },
    Key {
        name: "reboot_limit_ms",
        kind: seconds(2 * MINUTE, 10 * MINUTE),
        comment: "A reboot has failed when the watchdog still runs after so long.",
    },
    Key {
        name: "out_of_service_ms",
        kind: seconds(HOUR, 24 * HOUR),
        comment: "How long the honest page stays before everything is tried again.",
    },
];

impl Kind {
    /// What may stand there, in words.
    pub(super) fn allowed(self) -> String {
        match self {
            Self::Number { least, most, .. } => format!("{least} to {most}"),
            Self::Program(_) => {
                "a list of texts, the first the absolute path of a program".to_owned()
            }
            Self::ProgramOrNone(_) => {
                "a list of texts, the first the absolute path of a program, or an empty list"
                    .to_owned()
            }
            Self::Path(_) | Self::PathOrNone(_) => {
                "an absolute path below another folder, without . and ..".to_owned()
            }
            Self::Choice(choices) => choices.join(" or "),
        }
    }
}

/// The environment variable that overrides the key `name`.
pub(super) fn variable(name: &str) -> String {
    format!("MINILAB_WATCHDOG_{}", name.to_uppercase())
}

/// The text of an example file with every key at its default.
pub fn example() -> String {
    let mut text = String::from(
        "# Minilab watchdog. Every key can be overridden by the environment variable named with\n\
         # it; a list stands there with blanks between its texts.\n",
    );
    for key in KEYS {
        let line = match key.kind {
            Kind::Number { default, .. } => format!("{} = {default}", key.name),
            Kind::Program(words) | Kind::ProgramOrNone(words) => {
                format!("{} = {words:?}", key.name)
            }
            Kind::Path(path) => format!("{} = {path:?}", key.name),
            Kind::PathOrNone(path) => format!("# {} = {path:?}", key.name),
            Kind::Choice(choices) => format!("{} = {:?}", key.name, choices[0]),
        };
        text.push_str(&format!(
            "\n# {}\n# Allowed: {}. {}\n{line}\n",
            key.comment,
            key.kind.allowed(),
            variable(key.name),
        ));
    }
    text
}
