//! The launcher: a fresh process that locks itself and then becomes the program.
//!
//! It is the same executable, started again with [`LAUNCH_WORD`], because namespaces can only be
//! left by a process with one thread, and because nothing of Tenon's memory is to be in it. What
//! fails is said in the report, and the rest of the lock is still put on.

mod calls;
mod files;
mod namespace;

use std::ffi::OsString;
use std::io::{self, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::os::fd::{BorrowedFd, FromRawFd, RawFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::Command;

use rustix::net::sockopt;

use crate::channel;
use crate::level::{Hold, Level};
use crate::plan::{LAUNCH_WORD, ONE_THREAD, Plan, Report};

/// What a shell answers for a program that cannot be run.
const CANNOT_RUN: u8 = 126;

/// Acts as the launcher when `arguments` (with the program's own name) ask for it, and returns the
/// exit status; `None` when they do not.
///
/// It has to be called first in `main`, while the process has one thread. On success it does not
/// return: the process has become the program.
pub fn answer(arguments: impl IntoIterator<Item = OsString>) -> Option<u8> {
    let mut arguments = arguments.into_iter().skip(1);
    if arguments.next()? != LAUNCH_WORD {
        return None;
    }
    let channel = arguments.next().and_then(|text| text.into_string().ok());
    let channel = channel.and_then(|text| text.parse::<RawFd>().ok());
    let Some(channel) = channel.filter(|number| *number > 2) else {
        return Some(say("it is started by Tenon only"));
    };
    // SAFETY: whoever started this passes the channel under that number and nothing else uses it.
    let mut channel = unsafe { UnixStream::from_raw_fd(channel) };
    Some(match run(&mut channel) {
        Ok(()) => 0,
        Err(error) => say(&error.to_string()),
    })
}

fn say(why: &str) -> u8 {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(io::stderr(), "tenon-egress: {why}");
    CANNOT_RUN
}

fn run(channel: &mut UnixStream) -> io::Result<()> {
    let plan: Plan = serde_json::from_slice(&channel::read_line(channel)?)?;
    let (hold, listener) = lock(&plan);
    // Namespaces and credentials may have cleared what was set before this program ran.
    die_with(plan.parent)?;
    let report = Report {
        hold,
        listener: listener.is_some(),
    };
    let mut line = serde_json::to_vec(&report)?;
    line.push(b'\n');
    channel::send(channel, &line, listener.as_ref())?;
    drop(listener);
    let Some(program) = plan.program else {
        return Ok(());
    };
    let error = Command::new(&program.path)
        .args(&program.arguments)
        .env_remove(ONE_THREAD.0)
        .exec();
    let path = program.path.display();
    Err(io::Error::new(
        error.kind(),
        format!("{path} cannot be run: {error}"),
    ))
}

/// Puts on what can be put on, and says what holds. The listener is the proxy's, on the inside.
fn lock(plan: &Plan) -> (Hold, Option<TcpListener>) {
    if plan.ceiling == Level::ByAgreement {
        return (Hold::nothing("It was started without the lock."), None);
    }
    let mut hold = Hold::nothing(String::new());
    hold.why.clear();
    let mut listener = None;
    if plan.ceiling == Level::Enforced {
        match namespace::enter().and_then(|()| inside(plan.proxy)) {
            Ok(opened) => {
                hold.network = true;
                listener = Some(opened);
            }
            Err(why) => hold.why.push(why),
        }
    } else {
        hold.why
            .push("A network of its own was not asked for.".into());
    }
    namespace::drop_capabilities();
    if let Err(error) = rustix::thread::set_no_new_privs(true) {
        hold.why.push(format!(
            "Rights could be gained by starting programs: {error}."
        ));
    }
    let landlock = files::restrict(plan);
    (hold.files, hold.ports, hold.scopes) = (landlock.files, landlock.ports, landlock.scopes);
    hold.why.extend(landlock.why);
    // Without rules for ports no connection is made at all, and then no engine can be reached.
    match calls::restrict(hold.ports) {
        Ok(()) => {
            hold.calls = true;
            if !hold.ports {
                let why = "This kernel has no rules for ports (Linux 6.7 has), so the sidecar opens \
                           no connection at all, not even to engines on this machine.";
                hold.why.push(why.into());
            }
        }
        Err(why) => hold.why.push(why),
    }
    let loose = plan
        .sockets
        .iter()
        .any(|socket| !is_bound_to_loopback(*socket));
    if loose && hold.ports {
        let why = "A socket that was passed in is not bound to the loopback interface.";
        hold.why.push(why.into());
    }
    let sealed = !loose || !hold.ports;
    (hold.judged(sealed), listener)
}

/// Opens the proxy's port in the namespace that was entered just now.
fn inside(port: u16) -> Result<TcpListener, String> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map_err(|error| format!("The proxy's port could not be opened inside: {error}."))
}

/// Whether a socket of the machine's own network can reach nothing but the loopback interface,
/// also after it was disconnected, which any process that holds it can do.
fn is_bound_to_loopback(socket: RawFd) -> bool {
    // SAFETY: the plan names descriptors that were passed in and stay open.
    let socket = unsafe { BorrowedFd::borrow_raw(socket) };
    let mut name = [0u8; libc::IFNAMSIZ];
    let mut length = libc::socklen_t::try_from(name.len()).unwrap_or(0);
    // SAFETY: the buffer and its length belong together, and the kernel writes no more than that.
    let done = unsafe {
        libc::getsockopt(
            std::os::fd::AsRawFd::as_raw_fd(&socket),
            libc::SOL_SOCKET,
            libc::SO_BINDTODEVICE,
            name.as_mut_ptr().cast(),
            &mut length,
        )
    };
    done == 0 && name.starts_with(b"lo\0") && sockopt::socket_type(socket).is_ok()
}

fn die_with(parent: i32) -> io::Result<()> {
    use rustix::process::{Signal, getppid, set_parent_process_death_signal};

    set_parent_process_death_signal(Some(Signal::KILL))?;
    // It may have died before the call above; then no signal will ever come.
    if getppid().map(|pid| pid.as_raw_nonzero().get()) != Some(parent) {
        return Err(io::Error::other("whoever started it is gone"));
    }
    Ok(())
}
