//! All terminals of the owner.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread;

use tenon_core::{Clock, Ids, TerminalId};

use crate::error::TerminalError;
use crate::flow::{FlowLimits, View};
use crate::keeper::{Keeper, KeeperCommand};
use crate::reader::Reader;
use crate::runs::RunNews;
use crate::session::{self, Session};
use crate::spawner::Spawner;
use crate::state::{AttachmentId, Past, StartOptions, TerminalEvent, TerminalState};
use crate::stream::{Appended, Sink};
use crate::terminal::Terminal;

/// What the terminals are made with.
#[derive(Clone)]
pub struct TerminalsConfig {
    /// The thread that starts the shells.
    pub spawner: Spawner,
    /// Where the time of a start comes from, and that of a command's beginning and end.
    pub clock: Arc<dyn Clock>,
    /// Where the identities of runs come from.
    pub ids: Arc<dyn Ids>,
    /// The process that ends the shells' sessions when this one is killed. Without one, shells
    /// are killed with this process, but programs in them that ignore the hang-up stay.
    pub keeper: Option<KeeperCommand>,
    /// The limits of each attachment.
    pub limits: FlowLimits,
}

type Listener = Arc<dyn Fn(&TerminalEvent) + Send + Sync>;

/// The terminals of one owner. Dropping it ends them all, as [`Terminals::close_all`] does.
pub struct Terminals {
    inner: Arc<Inner>,
}

struct Inner {
    config: TerminalsConfig,
    terminals: Mutex<BTreeMap<TerminalId, Arc<Terminal>>>,
    keeper: Mutex<Keeper>,
    listeners: RwLock<Vec<Listener>>,
    attachments: AtomicU64,
}

impl Terminals {
    /// Makes an owner without terminals. Starts nothing yet.
    pub fn new(config: TerminalsConfig) -> Self {
        let keeper = Keeper::new(config.keeper.clone(), config.spawner.clone());
        Self {
            inner: Arc::new(Inner {
                config,
                terminals: Mutex::default(),
                keeper: Mutex::new(keeper),
                listeners: RwLock::default(),
                attachments: AtomicU64::new(1),
            }),
        }
    }

    /// Has `listener` told of everything that happens from now on. It is called on the thread that
    /// noticed, with no lock held, and must not block for long.
    pub fn on_event(&self, listener: impl Fn(&TerminalEvent) + Send + Sync + 'static) {
        let mut listeners = self
            .inner
            .listeners
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        listeners.push(Arc::new(listener));
    }

    /// Starts a shell.
    ///
    /// # Errors
    /// `AlreadyStarted`, `Size`, `ShellMissing`, `ShellNotExecutable`, `FolderMissing`, `Folder`,
    /// `Pty`, `Start` and `Prepare`; nothing runs then.
    pub fn start(&self, options: StartOptions) -> Result<TerminalState, TerminalError> {
        let inner = &self.inner;
        let id = options.id;
        let prepare = |source| TerminalError::Prepare { source };
        let mut terminals = inner.terminals();
        if terminals.contains_key(&id) {
            return Err(TerminalError::AlreadyStarted { id });
        }
        let mut keeper = inner.keeper();
        keeper.ensure().map_err(prepare)?;
        // A keeper hangs the shell up in time for it to hang up its jobs; a signal of the kernel's
        // besides would spoil that, and comes once for each thread of this process. Without a
        // keeper the shell must not be able to resist.
        let signal = inner.config.keeper.is_none().then_some(libc::SIGKILL);
        let config = &inner.config;
        let (terminal, reader) = Terminal::start(
            options,
            &config.spawner,
            signal,
            config.limits,
            &config.clock,
            &config.ids,
        )?;
        let terminal = Arc::new(terminal);
        keeper.add(terminal.session.clone(), &reader.master);
        drop(keeper);
        terminals.insert(id, terminal.clone());
        drop(terminals);
        let state = terminal.state();
        inner.tell(&TerminalEvent::Started { id });
        let (reading, owner) = (terminal.clone(), inner.clone());
        let thread = thread::Builder::new().name("terminal-reader".into());
        if let Err(source) = thread.spawn(move || owner.read(&reading, reader)) {
            inner.end(std::slice::from_ref(&terminal.session));
            inner.terminals().remove(&id);
            return Err(prepare(source));
        }
        Ok(state)
    }

