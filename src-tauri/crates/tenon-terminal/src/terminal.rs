//! One terminal: its process, its streams, and what is known about it.

use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustix::process::{Pid, PidfdFlags, pidfd_open};
use tenon_core::{Clock, Ids, Millis, TerminalId};

use crate::blocks::BlockRules;
use crate::error::TerminalError;
use crate::flow::FlowLimits;
use crate::input::{self, Input, Refused};
use crate::integration;
use crate::mirror::Mirror;
use crate::procfs;
use crate::pty::{self, Pty, Ties, lead_session};
use crate::reader::Reader;
use crate::runs::Runs;
use crate::session::Session;
use crate::shell;
use crate::spawner::Spawner;
use crate::state::{StartOptions, TerminalState};
use crate::stream::Stream;

/// The largest number of columns or rows.
const LARGEST: u16 = 1000;
/// Characters in a name.
const NAME_CHARS: usize = 200;

pub(crate) struct Terminal {
    options: StartOptions,
    started_at: Millis,
    pub session: Session,
    pub stream: Arc<Stream>,
    input: Arc<Input>,
    face: Mutex<Face>,
    /// Whether it is to be forgotten once its shell has ended.
    pub forgotten: AtomicBool,
}

/// What changes about a terminal.
struct Face {
    /// None once the shell has ended.
    pty: Option<Pty>,
    name: Option<String>,
    cols: u16,
    rows: u16,
}

impl Terminal {
    /// Starts the shell. The reader is returned for the thread that is to run it.
    pub fn start(
        mut options: StartOptions,
        spawner: &Spawner,
        death_signal: Option<i32>,
        limits: FlowLimits,
        clock: &Arc<dyn Clock>,
        ids: &Arc<dyn Ids>,
    ) -> Result<(Self, Reader), TerminalError> {
        check_size(options.cols, options.rows)?;
        shell::check(&options.shell)?;
        check_folder(&options)?;
        let started_at = clock.now();
        let rules = BlockRules {
            id: integrate(&mut options, ids.as_ref()),
            kept: options.output_kept,
        };
        let (pty, slave) = pty::open(options.cols, options.rows)
            .map_err(|source| TerminalError::Pty { source })?;
        let master = Arc::new(
            pty.descriptor()
                .map_err(|source| TerminalError::Pty { source })?,
        );
        let input =
            Input::start(master.clone()).map_err(|source| TerminalError::Prepare { source })?;
        let start = || {
            let mut child = spawner.spawn(command(&options, slave, death_signal)?)?;
            match handle(&child) {
                Ok(ended) => Ok((child, ended)),
                Err(error) => {
                    // Without a handle its end would not be noticed.
                    let _ = child.kill();
                    let _ = child.wait();
                    Err(error)
                }
            }
        };
        let (child, ended) = start().map_err(|source| {
            input.close();
            TerminalError::Start {
                path: options.shell.clone(),
                source,
            }
        })?;
        let (cols, rows, scrollback) = (options.cols, options.rows, options.scrollback);
        let mirror = match options.before.take() {
            Some(before) => Mirror::after(&before, cols, rows, scrollback),
            None => Mirror::new(cols, rows, scrollback),
        };
        let runs = Runs::new(rules, clock.clone(), ids.clone());
        let stream = Stream::new(mirror, runs, limits);
        let reader = Reader {
            master,
            ended,
            stream: stream.clone(),
            child,
        };
        let terminal = Self {
            session: Session::of(reader.child.id() as i32, &options.shell, &pty.name),
            face: Mutex::new(Face {
                pty: Some(pty),
                name: None,
                cols: options.cols,
                rows: options.rows,
            }),
            forgotten: AtomicBool::new(false),
            options,
            started_at,
            stream,
            input,
        };
        Ok((terminal, reader))
    }

    pub fn id(&self) -> TerminalId {
        self.options.id
    }

    fn face(&self) -> MutexGuard<'_, Face> {
        self.face.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn write(&self, bytes: &[u8]) -> Result<(), TerminalError> {
        let id = self.id();
        if bytes.len() > input::LIMIT {
            return Err(TerminalError::InputTooLarge {
                size: bytes.len(),
                limit: input::LIMIT,
            });
        }
        self.input.write(bytes).map_err(|refused| match refused {
            Refused::Full => TerminalError::InputFull { id },
            Refused::Closed => TerminalError::Gone { id },
        })
    }

    pub fn resize(&self, cols: u16, rows: u16) -> Result<(), TerminalError> {
        check_size(cols, rows)?;
        let mut face = self.face();
        let apply = || {
            face.pty
                .as_ref()
                .map_or(Ok(()), |pty| pty.resize(cols, rows))
        };
        self.stream
            .resize(cols, rows, apply)
            .map_err(|source| TerminalError::Resize { source })?;
        (face.cols, face.rows) = (cols, rows);
        Ok(())
    }

