//! `tenon files`: what `rg --files` prints.
//!
//! It walks in this process even when the workspace has an owner: the disk alone is the truth here,
//! and nothing of the owner's state is asked.

use std::io::{ErrorKind, Write};
use std::process::ExitCode;
use std::sync::Mutex;

use tenon_api::{ApiError, ApiResult};
use tenon_core::{Code, WirePath};
use tenon_workspace::{Root, walk};

use crate::Session;

/// Threads of the walk.
const THREADS: usize = 2;

pub fn run(session: &Session, hidden: bool) -> ApiResult<ExitCode> {
    let root = Root::open(&session.workspace)?;
    let out = Mutex::new(std::io::stdout());
    let written = if session.out.is_json() {
        walk::write_files(root.path(), hidden, THREADS, &out, json_line)
    } else {
        walk::write_files(root.path(), hidden, THREADS, &out, |path, line| {
            line.extend_from_slice(path);
            line.push(b'\n');
        })
    };
    let problems = written.or_else(|error| match error.kind() {
        // Whoever read the list has had enough.
        ErrorKind::BrokenPipe => Ok(Vec::new()),
        _ => Err(ApiError::new(
            Code::Storage,
            format!("standard output: {error}"),
        )),
    })?;
    for problem in &problems {
        let _ = writeln!(std::io::stderr(), "tenon: {problem}");
    }
    if problems.is_empty() {
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::FAILURE)
    }
}

/// `{"path": …}`; most names need no escape and are copied as they are.
fn json_line(path: &[u8], line: &mut Vec<u8>) {
    let plain = |b: &u8| matches!(b, 0x20..=0x7e) && *b != b'"' && *b != b'\\';
    if path.iter().all(plain) {
        line.extend_from_slice(b"{\"path\":\"");
        line.extend_from_slice(path);
        line.extend_from_slice(b"\"}\n");
        return;
    }
    // A path is plain data, which always has a JSON form.
    if serde_json::to_writer(&mut *line, &WirePath::from_bytes(path)).is_ok() {
        line.push(b'\n');
    }
}