    /// Attaches `sink` to a terminal: a snapshot, then the bytes from exactly that point. It works
    /// on a terminal whose shell has ended, too.
    ///
    /// # Errors
    /// `Unknown`, and `Prepare` when the system gives no thread.
    pub fn attach(&self, id: TerminalId, sink: Sink) -> Result<AttachmentId, TerminalError> {
        let attachment = AttachmentId(self.inner.attachments.fetch_add(1, Ordering::Relaxed));
        let stream = &self.inner.get(id)?.stream;
        stream
            .attach(attachment, sink)
            .map_err(|source| TerminalError::Prepare { source })?;
        Ok(attachment)
    }

    /// Ends an attachment. One that is gone, or whose terminal is, is no error.
    pub fn detach(&self, id: TerminalId, attachment: AttachmentId) {
        if let Ok(terminal) = self.inner.get(id) {
            terminal.stream.detach(attachment);
        }
    }

    /// Says that an attachment has read so many bytes of what it was given, snapshots included.
    /// One that is gone, or whose terminal is, is no error.
    pub fn ack(&self, id: TerminalId, attachment: AttachmentId, bytes: usize) {
        if let Ok(terminal) = self.inner.get(id) {
            terminal.stream.acknowledge(attachment, bytes);
        }
    }

    /// Says how an attachment's window shows the terminal from now on. One that is gone, or whose
    /// terminal is, is no error.
    pub fn see(&self, id: TerminalId, attachment: AttachmentId, view: View) {
        if let Ok(terminal) = self.inner.get(id) {
            terminal.stream.see(attachment, view);
        }
    }

    /// Types `bytes` into a terminal: all of them or none. Does not wait for the program.
    ///
    /// # Errors
    /// `Unknown`, `Gone`, `InputFull` and `InputTooLarge`.
    pub fn write(&self, id: TerminalId, bytes: &[u8]) -> Result<(), TerminalError> {
        self.inner.get(id)?.write(bytes)
    }

    /// Changes a terminal's size.
    ///
    /// # Errors
    /// `Unknown`, `Size` and `Resize`.
    pub fn resize(&self, id: TerminalId, cols: u16, rows: u16) -> Result<(), TerminalError> {
        self.inner.get(id)?.resize(cols, rows)
    }

    /// Names a terminal, or takes its name away.
    ///
    /// # Errors
    /// `Unknown` and `Name`.
    pub fn rename(&self, id: TerminalId, name: Option<&str>) -> Result<(), TerminalError> {
        if self.inner.get(id)?.rename(name)? {
            let name = name.map(|name| name.trim().to_owned());
            self.inner.tell(&TerminalEvent::Renamed { id, name });
        }
        Ok(())
    }

    /// All terminals, the oldest identity first.
    pub fn list(&self) -> Vec<TerminalState> {
        let terminals: Vec<_> = self.inner.terminals().values().cloned().collect();
        terminals.iter().map(|terminal| terminal.state()).collect()
    }

    /// One terminal.
    ///
    /// # Errors
    /// `Unknown`.
    pub fn state(&self, id: TerminalId) -> Result<TerminalState, TerminalError> {
        Ok(self.inner.get(id)?.state())
    }

    /// What is kept of a terminal beyond its shell's life.
    ///
    /// # Errors
    /// `Unknown`.
    pub fn past(&self, id: TerminalId) -> Result<Past, TerminalError> {
        Ok(self.inner.get(id)?.stream.past())
    }

    /// Bytes that came out of a terminal so far.
    ///
    /// # Errors
    /// `Unknown`.
    pub fn written(&self, id: TerminalId) -> Result<u64, TerminalError> {
        Ok(self.inner.get(id)?.stream.written())
    }

    /// The program that runs in front of a terminal's shell.
    ///
    /// # Errors
    /// `Unknown`.
    pub fn busy(&self, id: TerminalId) -> Result<Option<String>, TerminalError> {
        Ok(self.inner.get(id)?.busy())
    }

