//! The listening socket, which Tenon opens itself and passes on.

use std::net::{Ipv4Addr, TcpListener};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};

use crate::error::SidecarError;

/// The port that is tried first when the settings name no other.
pub const DEFAULT_PORT: u16 = 9400;

/// A socket that listens on 127.0.0.1 for as long as this value lives.
///
/// It stays open between two launches, so that nobody else can take the port in the meantime.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    port: u16,
}

impl Listener {
    /// Opens `port`, or a port that the system chooses when that one cannot be had.
    ///
    /// # Errors
    /// [`SidecarError::Socket`] when the system gives no port at all.
    pub fn open(port: u16) -> Result<Self, SidecarError> {
        let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let socket = bind(port)
            .or_else(|error| {
                tracing::info!(port, %error, "the sidecar's port is taken; the system chooses one");
                bind(0)
            })
            .map_err(SidecarError::Socket)?;
        keep_to_loopback(&socket);
        let port = socket.local_addr().map_err(SidecarError::Socket)?.port();
        Ok(Self { socket, port })
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }
}

/// Binds the socket to the loopback interface. Whoever holds a listening socket can disconnect it
/// and connect it elsewhere, and it stays in the network in which it was made; so this one must be
/// of no use for that. The locked sidecar says whether it is.
fn keep_to_loopback(socket: &TcpListener) {
    let name = b"lo\0";
    // SAFETY: the name and its length belong together, and the kernel only reads them.
    let done = unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_BINDTODEVICE,
            name.as_ptr().cast(),
            3,
        )
    };
    if done != 0 {
        let error = std::io::Error::last_os_error();
        tracing::info!(%error, "the sidecar's socket could not be bound to the loopback interface");
    }
}

impl AsFd for Listener {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

#[cfg(test)]
mod tests {
    use rustix::io::{FdFlags, fcntl_getfd};

    use super::*;

    #[test]
    fn a_port_that_is_taken_is_left_to_its_owner() {
        let stranger = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let taken = stranger.local_addr().expect("its address").port();
        let listener = Listener::open(taken).expect("another port");
        assert_ne!(listener.port(), taken, "the stranger keeps its port");
    }

    #[test]
    fn a_free_port_is_taken_held_and_not_handed_to_every_child() {
        let free = Listener::open(0).expect("a port").port();
        let listener = Listener::open(free).expect("the port that was just given back");
        assert_eq!(listener.port(), free, "the wanted port was free");
        assert!(
            TcpListener::bind((Ipv4Addr::LOCALHOST, free)).is_err(),
            "nobody can take it while it is held"
        );
        let flags = fcntl_getfd(listener.as_fd()).expect("its flags");
        assert!(
            flags.contains(FdFlags::CLOEXEC),
            "only the sidecar inherits it"
        );
    }
}
