//! Ending what runs in a terminal: hang up, wait, and kill what resists.
//!
//! What a person detached on purpose stays: a process in another session (`setsid`, `tmux`) is not
//! looked at; one that ignores the hang-up and has let go of the terminal (`nohup`) is spared, and
//! so is one that was never hung up because its shell had let go of it (`disown`).

use std::collections::HashSet;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process_group, pidfd_open, pidfd_send_signal};

use crate::procfs::{self, OnHangUp};

/// When programs that resist are killed, after the hang-up.
const PROGRAMS_KILLED: Duration = Duration::from_millis(1400);
/// When the shell is killed: later, so that it can hang up its own jobs once the one in front of
/// it is gone.
const SHELL_KILLED: Duration = Duration::from_millis(1700);
/// When the killed must be gone.
const OVER: Duration = Duration::from_millis(1950);

/// Shells that pass a hang-up on to their jobs, except those that were disowned.
const FORWARDING: &[&str] = &["bash", "zsh", "fish", "ksh", "mksh"];

/// One terminal's session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    /// The shell's process, which is also the session's number.
    pub id: i32,
    /// When the shell was started, in the kernel's ticks.
    pub started: u64,
    /// Whether the shell passes a hang-up on to its jobs.
    pub forwards: bool,
    /// The terminal's name.
    pub tty: PathBuf,
}

/// A process of a session.
#[derive(Debug, Clone, Copy)]
struct Member {
    pid: i32,
    group: i32,
    manner: Manner,
}

/// How a process stands to the hang-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// It ends by it, if anybody hangs it up.
    Yields,
    /// It handles or ignores it.
    Resists,
    /// It ignores it and has let go of the terminal.
    Detached,
}

impl Session {
    /// Describes the session that the process `id` leads.
    pub fn of(id: i32, shell: &Path, tty: &Path) -> Self {
        let name = shell
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        Self {
            id,
            // The child was not waited for, so it still has an entry even if it has ended.
            started: procfs::stat(id).map_or(0, |stat| stat.started),
            forwards: FORWARDING.contains(&name),
            tty: tty.into(),
        }
    }

    /// Whether nothing runs in it but what was detached on purpose.
    pub fn is_over(&self) -> bool {
        let all = self.members();
        !all.iter().any(|member| self.must_go(member, &all, None))
    }

    fn hang_up(&self) {
        let mut groups = Vec::new();
        if let Some(leader) = self.leader() {
            groups.extend([leader.foreground, self.id]);
        }
        if !self.forwards {
            let others = self
                .members()
                .into_iter()
                .filter_map(|m| procfs::stat(m.pid));
            groups.extend(others.map(|stat| stat.group));
        }
        groups.sort_unstable();
        groups.dedup();
        for group in groups
            .into_iter()
            .filter(|group| *group > 0)
            .filter_map(Pid::from_raw)
        {
            // A group that is gone needs no signal. One that is stopped acts only when it goes on.
            let _ = kill_process_group(group, Signal::HUP);
            let _ = kill_process_group(group, Signal::CONT);
        }
    }

    /// The shell, unless it is gone and its number belongs to another process.
    fn leader(&self) -> Option<procfs::Stat> {
        procfs::stat(self.id).filter(|stat| stat.started == self.started)
    }

    /// Everything that runs in it.
    fn members(&self) -> Vec<Member> {
        // A number in use as a session's is not given to a new process; a leader that started at
        // another time means that the whole session is gone and its number was used again.
        if procfs::stat(self.id).is_some_and(|stat| stat.started != self.started) {
            return Vec::new();
        }
        procfs::pids()
            .into_iter()
            .filter_map(|pid| self.member(pid))
            .collect()
    }

    fn member(&self, pid: i32) -> Option<Member> {
        let stat = procfs::stat(pid)?;
        if stat.session != self.id || matches!(stat.state, 'Z' | 'X') {
            return None;
        }
        let manner = match procfs::on_hang_up(pid)? {
            OnHangUp::Dies => Manner::Yields,
            OnHangUp::Ignores if !procfs::holds_terminal(pid, &self.tty) => Manner::Detached,
            OnHangUp::Ignores | OnHangUp::Handles => Manner::Resists,
        };
        Some(Member {
            pid,
            group: stat.group,
            manner,
        })
    }

