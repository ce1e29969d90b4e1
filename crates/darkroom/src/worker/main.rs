//! `minilab-darkroom`: a process that looks at one stranger's photo and ends.
//!
//! It locks itself in ([`jail`]), says so, reads one request from standard input, looks at the photo
//! in its [`tray`], writes pixels to standard output and exits. Its one argument is its kind, and it reads no
//! environment.

mod develop;
mod jail;
mod pipe;
#[cfg(debug_assertions)]
mod probe;
mod raw;
mod tools;
mod tray;

use std::io::{BufWriter, Write};
use std::process::exit;

use darkroom::protocol::{self, Done, Hello, Kind, exit as codes};

use crate::pipe::Pipe;
use crate::tools::Tools;

/// Rows are handed on when so many bytes of them are ready: a dozen rows of a print.
const ROWS_BYTES: usize = 64 * 1024;

fn main() {
    let kind = [Kind::Ordinary, Kind::Heif]
        .into_iter()
        .find(|kind| std::env::args().nth(1).as_deref() == kind.argument());
    let Some(kind) = kind else {
        exit(codes::BAD_REQUEST);
    };
    let Ok(tray) = tray::look() else {
        exit(codes::NOT_EQUIPPED);
    };
    let Ok((landlock, tools)) = jail::enter(kind, || tools::load(kind), || Tools::ready(kind))
    else {
        exit(codes::NOT_JAILED);
    };
    let Ok(tools) = tools else {
        exit(codes::NOT_EQUIPPED);
    };
    // What a decoder says when it panics may quote the photo, so nothing is said.
    std::panic::set_hook(Box::new(|_| exit(codes::PANICKED)));
    match serve(Hello { landlock }, tray, &tools) {
        Ok(()) => exit(0),
        Err(_) => exit(codes::BAD_REQUEST),
    }
}

fn serve(hello: Hello, tray: &[u8], tools: &Tools) -> std::io::Result<()> {
    let mut input = std::io::stdin().lock();
    let mut output = BufWriter::with_capacity(ROWS_BYTES, Pipe);
    protocol::write(&mut output, &hello)?;
    output.flush()?;
    let request = protocol::read_request(&mut input)?;
    let photo = tray.get(..request.photo_bytes);
    let photo = photo.ok_or_else(|| std::io::Error::other("the photo is too large"))?;
    develop::develop(request.job, photo, tools, &mut output)?;
    protocol::write(&mut output, &Done)?;
    output.flush()
}
