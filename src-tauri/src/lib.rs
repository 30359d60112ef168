//! The shell: windows over `tenon-api`, and nothing else.

mod arguments;
mod asked;
mod closing;
pub mod ipc;
mod shell;
mod start;
mod window;
mod windows;

pub use start::run;
pub use tenon_api::answer_as_launcher;
