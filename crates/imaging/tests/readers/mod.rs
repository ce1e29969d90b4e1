//! Programs by other people that read what we wrote.

use std::io::Write as _;
use std::process::{Command, Output};

use tempfile::NamedTempFile;

/// What a program wrote when it was given our bytes as the file `{}` among its arguments.
pub(crate) fn read_with(program: &str, arguments: &[&str], bytes: &[u8]) -> Output {
    let mut file = NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("a disk with room");
    let path = file.path().to_str().expect("a temporary path is text");
    let arguments = arguments
        .iter()
        .map(|argument| if *argument == "{}" { path } else { argument });
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| {
            panic!("{program} does not start ({error}): `cargo xtask setup` installs it")
        });
    assert!(
        output.status.success(),
        "{program} takes what we wrote, but said {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output
}
