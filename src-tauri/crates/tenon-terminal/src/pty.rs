//! The system's pseudo-terminals, and what a child does between fork and exec.
//!
//! The only file of this crate with unsafe code.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use portable_pty::{MasterPty, PtySize, native_pty_system};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};

/// The master's side of a pseudo-terminal. It never blocks.
pub(crate) struct Pty {
    master: Box<dyn MasterPty + Send>,
    /// The terminal's name for its programs, such as `/dev/pts/3`.
    pub name: PathBuf,
}

/// Opens a pseudo-terminal, and its other side for the child.
pub(crate) fn open(cols: u16, rows: u16) -> io::Result<(Pty, File)> {
    let pair = native_pty_system()
        .openpty(size(cols, rows))
        .map_err(io::Error::other)?;
    let name = pair
        .master
        .tty_name()
        .ok_or_else(|| io::Error::other("the terminal has no name"))?;
    let slave = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(libc::O_NOCTTY)
        .open(&name)?;
    Ok((
        Pty {
            master: pair.master,
            name,
        },
        slave,
    ))
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

impl Pty {
    /// A second descriptor of the master, not blocking, closed on exec.
    pub fn descriptor(&self) -> io::Result<OwnedFd> {
        let raw = self
            .master
            .as_raw_fd()
            .ok_or_else(|| io::Error::other("no descriptor"))?;
        // SAFETY: `master` owns this descriptor and is borrowed until the copy has been made.
        let copy = unsafe { BorrowedFd::borrow_raw(raw) }.try_clone_to_owned()?;
        fcntl_setfl(&copy, fcntl_getfl(&copy)? | OFlags::NONBLOCK)?;
        Ok(copy)
    }

    /// Tells the kernel the new size; it tells the programs.
    pub fn resize(&self, cols: u16, rows: u16) -> io::Result<()> {
        self.master
            .resize(size(cols, rows))
            .map_err(io::Error::other)
    }

    /// The process group in front.
    pub fn foreground(&self) -> Option<i32> {
        self.master.process_group_leader()
    }
}

/// How a child stands to this process.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ties {
    /// The signal it gets when the thread that started it dies.
    pub death_signal: Option<i32>,
    /// Whether its standard input becomes the terminal of its session.
    pub terminal: bool,
}

/// Makes `command` lead a session of its own, with the usual signals and no stray descriptor.
pub(crate) fn lead_session(command: &mut Command, ties: Ties) {
    let parent = rustix::process::getpid().as_raw_nonzero().get();
    // SAFETY: between fork and exec only the closure's thread exists, so it must not allocate, lock
    // or unwind. Everything it calls is a bare system call or is listed as async-signal-safe.
    unsafe { command.pre_exec(move || enter(parent, ties)) };
}

fn enter(parent: i32, ties: Ties) -> io::Result<()> {
    // Tenon may have been started with some of these ignored (`nohup tenon`), and a shell that
    // inherits that could not be hung up.
    for signal in [
        libc::SIGHUP,
        libc::SIGINT,
        libc::SIGQUIT,
        libc::SIGTERM,
        libc::SIGALRM,
        libc::SIGCHLD,
        libc::SIGTSTP,
        libc::SIGTTIN,
        libc::SIGTTOU,
        libc::SIGPIPE,
    ] {
        // SAFETY: async-signal-safe, and sets no handler of ours.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
    }
    // SAFETY: plain system calls on this process; `mask` is initialised by `sigemptyset`.
    unsafe {
        let mut mask = std::mem::MaybeUninit::<libc::sigset_t>::uninit();
        libc::sigemptyset(mask.as_mut_ptr());
        libc::sigprocmask(libc::SIG_SETMASK, mask.as_ptr(), std::ptr::null_mut());
        checked(libc::setsid())?;
        if ties.terminal {
            checked(libc::ioctl(0, libc::TIOCSCTTY as _, 0))?;
        }
        if let Some(signal) = ties.death_signal {
            checked(libc::prctl(libc::PR_SET_PDEATHSIG, signal as libc::c_ulong))?;
            // The parent may have died before the call above; then no signal will ever come.
            if libc::getppid() != parent {
                return Err(io::Error::from_raw_os_error(libc::ESRCH));
            }
        }
    }
    close_on_exec_from(3);
    Ok(())
}

/// Marks every descriptor from `first` on. They stay open until exec, because the standard library
/// reports a failed exec through one of them.
fn close_on_exec_from(first: libc::c_uint) {
    // SAFETY: plain system calls that change nothing but the flags of this process's descriptors.
    unsafe {
        let all = libc::c_uint::MAX;
        if libc::syscall(libc::SYS_close_range, first, all, libc::CLOSE_RANGE_CLOEXEC) != 0 {
            // Kernels before 5.11. Rust opens everything closed on exec; this is for C libraries.
            for descriptor in first as i32..1024 {
                libc::fcntl(descriptor, libc::F_SETFD, libc::FD_CLOEXEC);
            }
        }
    }
}

/// Gives memory that is free, in pieces between others, back to the system.
pub(crate) fn release_memory() {
    // SAFETY: it only looks at what the allocator itself holds, under its locks.
    #[cfg(target_env = "gnu")]
    unsafe {
        libc::malloc_trim(0);
    }
}

fn checked(result: libc::c_int) -> io::Result<()> {
    if result == -1 {
        Err(io::Error::last_os_error())
    } else {
        Ok(())
    }
}
