//! Being written.
/// x
#[derive(clap::Args)]
pub struct PosterArgs {}
/// x
pub fn run(_: &PosterArgs, _: &std::path::Path) -> Result<(), super::CommandError> { Ok(()) }
