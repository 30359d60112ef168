//! A user and network namespace of its own, with nothing in it but a loopback interface.

use std::fs;
use std::io::{self, Read, Write};
use std::os::fd::AsRawFd;

use rustix::thread::UnshareFlags;

/// The steps, in order, as a person reads them.
const STEPS: [&str; 3] = [
    "This machine forbids user and network namespaces",
    "The namespace's user could not be set",
    "The namespace's loopback interface could not be brought up",
];

/// Enters new namespaces, after a child has shown that all of it works: a process that came half
/// the way cannot go back.
///
/// # Errors
/// A sentence that says which step the system refused; nothing has changed then.
pub(super) fn enter() -> Result<(), String> {
    if fs::read_dir("/proc/self/task").is_ok_and(|threads| threads.count() > 1) {
        return Err("The launcher has more than one thread, and namespaces take only one.".into());
    }
    match tried_by_a_child() {
        Ok(None) => {}
        Ok(Some(said)) => return Err(said),
        Err(error) => return Err(format!("Namespaces could not be tried: {error}.")),
    }
    steps().map_err(|(step, error)| sentence(step, &error))
}

fn sentence(step: usize, error: &io::Error) -> String {
    let hint = match step {
        0 | 1 => {
            " An administrator can allow them (kernel.unprivileged_userns_clone, \
                  kernel.apparmor_restrict_unprivileged_userns, user.max_user_namespaces)."
        }
        _ => "",
    };
    format!("{}: {error}.{hint}", STEPS[step.min(STEPS.len() - 1)])
}

/// Lets a child do the steps, and returns what it says when it cannot.
fn tried_by_a_child() -> io::Result<Option<String>> {
    let (mut said, says) = io::pipe()?;
    // SAFETY: this process has one thread, so that the child may do all that this one may.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        0 => {
            drop(said);
            let mut says = says;
            let status = match steps() {
                Ok(()) => 0,
                Err((step, error)) => {
                    // The exit status alone says that it failed.
                    let _ = says.write_all(sentence(step, &error).as_bytes());
                    1
                }
            };
            // SAFETY: ends the child without what the parent would do at its end.
            unsafe { libc::_exit(status) }
        }
        child => {
            drop(says);
            let mut text = String::new();
            said.read_to_string(&mut text)?;
            let mut status = 0;
            // SAFETY: the child is ours and is waited for once.
            while unsafe { libc::waitpid(child, &mut status, 0) } == -1 {
                let error = io::Error::last_os_error();
                if error.kind() != io::ErrorKind::Interrupted {
                    return Err(error);
                }
            }
            let silent = || "Namespaces do not work here.".to_owned();
            Ok(match (status, text.is_empty()) {
                (0, _) => None,
                (_, true) => Some(silent()),
                (_, false) => Some(text),
            })
        }
    }
}

fn steps() -> Result<(), (usize, io::Error)> {
    let (user, group) = (rustix::process::geteuid(), rustix::process::getegid());
    let flags = UnshareFlags::NEWUSER | UnshareFlags::NEWNET;
    // SAFETY: this process has one thread, and shares no descriptors with others through it.
    unsafe { rustix::thread::unshare_unsafe(flags) }.map_err(|error| (0, error.into()))?;
    let (user, group) = (user.as_raw(), group.as_raw());
    let set = |name: &str, text: String| {
        fs::write(format!("/proc/self/{name}"), text).map_err(|error| (1, error))
    };
    // Groups cannot be mapped by a plain user before this is given up.
    set("setgroups", "deny".into())?;
    set("uid_map", format!("{user} {user} 1"))?;
    set("gid_map", format!("{group} {group} 1"))?;
    loopback_up().map_err(|error| (2, error))
}

fn loopback_up() -> io::Result<()> {
    let socket = std::net::UdpSocket::bind((std::net::Ipv4Addr::UNSPECIFIED, 0))?;
    // SAFETY: all zeroes is a valid value of this plain structure.
    let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
    for (to, from) in request.ifr_name.iter_mut().zip(b"lo") {
        *to = (*from).cast_signed();
    }
    let up = libc::IFF_UP | libc::IFF_RUNNING;
    request.ifr_ifru.ifru_flags = i16::try_from(up).unwrap_or_default();
    // SAFETY: the request is whole, and the kernel only reads it.
    match unsafe { libc::ioctl(socket.as_raw_fd(), libc::SIOCSIFFLAGS, &request) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Gives up every right beyond the user's own, for this process and all that it starts; root in a
/// namespace has some that a program has no use for. Refused to a plain user, who has none.
pub(super) fn drop_capabilities() {
    for capability in 0..=63 {
        // SAFETY: plain system calls that change only this process's own rights.
        unsafe { libc::prctl(libc::PR_CAPBSET_DROP, capability, 0, 0, 0) };
    }
}
