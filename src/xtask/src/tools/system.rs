//! System packages: what is missing, and apt to install it where it may.

use std::path::Path;
use std::process::Command;

use crate::error::{Failure, Result};
use crate::process;
use crate::progress::{self, Step};
use crate::tools::{browser, node, python};
use crate::wasm::{self, Compiler};

/// Something the system should bring, and how to see that it does.
pub struct Package {
    /// What Debian calls it.
    pub debian: &'static [&'static str],
    /// Looks for what we use of it, wherever it came from.
    pub is_present: fn() -> bool,
}

/// A C compiler, for the SQLite that is built into the server.
pub const C_COMPILER: Package = Package {
    debian: &["gcc", "libc6-dev"],
    is_present: || has("cc"),
};
/// A C++ compiler, for libFuzzer.
pub const CPP_COMPILER: Package = Package {
    debian: &["g++"],
    is_present: || has("c++"),
};
/// Watches what a server asks of the system.
pub const STRACE: Package = Package {
    debian: &["strace"],
    is_present: || has("strace"),
};
/// Node and npm.
pub const NODE: Package = Package {
    debian: &["nodejs", "npm"],
    is_present: node::is_present,
};
/// Chromium.
pub const CHROMIUM: Package = Package {
    debian: &["chromium"],
    is_present: || browser::chromium().is_some(),
};
/// Chromium's driver.
pub const DRIVER: Package = Package {
    debian: &["chromium-driver"],
    is_present: || browser::driver().is_some(),
};
/// Chinese letters, for pictures and posters.
pub const FONTS: Package = Package {
    debian: &["fonts-noto-cjk", "fontconfig"],
    is_present: browser::has_chinese_font,
};
/// Reads the codes on posters.
pub const ZBAR: Package = Package {
    debian: &["zbar-tools"],
    is_present: || has("zbarimg"),
};
/// Reads posters.
pub const POPPLER: Package = Package {
    debian: &["poppler-utils"],
    is_present: || has("pdfinfo") && has("pdftoppm"),
};
/// PostgreSQL's server, for the tests over it.
pub const POSTGRES: Package = Package {
    debian: &["postgresql"],
    is_present: has_postgres,
};
/// nginx, for the tests of the endpoint behind it.
pub const NGINX: Package = Package {
    debian: &["nginx-light"],
    is_present: has_nginx,
};
/// Python with its environments.
pub const PYTHON: Package = Package {
    debian: &["python3", "python3-venv"],
    is_present: python::is_present,
};
/// A compiler for wasm, where rustup has none.
pub const DEBIAN_COMPILER: Package = Package {
    debian: &["rustc-web", "rust-web-src"],
    is_present: || Compiler::find().is_ok(),
};
/// Its clippy.
pub const DEBIAN_CLIPPY: Package = Package {
    debian: &["rust-web-clippy"],
    is_present: wasm::has_debian_clippy,
};

/// Installs Debian packages, all at once; where that is not possible, the error names them all.
pub fn install(names: &[&str]) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let list = names.join(" ");
    let Some(apt) = apt() else {
        return Err(Failure::new(format!(
            "please install these, as Debian calls them, and run this again: {list}"
        )));
    };
    let step = Step::begin(
        "apt",
        &format!("installing {list}, a minute or three (once)"),
    );
    let mut update = command(&apt);
    update.arg("update");
    // Stale lists may still do; where they do not, the next step says so.
    if let Err(failure) = process::run_quietly(&mut update, "going on with the lists as they are") {
        progress::note(&failure.to_string());
    }
    let mut install = command(&apt);
    install.args(["install", "-y", "--no-install-recommends"]);
    install.args(names);
    let advice = format!("please install by hand and run this again: {list}");
    process::run_quietly(&mut install, &advice)?;
    step.done();
    Ok(())
}

/// How apt-get may be called here, if at all.
fn apt() -> Option<Vec<&'static str>> {
    process::find(&["apt-get"])?;
    if process::answer(Path::new("id"), "-u")?.trim() == "0" {
        return Some(vec!["env"]);
    }
    let mut sudo = Command::new("sudo");
    sudo.args(["-n", "true"]);
    process::capture(&mut sudo).ok()?;
    Some(vec!["sudo", "-n", "env"])
}

fn command(apt: &[&str]) -> Command {
    let (program, rest) = apt.split_first().unwrap_or((&"env", &[]));
    let mut command = Command::new(program);
    command
        .args(rest)
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    command
}

/// Debian keeps the server's programs by version and out of the way.
fn has_postgres() -> bool {
    let versions = std::fs::read_dir("/usr/lib/postgresql");
    let mut versions = versions.into_iter().flatten().flatten();
    has("initdb") || versions.any(|version| version.path().join("bin/initdb").is_file())
}

/// Debian keeps it where only root looks; the tests take another that is named.
fn has_nginx() -> bool {
    let named = std::env::var_os("ZUOBAN_NGINX").is_some_and(|path| Path::new(&path).is_file());
    named || has("nginx") || Path::new("/usr/sbin/nginx").is_file()
}

fn has(program: &str) -> bool {
    process::find(&[program]).is_some()
}
