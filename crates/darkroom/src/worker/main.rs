//! `minilab-darkroom`: a process that looks at one stranger's photo and ends.
//!
//! It locks itself in ([`jail`]), says so, reads one request and one photo from standard input,
//! writes pixels to standard output and exits. It takes no argument and reads no environment.

mod jail;
mod raw;

use std::io::{Read, Write};
use std::process::exit;

use darkroom::protocol::{self, Answer, Hello, Job, Request, exit as codes};
use imaging::RenderError;
use order::Refusal;

fn main() {
    let Ok(landlock) = jail::enter() else {
        exit(codes::NOT_JAILED);
    };
    // What a decoder says when it panics may quote the photo, so nothing is said.
    std::panic::set_hook(Box::new(|_| exit(codes::PANICKED)));
    match serve(Hello { landlock }) {
        Ok(()) => exit(0),
        Err(_) => exit(codes::BAD_REQUEST),
    }
}

fn serve(hello: Hello) -> std::io::Result<()> {
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
    let (answer, pixels) = develop(request.job, &photo)?;
    protocol::write(&mut output, &answer)?;
    output.write_all(&pixels)?;
    output.flush()
}

/// The answer and the pixels that follow it.
fn develop(job: Job, photo: &[u8]) -> std::io::Result<(Answer, Vec<u8>)> {
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
        Job::Probe { call } => {
            raw::call(call);
            Ok(refused(Refusal::NotAPicture))
        }
    }
}
