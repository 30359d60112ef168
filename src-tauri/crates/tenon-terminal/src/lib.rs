//! Terminals: shells on pseudo-terminals, their output with flow control, and their screens.
//!
//! The types that matter: [`Terminals`] holds all terminals of the owner, [`Chunk`] is what an
//! attached window is given, and [`FlowLimits`] bounds how much of it is on the way.
//!
//! This crate will never answer what a program asks its terminal (the window does, once), write
//! output to disk, or read its own environment: shell, folder and variables are given.
//!
//! ```no_run
//! # use std::ops::ControlFlow;
//! # fn example(terminals: tenon_terminal::Terminals, options: tenon_terminal::StartOptions)
//! # -> Result<(), tenon_terminal::TerminalError> {
//! let id = terminals.start(options)?.id;
//! let attachment = terminals.attach(id, Box::new(|chunk| {
//!     // Hand the chunk to the window; when it has been read, `Terminals::ack` its bytes.
//!     drop(chunk);
//!     ControlFlow::Continue(())
//! }))?;
//! terminals.write(id, b"echo hello\r")?;
//! terminals.ack(id, attachment, 128);
//! # Ok(())
//! # }
//! ```
#![deny(missing_docs)]

pub mod blocks;
pub mod environment;
mod error;
mod flow;
mod input;
mod integration;
mod keeper;
mod mirror;
mod procfs;
mod pty;
mod reader;
mod run;
mod runs;
mod session;
pub mod shell;
mod spawner;
mod state;
mod stream;
mod terminal;
mod terminals;

pub use error::TerminalError;
pub use flow::{FlowLimits, View};
pub use keeper::{KeeperCommand, keep};
pub use run::{Ended, Mark, Output, Started};
pub use spawner::Spawner;
pub use state::{
    AttachmentId, Before, Chunk, Exit, Past, Snapshot, StartOptions, TerminalEvent, TerminalState,
};
pub use stream::Sink;
pub use terminals::{Terminals, TerminalsConfig};