    /// Hangs a terminal up and after 2 s kills what is left in it, without waiting for that. The
    /// terminal stays in the list, ended.
    ///
    /// # Errors
    /// `Unknown`, and `Prepare` when the system gives no thread.
    pub fn kill(&self, id: TerminalId) -> Result<(), TerminalError> {
        let terminal = self.inner.get(id)?;
        self.inner
            .end_apart(&terminal)
            .map_err(|source| TerminalError::Prepare { source })
    }

    /// As [`Terminals::kill`], and forgets the terminal once it has ended.
    ///
    /// # Errors
    /// `Unknown`, and `Prepare` when the system gives no thread.
    pub fn close(&self, id: TerminalId) -> Result<(), TerminalError> {
        let terminal = self.inner.get(id)?;
        if terminal.forget() {
            self.inner.forget(&terminal);
        }
        self.inner
            .end_apart(&terminal)
            .map_err(|source| TerminalError::Prepare { source })
    }

    /// Hangs up every session that was ever started here and waits until nothing is left of them,
    /// 2 s at most. What was detached on purpose stays.
    pub fn close_all(&self) {
        let sessions = self.inner.keeper().sessions();
        self.inner.end(&sessions);
    }
}

impl Drop for Terminals {
    fn drop(&mut self) {
        self.close_all();
        for terminal in self.inner.terminals().values() {
            terminal.stream.detach_all();
        }
    }
}

impl Inner {
    fn terminals(&self) -> MutexGuard<'_, BTreeMap<TerminalId, Arc<Terminal>>> {
        self.terminals
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn keeper(&self) -> MutexGuard<'_, Keeper> {
        self.keeper.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, id: TerminalId) -> Result<Arc<Terminal>, TerminalError> {
        self.terminals()
            .get(&id)
            .cloned()
            .ok_or(TerminalError::Unknown { id })
    }

    fn tell(&self, event: &TerminalEvent) {
        let listeners = self
            .listeners
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        for listener in listeners {
            listener(event);
        }
    }

    /// The life of a terminal's reading thread.
    fn read(&self, terminal: &Terminal, reader: Reader) {
        let id = terminal.id();
        let exit = reader.run(|Appended { title, first, runs }| {
            for news in runs {
                self.tell_run(terminal, news);
            }
            if let Some(title) = title {
                self.tell(&TerminalEvent::TitleChanged { id, title });
            }
            if first {
                self.tell(&TerminalEvent::Grew { id });
            }
        });
        terminal.let_go();
        for news in terminal.stream.end_run() {
            self.tell_run(terminal, news);
        }
        terminal.stream.finish(exit);
        self.settle(&terminal.session);
        if terminal.forgotten.load(Ordering::SeqCst) {
            self.forget(terminal);
        }
        self.tell(&TerminalEvent::Exited { id, exit });
    }

    fn tell_run(&self, terminal: &Terminal, news: RunNews) {
        let id = terminal.id();
        self.tell(&match news {
            RunNews::Started(mut run) => {
                // A shell that does not tell its folder is asked through the system.
                run.cwd = run.cwd.or_else(|| terminal.cwd());
                TerminalEvent::RunStarted { id, run }
            }
            RunNews::Wrote(run, text) => TerminalEvent::RunWrote { id, run, text },
            RunNews::Ended(run) => TerminalEvent::RunEnded { id, run },
            RunNews::Ready => TerminalEvent::Ready { id },
        });
    }

    fn forget(&self, terminal: &Terminal) {
        self.terminals().remove(&terminal.id());
        terminal.stream.detach_all();
    }

    /// Ends `sessions` and waits for that.
    fn end(&self, sessions: &[Session]) {
        let running = self.keeper().claim(sessions);
        session::end(sessions, &running);
        for session in sessions {
            self.settle(session);
        }
    }

    /// Ends a terminal's session on a thread of its own.
    fn end_apart(self: &Arc<Self>, terminal: &Arc<Terminal>) -> io::Result<()> {
        let (owner, session) = (self.clone(), terminal.session.clone());
        let end = move || owner.end(&[session]);
        thread::Builder::new()
            .name("terminal-end".into())
            .spawn(end)
            .map(drop)
    }

    /// Forgets a session in which nothing is left; one in which something is, is ended with Tenon.
    fn settle(&self, session: &Session) {
        if session.is_over() {
            self.keeper().remove(session);
        }
    }
}
