//! Where things stand: in the clone, and in the tool cache that all clones share.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Context, Failure, Result};

/// The two roots everything hangs from.
pub struct Place {
    root: PathBuf,
    cache: PathBuf,
}

impl Place {
    /// The clone this program was built from, and the cache of whoever runs it.
    pub fn find() -> Result<Self> {
        let member = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = member
            .ancestors()
            .nth(2)
            .filter(|root| root.join("Cargo.lock").is_file())
            .context(|| {
                format!(
                    "{} is no longer in a clone: run `cargo xtask` there again",
                    member.display()
                )
            })?;
        Ok(Self {
            root: root.to_path_buf(),
            cache: cache(|name| env::var_os(name).map(PathBuf::from))?,
        })
    }

    /// The top folder of the clone.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The tool cache.
    pub fn cache(&self) -> &Path {
        &self.cache
    }

    /// What is built from the clone and stays in it.
    pub fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    /// The app's files, as the server carries them.
    pub fn site(&self) -> PathBuf {
        self.target().join("site")
    }

    /// The server.
    pub fn zuoban(&self) -> PathBuf {
        self.target().join("release").join("zuoban")
    }

    /// Where one version of a tool is kept.
    pub fn tool(&self, name: &str, version: &str) -> PathBuf {
        self.cache.join("tools").join(format!("{name}-{version}"))
    }

    /// `cargo`, as called from the top folder of the clone.
    pub fn cargo(&self) -> Command {
        let mut cargo = Command::new(cargo_program());
        cargo.current_dir(&self.root);
        cargo
    }
}

/// The cargo that started this program: the toolchain the caller chose.
pub fn cargo_program() -> PathBuf {
    env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from)
}

fn cache(variable: impl Fn(&str) -> Option<PathBuf>) -> Result<PathBuf> {
    let absolute = |name| variable(name).filter(|path| path.is_absolute());
    if let Some(relative) = variable("ZUOBAN_CACHE").filter(|path| !path.is_absolute()) {
        return Err(Failure::new(format!(
            "ZUOBAN_CACHE is {}: give it a path that begins with /",
            relative.display()
        )));
    }
    absolute("ZUOBAN_CACHE")
        .or_else(|| absolute("XDG_CACHE_HOME").map(|folder| folder.join("zuoban")))
        .or_else(|| absolute("HOME").map(|folder| folder.join(".cache").join("zuoban")))
        .context(|| "no place for the tools: set ZUOBAN_CACHE to a folder you may write")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Option<PathBuf> {
        cache(|name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| PathBuf::from(value))
        })
        .ok()
    }

    #[test]
    fn ok_cache_order() {
        let home = ("HOME", "/home/li");
        let xdg = ("XDG_CACHE_HOME", "/xdg");
        assert_eq!(with(&[home]), Some("/home/li/.cache/zuoban".into()));
        assert_eq!(with(&[home, xdg]), Some("/xdg/zuoban".into()));
        assert_eq!(
            with(&[home, xdg, ("ZUOBAN_CACHE", "/own")]),
            Some("/own".into())
        );
    }

    #[test]
    fn err_no_or_relative_cache() {
        assert_eq!(with(&[]), None);
        assert_eq!(with(&[("HOME", "/home/li"), ("ZUOBAN_CACHE", "own")]), None);
    }
}
