//! Every key there is, once: its default, what is allowed, and the comment in the example.

/// One key.
#[derive(Debug)]
pub(super) struct Key {
    /// Its name in the file.
    pub(super) name: &'static str,
    /// What it is without being set.
    pub(super) fallback: Fallback,
    /// What may stand there, in words.
    pub(super) allowed: &'static str,
    /// What it is for.
    pub(super) comment: &'static str,
}

/// What a key is without being set.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fallback {
    /// This.
    Text(&'static str),
    /// This.
    Number(u32),
    /// It follows from something else, as its comment says; the text is an example.
    Follows(&'static str),
    /// It must be set; the text is an example.
    Required(&'static str),
}

use Fallback::{Follows, Number, Required, Text};

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "dashboard_url",
        fallback: Required("https://dashboard.example.com"),
        allowed: "https:// and a host, and a port if need be, without a path (http:// on loopback only)",
        comment: "The dashboard that this kiosk belongs to.",
    },
    Key {
        name: "printer",
        fallback: Required("ipp://localhost:631/printers/photo"),
        allowed: "an address that starts with ipp://, ipps://, http:// or https://, without a password",
        comment: "The photo printer, or its CUPS queue.",
    },
    Key {
        name: "printer_profile",
        fallback: Follows("/etc/minilab/printer.icc"),
        allowed: "the absolute path of an ICC profile of a printer that is driven by red, green and blue",
        comment: "The printer's colours. sRGB unless set, which is right for dye-sub printers whose driver\n# or firmware knows its own colours.",
    },
    Key {
        name: "rendering_intent",
        fallback: Text("relative_colorimetric"),
        allowed: "relative_colorimetric, perceptual, saturation or absolute_colorimetric",
        comment: "What becomes of colours that the paper cannot show; only with a printer_profile.",
    },
    Key {
        name: "black_point_compensation",
        fallback: Text("on"),
        allowed: "on or off",
        comment: "Whether shadows keep their steps on paper whose black is not black; only with a\n# printer_profile.",
    },
    Key {
        name: "data_dir",
        fallback: Text("/var/lib/minilab-kiosk"),
        allowed: "an absolute path",
        comment: "The folder of the journal and of the sealed photos of the present visit. One kiosk works\n# in it at a time.",
    },
    Key {
        name: "device_key",
        fallback: Follows("/var/lib/minilab-kiosk/device.key"),
        allowed: "an absolute path",
        comment: "The file of the key that the dashboard knows this kiosk by; made at the first start,\n# for the kiosk's own user only. device.key in data_dir unless set.",
    },
    Key {
        name: "language",
        fallback: Text("zh"),
        allowed: "zh or en",
        comment: "The language of the screen until a customer chooses another.",
    },
    Key {
        name: "darkroom_worker",
        fallback: Follows("/usr/bin/minilab-darkroom"),
        allowed: "an absolute path",
        comment: "The program that decodes photos in its jail. minilab-darkroom in the folder of this\n# program unless set.",
    },
    Key {
        name: "scanner",
        fallback: Text("none"),
        allowed: "none or keyboard",
        comment: "The scanner for barcodes that customers pay with: keyboard is one that types what it\n# reads and then Enter, as USB scanners do out of the box.",
    },
    Key {
        name: "window",
        fallback: Text("fullscreen"),
        allowed: "fullscreen or windowed",
        comment: "fullscreen covers the screen, hides the pointer and cannot be closed; windowed is for a\n# desk.",
    },
    Key {
        name: "window_width_px",
        fallback: Number(540),
        allowed: "320 to 7680",
        comment: "The width of a windowed window.",
    },
    Key {
        name: "window_height_px",
        fallback: Number(960),
        allowed: "320 to 7680",
        comment: "The height of a windowed window.",
    },
    Key {
        name: "painting",
        fallback: Text("auto"),
        allowed: "auto, processor or opengl",
        comment: "Who paints the page. auto is opengl where there is a graphics processor, and processor\n# where OpenGL would only be played by it, which is slower than to do without.",
    },
    Key {
        name: "log",
        fallback: Text("info"),
        allowed: "levels (error, warn, info, debug, trace) for all or for parts, such as info,station=debug",
        comment: "What is written to standard error. The environment variable RUST_LOG goes before it.",
    },
];

/// The environment variable that overrides the key `name`.
pub(super) fn variable(name: &str) -> String {
    format!("MINILAB_{}", name.to_uppercase())
}
