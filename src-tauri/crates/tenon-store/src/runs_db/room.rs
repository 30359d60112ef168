//! Room for outputs: when there are more than a profile may have, the oldest go.

use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;
use serde_json::Value;

use crate::StoreError;
use crate::table::{kept, run_output};

/// Under this key stands how many outputs were dropped to make room.
const DROPPED: &str = "outputs.dropped";
/// After so many outputs the size is asked for anew: other programs write, too.
const TRUSTED: u32 = 256;
/// When room is made, so much of it is free afterwards, so that it is not made each time: a tenth.
const FREE: u64 = 10;

/// About how many bytes of outputs there are.
#[derive(Debug, Default)]
pub(super) struct Room(Mutex<Option<Known>>);

#[derive(Debug, Clone, Copy)]
struct Known {
    bytes: u64,
    outputs: u32,
}

impl Room {
    /// Follows an output of `new` bytes that was just written, and makes room where there are more
    /// than `most` bytes of all outputs.
    pub(super) fn follow(&self, conn: &Connection, new: u64, most: u64) -> Result<(), StoreError> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Whatever fails below, the size is asked for next time.
        let mut now = match known.take() {
            Some(Known { bytes, outputs }) if outputs < TRUSTED && bytes + new <= most => Known {
                bytes: bytes + new,
                outputs: outputs + 1,
            },
            _ => asked(conn)?,
        };
        if now.bytes > most {
            let wanted = now.bytes - (most - most / FREE);
            let count = run_output::drop_oldest(conn, wanted)?;
            let dropped = dropped(conn)?.saturating_add(count);
            kept::put(conn, DROPPED, &Value::from(dropped))?;
            tracing::info!(count, "outputs of old commands were dropped to make room");
            now = asked(conn)?;
        }
        *known = Some(now);
        Ok(())
    }
}

fn asked(conn: &Connection) -> Result<Known, StoreError> {
    Ok(Known {
        bytes: run_output::size(conn)?,
        outputs: 0,
    })
}

/// How many outputs were dropped to make room, ever.
pub(super) fn dropped(conn: &Connection) -> Result<u64, StoreError> {
    let kept = kept::get(conn, DROPPED)?;
    Ok(kept.and_then(|count| count.as_u64()).unwrap_or_default())
}
