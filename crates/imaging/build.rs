//! Compiles the two C files that keep libjpeg's long jumps to themselves, against the system's
//! libjpeg-turbo (Debian: libjpeg62-turbo-dev).

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sources = ["src/jpeg/read.c", "src/jpeg/write.c"];
    for source in sources {
        println!("cargo::rerun-if-changed={source}");
    }
    let library = pkg_config::Config::new()
        .atleast_version("2.0.0")
        .cargo_metadata(false) // it must come after the files that need it
        .probe("libjpeg")?;
    cc::Build::new()
        .files(sources)
        .includes(&library.include_paths)
        .warnings(true)
        .extra_warnings(true)
        .compile("minilab_jpeg");
    for path in &library.link_paths {
        println!("cargo::rustc-link-search=native={}", path.display());
    }
    println!("cargo::rustc-link-lib=jpeg");
    Ok(())
}
