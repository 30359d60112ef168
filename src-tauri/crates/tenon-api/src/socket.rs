//! The owner's socket: lines of JSON, `{v, id, method, params}` to `{v, id, result | error}`, and
//! `{v, event}` to every client.

pub mod client;
mod outbox;
pub mod server;

use std::io::{self, BufRead, Read};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ApiError;
use crate::wire::WindowEvent;

/// The protocol's version.
pub const VERSION: u32 = 1;

/// The longest line, in bytes: the largest file that can be read whole, in base64, fits.
pub const LONGEST_LINE: u64 = 800 << 20;

/// The longest request, in bytes.
pub const LONGEST_REQUEST: u64 = 64 << 20;

/// What a client asks.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// [`VERSION`].
    pub v: u32,
    /// Comes back with the answer.
    pub id: u64,
    /// A command's name.
    pub method: String,
    /// Its parameters; `{}` when absent.
    #[serde(default)]
    pub params: Value,
}

/// What an owner sends.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reply {
    /// [`VERSION`].
    pub v: u32,
    /// The request's id; absent for events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Value>,
    /// What went wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ApiError>,
    /// Something happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<SocketEvent>,
}

/// What an owner tells its clients.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SocketEvent {
    /// One message of a stream that this client asked for.
    Stream {
        /// The request that asked.
        stream: u64,
        /// The bytes, base64.
        base64: String,
    },
    /// What every window is told.
    Window(Box<WindowEvent>),
}

/// Reads one line of at most `limit` bytes, without its end. `None` at the end of the stream.
pub(crate) fn read_line(reader: &mut impl BufRead, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let read = reader
        .by_ref()
        .take(limit + 1)
        .read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() as u64 > limit {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "a line is too long",
        ));
    }
    Ok(Some(line))
}
