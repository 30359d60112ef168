//! What every test needs: an owner of terminals, and a window that reads.

use std::ffi::OsString;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use tenon_core::{FixedClock, Ids, TerminalId};
use tenon_terminal::{
    AttachmentId, Chunk, Exit, FlowLimits, KeeperCommand, Mark, Spawner, StartOptions,
    TerminalEvent, Terminals, TerminalsConfig,
};

/// How long anything may take before a test fails.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub struct Desk {
    pub terminals: Arc<Terminals>,
    pub folder: tempfile::TempDir,
    events: Receiver<TerminalEvent>,
    ids: Counter,
}

pub fn keeper() -> KeeperCommand {
    let args = ["--exact", "host::keeper", "--ignored", "--nocapture"];
    KeeperCommand {
        program: std::env::current_exe().unwrap(),
        args: args.map(OsString::from).to_vec(),
    }
}

/// Identities that count.
#[derive(Default)]
struct Counter(AtomicU8);

impl Ids for Counter {
    fn next(&self) -> uuid::Uuid {
        uuid::Uuid::from_bytes([self.0.fetch_add(1, Ordering::SeqCst); 16])
    }
}

impl Desk {
    pub fn new() -> Self {
        Self::with(FlowLimits::default())
    }

    pub fn with(limits: FlowLimits) -> Self {
        let terminals = Arc::new(Terminals::new(TerminalsConfig {
            spawner: Spawner::start().unwrap(),
            clock: Arc::new(FixedClock::at(1234)),
            ids: Arc::new(Counter::default()),
            keeper: Some(keeper()),
            limits,
        }));
        let (sender, events) = channel();
        terminals.on_event(move |event| drop(sender.send(event.clone())));
        Self {
            terminals,
            folder: tempfile::tempdir().unwrap(),
            events,
            ids: Counter::default(),
        }
    }

    pub fn options(&self, shell: &str, args: &[&str]) -> StartOptions {
        StartOptions {
            before: None,
            id: TerminalId::new(&self.ids),
            shell: shell.into(),
            args: args.iter().map(OsString::from).collect(),
            cwd: self.folder.path().into(),
            env: [
                ("PATH", "/usr/bin:/bin"),
                ("TERM", "xterm-256color"),
                ("PS1", "ready>"),
                ("HOME", "/"),
            ]
            .map(|(name, value)| (name.into(), value.into()))
            .to_vec(),
            cols: 80,
            rows: 24,
            scrollback: 1000,
            integration: None,
            output_kept: 64 * 1024,
        }
    }

    pub fn start(&self, shell: &str, args: &[&str]) -> TerminalId {
        self.terminals.start(self.options(shell, args)).unwrap().id
    }

    /// A shell that shows a prompt and reads no files of the machine's.
    pub fn bash(&self) -> TerminalId {
        self.start("/bin/bash", &["--norc", "--noprofile", "-i"])
    }

    pub fn script(&self, script: &str) -> TerminalId {
        self.start("/bin/sh", &["-c", script])
    }

    /// Attaches a window that acknowledges everything at once.
    pub fn window(&self, id: TerminalId) -> Window {
        Window::open(&self.terminals, id, true)
    }

    /// Attaches a window that acknowledges only when it is told to.
    pub fn slow_window(&self, id: TerminalId) -> Window {
        Window::open(&self.terminals, id, false)
    }

    pub fn type_in(&self, id: TerminalId, text: &str) {
        self.terminals.write(id, text.as_bytes()).unwrap();
    }

    /// Waits for an event.
    pub fn event(&self, wanted: impl Fn(&TerminalEvent) -> bool) -> TerminalEvent {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let event = self
                .events
                .recv_timeout(left)
                .expect("the event comes in time");
            if wanted(&event) {
                return event;
            }
        }
    }

    pub fn exit(&self, id: TerminalId) -> Exit {
        let ours = |event: &TerminalEvent| matches!(event, TerminalEvent::Exited { id: i, .. } if *i == id);
        match self.event(ours) {
            TerminalEvent::Exited { exit, .. } => exit,
            other => panic!("not an exit: {other:?}"),
        }
    }

    /// Waits until a program has written its process numbers, and takes them.
    pub fn pids(&self, file: &str, count: usize) -> Vec<i32> {
        pids_in(&self.folder.path().join(file), count)
    }
}

