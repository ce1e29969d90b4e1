//! Empties the web view's cache.

use std::fs;
use std::io;
use std::path::Path;

/// Removes everything in `folder`, and leaves it. A link in its place, or in it, is not followed.
pub(crate) fn empty(folder: &Path) -> io::Result<()> {
    match fs::symlink_metadata(folder) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => return Err(io::Error::other("it is no folder")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true => fs::remove_dir_all(entry.path())?,
            false => fs::remove_file(entry.path())?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn the_cache_goes_and_what_links_lead_to_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = folder.path().join("cache");
        let photos = folder.path().join("photos");
        fs::create_dir_all(cache.join("a/b")).expect("a folder");
        fs::create_dir(&photos).expect("a folder");
        fs::write(photos.join("one"), b"x").expect("a file");
        fs::write(cache.join("a/b/c"), b"x").expect("a file");
        symlink(&photos, cache.join("link")).expect("a link");
        empty(&cache).expect("it is a folder");
        assert_eq!(
            fs::read_dir(&cache).expect("it stays").count(),
            0,
            "nothing is left in it"
        );
        assert!(photos.join("one").exists(), "a link is not followed");

        let link = folder.path().join("cache-link");
        symlink(&photos, &link).expect("a link");
        empty(&link).expect_err("a link is no folder");
        assert!(photos.join("one").exists(), "nor is the cache's own path");
        empty(&folder.path().join("none")).expect("what is not there is empty");
    }
}
