//! Being written.
/// x
#[derive(clap::Subcommand)]
pub enum Export {/// x
 Ratings}
/// x
pub fn run(_: &Export, _: &std::path::Path) -> Result<(), super::CommandError> { Ok(()) }