pub fn pids_in(file: &Path, count: usize) -> Vec<i32> {
    wait_until(
        &format!("{} process numbers in {}", count, file.display()),
        || {
            let text = fs::read_to_string(file)
                .ok()
                .filter(|text| text.ends_with('\n'))?;
            let pids: Vec<i32> = text
                .split_whitespace()
                .map(|pid| pid.parse().unwrap())
                .collect();
            (pids.len() == count).then_some(pids)
        },
    )
}

/// Looks again until `condition` gives something.
pub fn wait_until<T>(what: &str, mut condition: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = condition() {
            return found;
        }
        assert!(Instant::now() < deadline, "in vain: {what}");
        // Only the pace of looking; nothing depends on it.
        std::thread::park_timeout(Duration::from_millis(2));
    }
}

/// Whether a process runs; one that is dead but not yet waited for does not.
pub fn runs(pid: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ")
        .is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
}

pub struct Window {
    terminals: Arc<Terminals>,
    terminal: TerminalId,
    pub attachment: AttachmentId,
    chunks: Receiver<Chunk>,
    /// Everything since the last snapshot.
    pub seen: Vec<u8>,
    pub marks: Vec<Mark>,
    pub snapshots: usize,
    pub ended: Option<Exit>,
}

impl Window {
    fn open(terminals: &Arc<Terminals>, terminal: TerminalId, acknowledges: bool) -> Self {
        let (sender, chunks): (Sender<Chunk>, _) = channel();
        let (owner, own) = (Arc::downgrade(terminals), Arc::new(OnceLock::new()));
        let attached = own.clone();
        let sink = move |chunk: Chunk| {
            if let (true, Some(owner)) = (acknowledges, owner.upgrade()) {
                // On the way to the window, so that a busy machine does not look like a slow one.
                owner.ack(terminal, *attached.wait(), size(&chunk));
            }
            match sender.send(chunk) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        };
        let attachment = terminals.attach(terminal, Box::new(sink)).unwrap();
        own.set(attachment).unwrap();
        Self {
            terminals: terminals.clone(),
            terminal,
            attachment,
            chunks,
            seen: Vec::new(),
            marks: Vec::new(),
            snapshots: 0,
            ended: None,
        }
    }

    pub fn ack(&self, bytes: usize) {
        self.terminals.ack(self.terminal, self.attachment, bytes);
    }

    /// Takes one chunk and says how many bytes it had, if one comes within `patience`.
    pub fn take(&mut self, patience: Duration) -> Option<usize> {
        let chunk = self.chunks.recv_timeout(patience).ok()?;
        let bytes = size(&chunk);
        match chunk {
            Chunk::Snapshot(snapshot) => {
                self.snapshots += 1;
                self.seen = snapshot.bytes;
            }
            Chunk::Bytes(new) => {
                assert!(
                    new.len() <= FlowLimits::default().chunk,
                    "a chunk has its limit"
                );
                self.seen.extend_from_slice(&new);
            }
            Chunk::Marks(marks) => self.marks.extend(marks),
            Chunk::Ended(exit) => self.ended = Some(exit),
        }
        Some(bytes)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.seen).into_owned()
    }

    /// Reads until `wanted` was seen, and forgets everything up to its end.
    pub fn read_to(&mut self, wanted: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let found = self
                .seen
                .windows(wanted.len())
                .position(|part| part == wanted.as_bytes());
            if let Some(at) = found {
                let read = self.seen.drain(..at + wanted.len()).collect::<Vec<u8>>();
                return String::from_utf8_lossy(&read).into_owned();
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                self.take(left).is_some(),
                "{wanted:?} does not come; seen {:?}",
                self.text()
            );
        }
    }

    pub fn read_to_end(&mut self) -> Exit {
        while self.ended.is_none() {
            assert!(self.take(PATIENCE).is_some(), "the end does not come");
        }
        self.ended.unwrap()
    }
}

pub fn path(folder: &tempfile::TempDir, name: &str) -> PathBuf {
    folder.path().join(name)
}

fn size(chunk: &Chunk) -> usize {
    match chunk {
        Chunk::Snapshot(snapshot) => snapshot.bytes.len(),
        Chunk::Bytes(bytes) => bytes.len(),
        Chunk::Marks(_) | Chunk::Ended(_) => 0,
    }
}