    /// Whether `member` was not detached on purpose. `present` are the processes there were at the
    /// hang-up, if there was one; what came later was not detached before.
    fn must_go(&self, member: &Member, all: &[Member], present: Option<&HashSet<i32>>) -> bool {
        if member.pid == self.id {
            return true;
        }
        match member.manner {
            Manner::Detached => false,
            Manner::Resists => true,
            // It would be dead if its shell, which is gone, had not let go of it.
            Manner::Yields => {
                let is_disowned = self.may_be_disowned(member, all)
                    && !all.iter().any(|other| other.pid == self.id)
                    && present.is_none_or(|present| present.contains(&member.pid));
                !is_disowned
            }
        }
    }

    /// Whether `member` may never have been hung up. A job with a program that resists was: what
    /// yields in it was started since.
    fn may_be_disowned(&self, member: &Member, all: &[Member]) -> bool {
        let resists =
            |other: &Member| other.group == member.group && other.manner == Manner::Resists;
        self.forwards
            && member.manner == Manner::Yields
            && member.group != self.id
            && !all.iter().any(resists)
    }
}

/// Hangs up `running` and returns when nothing is left of all `sessions`, after 2 s at most.
///
/// A session must be hung up only once: a second signal ends bash before it has hung up its jobs.
pub(crate) fn end(sessions: &[Session], running: &[Session]) {
    let began = Instant::now();
    let present = sessions
        .iter()
        .flat_map(Session::members)
        .map(|member| member.pid)
        .collect();
    for session in running {
        session.hang_up();
    }
    if wait(sessions, &present, began + PROGRAMS_KILLED) {
        return;
    }
    kill(sessions, &present, false);
    if wait(sessions, &present, began + SHELL_KILLED) {
        return;
    }
    kill(sessions, &present, true);
    if !wait(sessions, &present, began + OVER) {
        tracing::warn!("a program in a terminal survives although it was killed");
    }
}

/// Kills what resists, and in the end the shells with everything that could not be told apart.
fn kill(sessions: &[Session], present: &HashSet<i32>, shells: bool) {
    for session in sessions {
        let all = session.members();
        // While its shell lives, one that was not hung up may still be a disowned one.
        let waits_for_shell =
            |member: &Member| member.pid == session.id || session.may_be_disowned(member, &all);
        let goes = |member: &&Member| {
            session.must_go(member, &all, Some(present)) && (shells || !waits_for_shell(member))
        };
        for handle in all
            .iter()
            .filter(goes)
            .filter_map(|member| handle(session, member))
        {
            // One that just ended needs no signal.
            let _ = pidfd_send_signal(&handle, Signal::KILL);
        }
    }
}

/// A handle on `member`, unless it has ended meanwhile.
fn handle(session: &Session, member: &Member) -> Option<OwnedFd> {
    let handle = pidfd_open(Pid::from_raw(member.pid)?, PidfdFlags::empty()).ok()?;
    // Looked at again, now that the handle keeps its meaning.
    session.member(member.pid).is_some().then_some(handle)
}

/// Waits until the sessions are over, or until `deadline`; says whether they are.
fn wait(sessions: &[Session], present: &HashSet<i32>, deadline: Instant) -> bool {
    loop {
        let mut left = Vec::new();
        for session in sessions {
            let all = session.members();
            let goes = |member: &&Member| session.must_go(member, &all, Some(present));
            left.extend(
                all.iter()
                    .filter(goes)
                    .filter_map(|member| handle(session, member)),
            );
        }
        if left.is_empty() {
            return true;
        }
        let time = deadline.saturating_duration_since(Instant::now());
        let Ok(timeout) = Timespec::try_from(time) else {
            return false;
        };
        let mut ends: Vec<PollFd<'_>> = left
            .iter()
            .map(|handle| PollFd::new(handle, PollFlags::IN))
            .collect();
        // Any end is a reason to look again; so is an interruption.
        let _ = poll(&mut ends, Some(&timeout));
        if time.is_zero() {
            return false;
        }
    }
}
