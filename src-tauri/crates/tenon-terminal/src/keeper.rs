//! The keeper: a small process that outlives Tenon by less than 2 s and ends its shells' sessions.
//!
//! When Tenon is killed, the kernel would hang its terminals up, but a program that ignores that
//! would stay; and a shell that finds its terminal gone before it is hung up ends without hanging
//! up its jobs. So the keeper learns of every session and holds its terminal too: when Tenon ends,
//! the sessions end in the same order as when Tenon ends them itself.

mod channel;

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Weak};

use crate::pty::{Ties, lead_session};
use crate::session::{Session, end};
use crate::spawner::Spawner;

/// How the keeper is started: a program that calls [`keep`] with its standard input.
#[derive(Debug, Clone)]
pub struct KeeperCommand {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
}

/// A session, and its terminal, which stays open as long as this is kept.
type Kept = (Session, Option<OwnedFd>);

/// The life of the keeper: takes sessions from `input`, its standard input, until the end of that,
/// then ends those that are left. Returns after 2 s at most.
///
/// # Errors
/// When `input` cannot be read; the sessions known by then are ended all the same.
pub fn keep(input: impl AsFd) -> io::Result<()> {
    let mut kept = Vec::new();
    let result = loop {
        match channel::receive(&input) {
            Ok(Some((message, terminal))) => apply(&message, terminal, &mut kept),
            Ok(None) => break Ok(()),
            Err(error) => break Err(error.into()),
        }
    };
    let sessions: Vec<Session> = kept.iter().map(|(session, _)| session.clone()).collect();
    end(&sessions, &sessions);
    result
}

/// One message: `+ID STARTED FORWARDS TTY` or `-ID`. Others are passed over; a newer Tenon may send
/// more.
fn apply(message: &[u8], terminal: Option<OwnedFd>, kept: &mut Vec<Kept>) {
    let mut fields = message
        .splitn(4, |byte| *byte == b' ')
        .map(OsStr::from_bytes);
    let Some(first) = fields.next().and_then(OsStr::to_str) else {
        return;
    };
    let mut number = || fields.next()?.to_str()?.parse().ok();
    if let Some(Ok(id)) = first.strip_prefix('-').map(str::parse::<i32>) {
        kept.retain(|(session, _)| session.id != id);
    } else if let Some(Ok(id)) = first.strip_prefix('+').map(str::parse::<i32>)
        && let (Some(started), Some(forwards)) = (number(), number())
        && let Some(tty) = fields.next()
    {
        let session = Session {
            id,
            started,
            forwards: forwards == 1,
            tty: tty.into(),
        };
        kept.push((session, terminal));
    }
}

fn added(session: &Session) -> Vec<u8> {
    let Session {
        id,
        started,
        forwards,
        tty,
    } = session;
    let mut message = format!("+{id} {started} {} ", u8::from(*forwards)).into_bytes();
    message.extend(tty.clone().into_os_string().into_vec());
    message
}

/// Tenon's side of the keeper.
pub(crate) struct Keeper {
    command: Option<KeeperCommand>,
    spawner: Spawner,
    process: Option<(Child, OwnedFd)>,
    sessions: Vec<Known>,
}

/// A session that was added and not removed.
struct Known {
    session: Session,
    terminal: Weak<OwnedFd>,
    hung_up: bool,
}

impl Keeper {
    pub fn new(command: Option<KeeperCommand>, spawner: Spawner) -> Self {
        Self {
            command,
            spawner,
            process: None,
            sessions: Vec::new(),
        }
    }

    /// The sessions that were added and not removed.
    pub fn sessions(&self) -> Vec<Session> {
        self.sessions
            .iter()
            .map(|known| known.session.clone())
            .collect()
    }

    /// Those of `sessions` that were not claimed before, for the one who is going to hang them up.
    pub fn claim(&mut self, sessions: &[Session]) -> Vec<Session> {
        let fresh = |known: &&mut Known| !known.hung_up && sessions.contains(&known.session);
        let claimed = self.sessions.iter_mut().filter(fresh).map(|known| {
            known.hung_up = true;
            known.session.clone()
        });
        claimed.collect()
    }

    /// Starts the keeper unless it runs.
    pub fn ensure(&mut self) -> io::Result<()> {
        let Some(command) = &self.command else {
            return Ok(());
        };
        if let Some((process, _)) = &mut self.process {
            if process.try_wait()?.is_none() {
                return Ok(());
            }
            tracing::warn!("the keeper of the terminals ended and is started again");
        }
        let (ours, theirs) = channel::pair()?;
        let mut started = Command::new(&command.program);
        started
            .args(&command.args)
            .current_dir("/")
            .stdin(theirs)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // Its own session, so that a Ctrl+C meant for Tenon does not reach it.
        lead_session(
            &mut started,
            Ties {
                death_signal: None,
                terminal: false,
            },
        );
        self.process = Some((self.spawner.spawn(started)?, ours));
        for known in &self.sessions {
            self.send(&added(&known.session), known.terminal.upgrade().as_ref());
        }
        Ok(())
    }

    /// Keeps `session` with its `terminal` from now on.
    pub fn add(&mut self, session: Session, terminal: &Arc<OwnedFd>) {
        self.send(&added(&session), Some(terminal));
        let terminal = Arc::downgrade(terminal);
        self.sessions.push(Known {
            session,
            terminal,
            hung_up: false,
        });
    }

    /// Forgets a session that is over.
    pub fn remove(&mut self, session: &Session) {
        self.sessions.retain(|known| known.session != *session);
        self.send(format!("-{}", session.id).as_bytes(), None);
    }

    fn send(&self, message: &[u8], terminal: Option<&Arc<OwnedFd>>) {
        let Some((_, channel)) = &self.process else {
            return;
        };
        if let Err(error) = channel::send(channel, message, terminal.map(|t| t.as_fd())) {
            tracing::warn!(%error, "the keeper of the terminals does not listen");
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if let Some((mut process, channel)) = self.process.take() {
            drop(channel);
            // It ends by itself; waiting only clears its entry away.
            let _ = process.wait();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_kept_as_it_was_sent_until_it_is_removed() {
        let session = |id, tty: &str| Session {
            id,
            started: 7,
            forwards: id == 41,
            tty: tty.into(),
        };
        let mut kept = Vec::new();
        for sent in [session(41, "/dev/pts/1"), session(42, "/dev/odd name")] {
            apply(&added(&sent), None, &mut kept);
        }
        let sessions = |kept: &[Kept]| kept.iter().map(|(s, _)| s.clone()).collect::<Vec<_>>();
        assert_eq!(
            sessions(&kept),
            [session(41, "/dev/pts/1"), session(42, "/dev/odd name")]
        );
        for message in [&b"-41"[..], b"", b"+x 1 1 /", b"+9", b"hello", b"-\xff"] {
            apply(message, None, &mut kept);
        }
        assert_eq!(
            sessions(&kept),
            [session(42, "/dev/odd name")],
            "nonsense changes nothing"
        );
    }
}