    /// Gives it a name, or takes it away; says whether that changed anything.
    pub fn rename(&self, name: Option<&str>) -> Result<bool, TerminalError> {
        let name = name.map(str::trim);
        let fits = |name: &str| {
            (1..=NAME_CHARS).contains(&name.chars().count()) && !name.chars().any(char::is_control)
        };
        if !name.is_none_or(fits) {
            return Err(TerminalError::Name);
        }
        let mut face = self.face();
        let changed = face.name.as_deref() != name;
        face.name = name.map(str::to_owned);
        Ok(changed)
    }

    /// The program that runs in front of the shell.
    pub fn busy(&self) -> Option<String> {
        let group = self.face().pty.as_ref()?.foreground()?;
        if group == self.session.id || self.stream.exit().is_some() {
            return None;
        }
        // The group's first process may have ended before the others (`true | less`).
        let other = || {
            let of_group = |pid: &i32| procfs::stat(*pid).is_some_and(|stat| stat.group == group);
            procfs::pids()
                .into_iter()
                .find(of_group)
                .and_then(procfs::name)
        };
        procfs::name(group).or_else(other)
    }

    /// The shell's working directory now, while it runs.
    pub fn cwd(&self) -> Option<PathBuf> {
        // The number may belong to another process once the shell has ended.
        let runs = self.stream.exit().is_none();
        runs.then(|| procfs::cwd(self.session.id)).flatten()
    }

    pub fn state(&self) -> TerminalState {
        let exit = self.stream.exit();
        let busy = self.busy();
        let cwd = self.cwd();
        let face = self.face();
        TerminalState {
            id: self.id(),
            name: face.name.clone(),
            title: self.stream.title(),
            shell: self.options.shell.clone(),
            cwd: cwd.unwrap_or_else(|| self.options.cwd.clone()),
            pid: self.session.id as u32,
            cols: face.cols,
            rows: face.rows,
            running: exit.is_none(),
            exit,
            started_at: self.started_at,
            busy,
        }
    }

    /// Lets go of the kernel's terminal, which hangs up what still holds it.
    pub fn let_go(&self) {
        self.input.close();
        self.face().pty = None;
    }

    /// Marks it to be forgotten; says whether that can be done at once.
    pub fn forget(&self) -> bool {
        self.forgotten.store(true, Ordering::SeqCst);
        self.stream.exit().is_some()
    }
}

/// Has the shell mark what it does; the identity of its marks, if it will. Without them it is a
/// terminal like any other.
fn integrate(options: &mut StartOptions, ids: &dyn Ids) -> Option<String> {
    let folder = options.integration.clone()?;
    let identity = ids.next().simple().to_string();
    let StartOptions {
        shell, args, env, ..
    } = options;
    match integration::prepare(&folder, shell, args, env, &identity) {
        Ok(marks) => marks.then_some(identity),
        Err(error) => {
            tracing::warn!(%error, "the scripts for shells could not be written");
            None
        }
    }
}

fn check_size(cols: u16, rows: u16) -> Result<(), TerminalError> {
    let fits = |count| (1..=LARGEST).contains(&count);
    if fits(cols) && fits(rows) {
        Ok(())
    } else {
        Err(TerminalError::Size { cols, rows })
    }
}

fn check_folder(options: &StartOptions) -> Result<(), TerminalError> {
    let path = options.cwd.clone();
    match fs::metadata(&path) {
        Ok(found) if found.is_dir() => Ok(()),
        Ok(_) => Err(TerminalError::FolderMissing { path }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(TerminalError::FolderMissing { path })
        }
        Err(source) => Err(TerminalError::Folder { path, source }),
    }
}

fn command(
    options: &StartOptions,
    slave: fs::File,
    death_signal: Option<i32>,
) -> io::Result<Command> {
    let mut command = Command::new(&options.shell);
    command
        .args(&options.args)
        .current_dir(&options.cwd)
        .env_clear()
        .envs(options.env.iter().map(|(name, value)| (name, value)))
        .stdin(slave.try_clone()?)
        .stdout(slave.try_clone()?)
        .stderr(slave);
    lead_session(
        &mut command,
        Ties {
            death_signal,
            terminal: true,
        },
    );
    Ok(command)
}

fn handle(child: &Child) -> io::Result<OwnedFd> {
    let pid = Pid::from_raw(child.id() as i32).ok_or_else(|| io::Error::other("no process"))?;
    Ok(pidfd_open(pid, PidfdFlags::empty())?)
}
