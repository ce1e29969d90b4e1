//! `cargo xtask icons`: the app's icon in the sizes that packages and windows ask for, from
//! `icons/minilab.svg`. Run by hand when the drawing changes; what it makes is committed.

use anyhow::{Context, Result};

use crate::{setup, shell, workspace};

/// Files in `icons` and their side in pixels.
const SIZES: [(&str, u32); 4] = [
    ("32x32.png", 32),
    ("128x128.png", 128),
    ("128x128@2x.png", 256),
    ("icon.png", 512),
];

pub(crate) fn run() -> Result<()> {
    setup::make_sure()?;
    let icons = workspace::root_plain().join("icons");
    let large = workspace::memory().join("icon-1024.png");
    std::fs::create_dir_all(workspace::memory()).context("making xtask's folder under target")?;
    // The browser draws SVG as its standard says; ImageMagick only approximates it.
    let mut draw = shell::program(
        "chromium",
        &[
            "--headless=new",
            "--hide-scrollbars",
            "--default-background-color=00000000",
            "--window-size=1024,1024",
        ],
    );
    if rustix::process::geteuid().is_root() {
        draw.arg("--no-sandbox"); // it refuses to run as root
    }
    draw.arg(format!("--screenshot={}", large.display()));
    draw.arg(icons.join("minilab.svg"));
    shell::run(draw.stderr(std::process::Stdio::null()))?;
    for (name, side) in SIZES {
        let mut scale = shell::program("convert", &[]);
        scale.arg(&large);
        scale.args(["-strip", "-filter", "Lanczos", "-resize"]);
        scale.arg(format!("{side}x{side}"));
        // Four channels, whatever the drawing needs: the window's library takes nothing else.
        scale.arg(format!("png32:{}", icons.join(name).display()));
        shell::run(&mut scale)?;
    }
    println!("Drew {} sizes into icons.", SIZES.len());
    Ok(())
}
