//! `minilab-darkroom`: a process that looks at one stranger's photo and ends.
//!
//! It locks itself in ([`jail`]), says so, reads one request and one photo from standard input,
//! writes pixels to standard output and exits. Its one argument is its kind, and it reads no
//! environment.

mod jail;
#[cfg(debug_assertions)]
mod probe;
mod raw;
mod tools;

use std::io::{Read, Write};
use std::process::exit;

use darkroom::protocol::{self, Answer, Done, Hello, Job, Kind, Request, exit as codes};
use imaging::RenderError;
use order::Refusal;

use crate::tools::Tools;

fn main() {
    let kind = [Kind::Ordinary, Kind::Heif]
        .into_iter()
        .find(|kind| std::env::args().nth(1).as_deref() == kind.argument());
    let Some(kind) = kind else {
        exit(codes::BAD_REQUEST);
    };
    let Ok((landlock, tools)) = jail::enter(kind, Tools::ready) else {
        exit(codes::NOT_JAILED);
    };
    // What a decoder says when it panics may quote the photo, so nothing is said.
    std::panic::set_hook(Box::new(|_| exit(codes::PANICKED)));
    match serve(Hello { landlock }, &tools) {
        Ok(()) => exit(0),
        Err(_) => exit(codes::BAD_REQUEST),
    }
}

fn serve(hello: Hello, tools: &Tools) -> std::io::Result<()> {
    let mut input = std::io::stdin().lock();
    let mut output = std::io::stdout().lock();
    protocol::write(&mut output, &hello)?;
    output.flush()?;
    let request: Request = protocol::read(&mut input)?;
    if request.photo_bytes > imaging::limits::MAX_BYTES {
        return Err(std::io::Error::other("the photo is too large"));
    }
    let mut photo = vec![0; request.photo_bytes];
    input.read_exact(&mut photo)?;
    let (answer, pixels) = develop(request.job, &photo, tools)?;
    protocol::write(&mut output, &answer)?;
    output.write_all(&pixels)?;
    protocol::write(&mut output, &Done)?;
    output.flush()
}

/// The answer and the pixels that follow it.
fn develop(job: Job, photo: &[u8], tools: &Tools) -> std::io::Result<(Answer, Vec<u8>)> {
    let _ = tools;
    let refused = |refusal: Refusal| (Answer::Refused(refusal), Vec::new());
    match job {
        Job::Preview { max_side_px } => Ok(match imaging::preview(photo, max_side_px) {
            Ok(preview) => (
                Answer::Preview {
                    header: preview.header,
                    size: preview.picture.size(),
                },
                preview.picture.into_pixels(),
            ),
            Err(refusal) => refused(refusal),
        }),
        Job::Print { recipe, size } => match imaging::render(photo, &recipe, size) {
            Ok(picture) => Ok((Answer::Print, picture.into_pixels())),
            Err(RenderError::Refused(refusal)) => Ok(refused(refusal)),
            Err(RenderError::Recipe(error)) => Err(std::io::Error::other(error)),
        },
        #[cfg(debug_assertions)]
        Job::Probe { prisoner, call } => Ok((tools.second.probe(prisoner, call), Vec::new())),
    }
}
