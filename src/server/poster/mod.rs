//! Posters: being written.
