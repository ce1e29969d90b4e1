//! The system's packages.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell;

/// One package and what Minilab wants from it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Package {
    name: &'static str,
    reason: &'static str,
}

pub(crate) const fn package(name: &'static str, reason: &'static str) -> Package {
    Package { name, reason }
}

/// Everything beyond Rust, Node and git, in Debian's names. Packages that these bring along are
/// not listed.
const PACKAGES: &[Package] = &[
    package(
        "build-essential",
        "the linker and C compiler of Rust builds",
    ),
    package("pkg-config", "finds the window's libraries"),
    package("libwebkit2gtk-4.1-dev", "the kiosk's window"),
    package("libjpeg62-turbo-dev", "reads and writes JPEG"),
    package(
        "liblcms2-dev",
        "converts colours for printers and from inks",
    ),
    package("libpcsclite-dev", "speaks with card readers"),
    package("pcscd", "the service behind card readers"),
    package(
        "vsmartcard-vpcd",
        "a card reader without a reader, for the sandbox's transit card",
    ),
    package("libheif1", "reads HEIC and AVIF where it is installed"),
    package("webkit2gtk-driver", "drives the kiosk's window in journeys"),
    package("xvfb", "a display where there is none"),
    package(
        "chromium",
        "the customer's and the manager's browser in journeys",
    ),
    package("chromium-driver", "drives that browser"),
    package(
        "cups-ipp-utils",
        "the IPP printer of the demo (ippeveprinter)",
    ),
    package(
        "dbus",
        "ippeveprinter refuses to start without a message bus",
    ),
    package("fonts-noto-cjk", "Chinese on the kiosk's screen"),
    package("imagemagick", "cuts the demo's photographs"),
    package("colord-data", "colour profiles that the tests convert from"),
    package("libgs-common", "a profile of inks for the tests"),
    package("poppler-utils", "looks at printed PDF in tests"),
    package("qpdf", "checks printed PDF in tests"),
    package(
        "python3",
        "reads printed PWG raster in tests by another hand",
    ),
    package(
        "python3-venv",
        "a folder of its own for a payment client that we did not write",
    ),
    package("mate-backgrounds", "the photographs that journeys print"),
    package("zbar-tools", "reads the kiosk's QR code as a phone does"),
];

/// Installs what Minilab needs and is missing; says whether there was any.
pub(super) fn install_missing() -> Result<bool> {
    install(PACKAGES)
}

/// Installs those of `packages` that are missing; says whether there were any.
pub(crate) fn install(packages: &[Package]) -> Result<bool> {
    let missing = missing(packages, &installed(packages)?);
    if missing.is_empty() {
        return Ok(false);
    }
    println!("Installing Debian packages:");
    for package in &missing {
        println!("  {:<24} {}", package.name, package.reason);
    }
    shell::run(&mut as_root("apt-get", &["update", "-qq"]))?;
    let mut arguments = vec!["install", "-y", "-qq", "--no-install-recommends"];
    arguments.extend(missing.iter().map(|package| package.name));
    shell::run(&mut as_root("apt-get", &arguments))?;
    Ok(true)
}

fn missing<'a>(packages: &'a [Package], installed: &str) -> Vec<&'a Package> {
    let is_there = |package: &&Package| {
        installed
            .lines()
            .any(|line| line.split_once(' ') == Some((package.name, "installed")))
    };
    packages.iter().filter(|p| !is_there(p)).collect()
}

/// What dpkg says of the packages: `name status` lines; unknown names are left out.
fn installed(packages: &[Package]) -> Result<String> {
    let mut arguments = vec!["--show", "--showformat", "${Package} ${db:Status-Status}\n"];
    arguments.extend(packages.iter().map(|package| package.name));
    // dpkg-query ends with 1 when it knows no package of some name, which is an answer too.
    let output = shell::program("dpkg-query", &arguments)
        .output()
        .with_context(|| {
            let names: Vec<&str> = packages.iter().map(|package| package.name).collect();
            format!(
                "this machine has no dpkg, and setup knows only Debian and its relatives; \
                 install what is like {} by hand",
                names.join(", ")
            )
        })?;
    if !matches!(output.status.code(), Some(0 | 1)) {
        bail!("dpkg-query failed: {}", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn as_root(name: &str, arguments: &[&str]) -> Command {
    let mut command = if rustix::process::geteuid().is_root() {
        shell::program(name, arguments)
    } else {
        let mut words = vec!["DEBIAN_FRONTEND=noninteractive", name];
        words.extend(arguments);
        shell::program("sudo", &words)
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_that_was_removed_is_missing_again() {
        let all_but_dbus: String = PACKAGES
            .iter()
            .map(|package| match package.name {
                "dbus" => "dbus config-files\n".to_owned(),
                name => format!("{name} installed\n"),
            })
            .collect();
        let names: Vec<&str> = missing(PACKAGES, &all_but_dbus)
            .iter()
            .map(|p| p.name)
            .collect();
        assert_eq!(names, ["dbus"], "left-over configuration is no package");
        assert_eq!(
            missing(PACKAGES, "").len(),
            PACKAGES.len(),
            "a bare machine lacks everything"
        );
    }
}
