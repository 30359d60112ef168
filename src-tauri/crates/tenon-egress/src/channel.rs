//! The socket between Tenon and the launcher: lines of JSON, and one descriptor.

use std::io::{self, IoSlice, IoSliceMut, Read};
use std::mem::MaybeUninit;
use std::net::TcpListener;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;

use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, ReturnFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, recvmsg, sendmsg,
};

/// The longest message, in bytes: a plan with hundreds of paths.
const LONGEST: usize = 256 * 1024;

/// Reads one line, without its end.
pub(crate) fn read_line(stream: &mut UnixStream) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let mut byte = [0];
    // Byte by byte, because what stands behind the line is for somebody else.
    while stream.read(&mut byte)? == 1 {
        if byte[0] == b'\n' {
            return Ok(line);
        }
        if line.len() == LONGEST {
            return Err(io::ErrorKind::InvalidData.into());
        }
        line.push(byte[0]);
    }
    Err(io::ErrorKind::UnexpectedEof.into())
}

/// Sends a line, and a listener with its first byte.
pub(crate) fn send(
    stream: &UnixStream,
    line: &[u8],
    carried: Option<&TcpListener>,
) -> io::Result<()> {
    let descriptors: Vec<BorrowedFd<'_>> = carried.iter().map(|one| one.as_fd()).collect();
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    if !descriptors.is_empty() {
        control.push(SendAncillaryMessage::ScmRights(&descriptors));
    }
    let mut rest = line;
    while !rest.is_empty() {
        let sent = sendmsg(
            stream,
            &[IoSlice::new(rest)],
            &mut control,
            SendFlags::NOSIGNAL,
        )?;
        control.clear();
        rest = &rest[sent..];
    }
    Ok(())
}

/// Receives a line, and what came with it.
pub(crate) fn receive(stream: &UnixStream) -> io::Result<(Vec<u8>, Option<OwnedFd>)> {
    let mut line = Vec::new();
    let mut carried = None;
    loop {
        // One byte at a time: the kernel never hands a descriptor with another message's bytes,
        // and what stands behind the line is read by somebody else.
        let mut byte = [0];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = RecvAncillaryBuffer::new(&mut space);
        let flags = RecvFlags::CMSG_CLOEXEC;
        let got = recvmsg(
            stream,
            &mut [IoSliceMut::new(&mut byte)],
            &mut control,
            flags,
        )?;
        if got.flags.contains(ReturnFlags::CTRUNC) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        for message in control.drain() {
            if let RecvAncillaryMessage::ScmRights(descriptors) = message {
                carried = descriptors.into_iter().next().or(carried);
            }
        }
        match (got.bytes, byte[0]) {
            (0, _) => return Err(io::ErrorKind::UnexpectedEof.into()),
            (_, b'\n') => return Ok((line, carried)),
            _ if line.len() == LONGEST => return Err(io::ErrorKind::InvalidData.into()),
            (_, byte) => line.push(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_and_its_listener_arrive_and_what_follows_stays() {
        let (here, mut there) = UnixStream::pair().expect("a pair");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        send(&here, b"with\n", Some(&listener)).expect("sent");
        send(&here, b"without\nrest", None).expect("sent");
        let (line, carried) = receive(&there).expect("the first");
        let carried = TcpListener::from(carried.expect("its listener"));
        assert_eq!(line, b"with");
        assert_eq!(carried.local_addr().ok(), listener.local_addr().ok());
        assert_eq!(read_line(&mut there).expect("the second"), b"without");
        drop(here);
        assert!(receive(&there).is_err(), "a line without an end is none");
    }
}
