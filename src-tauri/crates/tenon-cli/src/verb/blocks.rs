//! `tenon blocks`: the commands in a recorded terminal stream.
//!
//! It needs no workspace. Each block is printed as it ends, so a stream can be followed. What is
//! kept is the output of one block, up to 1 GiB.

use std::fmt;
use std::io::{self, BufWriter, Read, Write};
use std::process::ExitCode;

use serde::{Serialize, Serializer};
use tenon_api::{ApiError, ApiResult};
use tenon_core::Code;
use tenon_terminal::Output;
use tenon_terminal::blocks::{Block, BlockEvent, BlockRules, Blocks};

use crate::Session;

/// How much is read and written at once, in bytes.
const PART: usize = 64 << 10;
/// Bytes of an output's beginning and of its end that are printed.
const KEPT: usize = 512 << 20;
/// Characters of a command in the table.
const SHOWN: usize = 60;

/// A block as scripts get it.
#[derive(Serialize)]
struct Record<'a> {
    command: &'a str,
    exit: Option<i32>,
    cwd: Option<String>,
    start: u64,
    end: u64,
    output: Whole<'a>,
}

/// An output in one piece, which is written without being put together.
struct Whole<'a>(&'a Output);

impl fmt::Display for Whole<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Output {
            head,
            tail,
            left_out,
        } = self.0;
        f.write_str(head)?;
        if *left_out > 0 {
            write!(f, "\n… {left_out} bytes are left out …\n")?;
        }
        f.write_str(tail)
    }
}

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

pub fn run(session: &Session) -> ApiResult<ExitCode> {
    let mut input = io::stdin().lock();
    let mut blocks = Blocks::new(BlockRules {
        id: None,
        kept: KEPT,
    });
    let mut table = Table {
        json: session.out.is_json(),
        rows: 0,
    };
    let mut part = vec![0; PART];
    loop {
        let size = match input.read(&mut part) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(fault("standard input", &error)),
            Ok(size) => size,
        };
        let mut printed = Ok(());
        blocks.advance(&part[..size], |event| {
            if let (BlockEvent::Ended { block, .. }, Ok(())) = (event, &printed) {
                printed = table.print(&block);
            }
        });
        printed?;
        if size == 0 {
            break;
        }
    }
    if let Some(block) = blocks.finish() {
        table.print(&block)?;
    }
    Ok(ExitCode::SUCCESS)
}

struct Table {
    json: bool,
    rows: u64,
}

impl Table {
    fn print(&mut self, block: &Block) -> ApiResult<()> {
        let mut out = BufWriter::with_capacity(PART, io::stdout().lock());
        let written = match self.json {
            true => record(&mut out, block),
            false => self.row(&mut out, block),
        };
        self.rows += 1;
        match written.and_then(|()| out.flush()) {
            // A closed pipe ends the program quietly, as it does any other.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
            Err(error) => Err(fault("standard output", &error)),
            Ok(()) => Ok(()),
        }
    }

    fn row(&self, out: &mut impl Write, block: &Block) -> io::Result<()> {
        if self.rows == 0 {
            writeln!(
                out,
                "{:>5}  {:>10}  {:>10}  {:>10}  COMMAND",
                "EXIT", "START", "END", "OUTPUT"
            )?;
        }
        let exit = block.exit.map_or("-".into(), |exit| exit.to_string());
        let Output {
            head,
            tail,
            left_out,
        } = &block.output;
        let size = head.len() as u64 + tail.len() as u64 + left_out;
        let mut command: String = block
            .command
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(SHOWN + 1)
            .collect();
        if command.chars().count() > SHOWN {
            command.pop();
            command.push('…');
        }
        let (start, end) = (block.start, block.end);
        writeln!(
            out,
            "{exit:>5}  {start:>10}  {end:>10}  {size:>10}  {command}"
        )
    }
}

fn record(out: &mut impl Write, block: &Block) -> io::Result<()> {
    let record = Record {
        command: &block.command,
        exit: block.exit,
        cwd: block
            .cwd
            .as_ref()
            .map(|cwd| cwd.to_string_lossy().into_owned()),
        start: block.start,
        end: block.end,
        output: Whole(&block.output),
    };
    serde_json::to_writer(&mut *out, &record)?;
    out.write_all(b"\n")
}

fn fault(what: &str, error: &io::Error) -> ApiError {
    ApiError::new(Code::Storage, format!("{what}: {error}"))
}
