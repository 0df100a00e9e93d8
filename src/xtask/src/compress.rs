//! Compresses the app's files once, as far as it goes, so that the server never has to.

use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::error::{Context, Result};
use crate::files;

/// Endings of files that shrink; pictures are compressed already.
const TEXT: [&str; 14] = [
    "css",
    "csv",
    "html",
    "ico",
    "js",
    "json",
    "map",
    "md",
    "mjs",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
    "xml",
];
/// A smaller file fits one packet either way.
const SMALLEST: usize = 256;
const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 22;

/// Puts `.br` and `.gz` beside every file of `folder` that gains by it, and
/// removes those whose file is gone or no longer gains.
pub fn precompress(folder: &Path) -> Result<()> {
    let all = files::below(folder)?;
    for made in all.iter().filter(|path| is_made(path)) {
        files::remove(made)?;
    }
    for path in all.iter().filter(|path| shrinks(path)) {
        let plain = files::read(path)?;
        if plain.len() <= SMALLEST {
            continue;
        }
        for (ending, packed) in [("br", brotli(&plain)), ("gz", gzip(&plain))] {
            let packed = packed.context(|| format!("cannot compress {}", path.display()))?;
            if packed.len() < plain.len() {
                files::write(&with_ending(path, ending), packed)?;
            }
        }
    }
    Ok(())
}

/// `data` in brotli, at its best.
pub fn brotli(data: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let buffer = 1 << 16;
    let mut writer =
        brotli::CompressorWriter::new(&mut packed, buffer, BROTLI_QUALITY, BROTLI_WINDOW);
    writer.write_all(data)?;
    drop(writer);
    Ok(packed)
}

fn gzip(data: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data)?;
    encoder.finish()
}

fn shrinks(path: &Path) -> bool {
    ending(path).is_some_and(|ending| TEXT.contains(&ending))
}

/// Whether `path` is one of ours: compressed, beside a file that could be its source.
fn is_made(path: &Path) -> bool {
    matches!(ending(path), Some("br" | "gz")) && shrinks(&path.with_extension(""))
}

fn ending(path: &Path) -> Option<&str> {
    path.extension().and_then(|ending| ending.to_str())
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_precompress() {
        let folder = std::env::temp_dir().join(format!("zuoban-compress-{}", std::process::id()));
        let long = "坐班".repeat(300);
        for (name, contents) in [
            ("app.js", long.as_str()),
            ("short.js", "1"),
            ("photo.png", long.as_str()),
            ("gone.css.br", "old"),
            ("archive.tar.gz", "not ours"),
        ] {
            assert!(files::write(&folder.join(name), contents).is_ok());
        }
        assert!(precompress(&folder).is_ok());
        assert!(precompress(&folder).is_ok());
        let names: Vec<_> = files::below(&folder)
            .unwrap_or_default()
            .iter()
            .filter_map(|path| path.file_name()?.to_str().map(str::to_owned))
            .collect();
        assert_eq!(
            names,
            [
                "app.js",
                "app.js.br",
                "app.js.gz",
                "archive.tar.gz",
                "photo.png",
                "short.js"
            ]
        );
        let _ = std::fs::remove_dir_all(&folder);
    }

    #[test]
    fn ok_brotli_can_be_read_again() {
        let packed = brotli(b"zuoban").unwrap_or_default();
        let mut plain = Vec::new();
        let read = brotli::BrotliDecompress(&mut packed.as_slice(), &mut plain);
        assert!(read.is_ok());
        assert_eq!(plain, b"zuoban");
    }
}
