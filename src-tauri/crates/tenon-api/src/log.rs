//! The log: a file a day, and the last lines for the log panel. Every line is masked first.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt, FileExt};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tenon_core::Clock;
use tenon_gatekeeper::Gatekeeper;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::hub::Hub;
use crate::wire::{LogLine, LogLines, LogParams, UiEvent, Whole};
use crate::{ApiError, ApiResult};

/// Lines kept for the log panel.
const KEPT: usize = 5_000;
/// Daily files kept.
const DAYS: usize = 14;
/// A longer line is cut, in bytes.
const LONGEST: usize = 8 << 10;
/// So much of a line is looked at for secrets: one that the cut would halve has to be whole then.
const LOOKED_AT: usize = 64 << 10;

/// What is logged unless `LOG` says otherwise, in the words of `tracing`'s filters.
const FILTER: &str = "warn,sidecar=info,tenon_api=info,tenon_cli=info,tenon_git=info,tenon_sidecar=info,tenon_store=info,tenon_terminal=info,tenon_window=info,tenon_workspace=info";

/// The log of this process.
#[derive(Clone)]
pub struct Log(Arc<Inner>);

struct Inner {
    clock: Arc<dyn Clock>,
    gatekeeper: Arc<Gatekeeper>,
    hub: Hub,
    lines: Mutex<Lines>,
}

struct Lines {
    next: u32,
    kept: VecDeque<LogLine>,
    file: Option<RollingFileAppender>,
}

impl Log {
    /// Makes a log that writes daily files into `folder` (none: only keeps lines) and tells `hub`.
    pub fn new(
        folder: Option<&Path>,
        clock: Arc<dyn Clock>,
        gatekeeper: Arc<Gatekeeper>,
        hub: Hub,
    ) -> ApiResult<Self> {
        if let Some(folder) = folder {
            let made = std::fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder);
            made.map_err(|e| {
                let message = format!("\"{}\" cannot be made: {e}", folder.display());
                ApiError::new(tenon_core::Code::Storage, message)
            })?;
        }
        let file = folder.map(|folder| {
            RollingFileAppender::builder()
                .rotation(Rotation::DAILY)
                .filename_prefix("tenon")
                .filename_suffix("log")
                .max_log_files(DAYS)
                .build(folder)
        });
        let file = file.transpose().map_err(|e| {
            ApiError::new(
                tenon_core::Code::Storage,
                format!("the log cannot be written: {e}"),
            )
        })?;
        let lines = Mutex::new(Lines {
            next: 1,
            kept: VecDeque::new(),
            file,
        });
        Ok(Self(Arc::new(Inner {
            clock,
            gatekeeper,
            hub,
            lines,
        })))
    }

    /// Takes everything that this process reports from now on; `filter` is the variable `LOG`.
    pub fn install(&self, filter: Option<&str>) -> ApiResult<()> {
        let filter = filter.unwrap_or(FILTER);
        let filter = EnvFilter::try_new(filter).map_err(|e| {
            ApiError::new(tenon_core::Code::Invalid, format!("LOG is no filter: {e}"))
        })?;
        let subscriber = tracing_subscriber::registry()
            .with(filter)
            .with(self.clone());
        tracing::subscriber::set_global_default(subscriber)
            .map_err(|e| ApiError::new(tenon_core::Code::Internal, e.to_string()))
    }

    /// Adds a line.
    pub fn write(&self, level: &str, target: &str, message: &str) {
        let (masked, _) = self.0.gatekeeper.mask_text(cut(message, LOOKED_AT));
        // A line stays one line, or a message could write lines that nobody else wrote.
        let message = cut(&masked, LONGEST).replace(['\n', '\r'], "\u{23ce}");
        let at = self.0.clock.now();
        let line = {
            let mut lines = self.0.lines.lock().unwrap_or_else(PoisonError::into_inner);
            let seq = lines.next;
            lines.next = seq.wrapping_add(1);
            let line = LogLine {
                seq,
                at: Whole::clamped(at),
                level: level.to_owned(),
                target: target.to_owned(),
                message,
            };
            if lines.kept.len() == KEPT {
                lines.kept.pop_front();
            }
            lines.kept.push_back(line.clone());
            if let Some(file) = &mut lines.file {
                // A log that cannot be written must not stop the work that it tells of.
                let _ = writeln!(file, "{at} {level:5} {target} {}", line.message);
            }
            line
        };
        self.0.hub.emit(UiEvent::LogGrew { lines: vec![line] });
    }

    /// Overwrites `texts` in what is kept, with as many stars: lines that other processes write at
    /// the same time stay where they are. Says how many files had one.
    pub fn forget(&self, folder: &Path, texts: &[String]) -> ApiResult<u32> {
        let mut lines = self.0.lines.lock().unwrap_or_else(PoisonError::into_inner);
        for line in &mut lines.kept {
            for text in texts {
                line.message = line.message.replace(text.as_str(), &stars(text));
            }
        }
        let fail = |path: &Path, e: std::io::Error| {
            let message = format!("\"{}\" could not be rewritten: {e}", path.display());
            ApiError::new(tenon_core::Code::Storage, message)
        };
        let files = match std::fs::read_dir(folder) {
            Ok(files) => files,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(0),
            Err(e) => return Err(fail(folder, e)),
        };
        let mut changed = 0;
        for file in files {
            let path = file.map_err(|e| fail(folder, e))?.path();
            if path.is_file() && overwrite(&path, texts).map_err(|e| fail(&path, e))? {
                changed += 1;
            }
        }
        Ok(changed)
    }

    /// Reads the lines kept.
    pub fn read(&self, params: &LogParams) -> ApiResult<LogLines> {
        if !(1..=5_000).contains(&params.limit) {
            return Err(ApiError::new(
                tenon_core::Code::Invalid,
                "a limit is from 1 to 5,000 lines",
            ));
        }
        let lines = self.0.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let after = params.after.unwrap_or(0);
        let wanted: Vec<_> = lines
            .kept
            .iter()
            .filter(|line| line.seq > after)
            .cloned()
            .collect();
        let skip = wanted.len().saturating_sub(params.limit as usize);
        Ok(LogLines {
            lines: wanted.into_iter().skip(skip).collect(),
        })
    }
}

fn stars(text: &str) -> String {
    "*".repeat(text.len())
}

/// Overwrites texts where they stand in a file; whether there were any.
fn overwrite(path: &Path, texts: &[String]) -> std::io::Result<bool> {
    let bytes = std::fs::read(path)?;
    let mut places = Vec::new();
    for text in texts {
        let found = memchr::memmem::find_iter(&bytes, text.as_bytes());
        places.extend(found.map(|at| (at, text.len())));
    }
    if places.is_empty() {
        return Ok(false);
    }
    let file = std::fs::OpenOptions::new().write(true).open(path)?;
    for (at, length) in places {
        file.write_all_at(&vec![b'*'; length], at as u64)?;
    }
    file.sync_all()?;
    Ok(true)
}

/// At most `longest` bytes from the start of a text, and no half character.
fn cut(text: &str, longest: usize) -> &str {
    let mut end = longest.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

impl<S: Subscriber> Layer<S> for Log {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut text = Text::default();
        event.record(&mut text);
        let level = event.metadata().level().as_str().to_ascii_lowercase();
        self.write(
            &level,
            event.metadata().target(),
            &(text.message + &text.fields),
        );
    }
}

#[derive(Default)]
struct Text {
    message: String,
    fields: String,
}

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        // Writing to a string cannot fail.
        let _ = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            name => write!(self.fields, " {name}={value:?}"),
        };
    }
}
