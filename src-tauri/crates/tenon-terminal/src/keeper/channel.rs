//! Messages to the keeper, each with at most one descriptor.

use std::io::{IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::io::{Errno, Result};
use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, SocketFlags, SocketType, recvmsg, sendmsg, socketpair,
};

/// Bytes in one message: three numbers and a path.
const MESSAGE: usize = 8 * 1024;

/// Two ends that keep messages apart; the end of one is the end of the other's input.
pub(super) fn pair() -> Result<(OwnedFd, OwnedFd)> {
    socketpair(
        AddressFamily::UNIX,
        SocketType::SEQPACKET,
        SocketFlags::CLOEXEC,
        None,
    )
}

pub(super) fn send(channel: &OwnedFd, message: &[u8], with: Option<BorrowedFd<'_>>) -> Result<()> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut ancillary = SendAncillaryBuffer::new(&mut space);
    let descriptors = with.as_slice();
    if !descriptors.is_empty() {
        // The space was made for exactly this.
        ancillary.push(SendAncillaryMessage::ScmRights(descriptors));
    }
    loop {
        match sendmsg(
            channel,
            &[IoSlice::new(message)],
            &mut ancillary,
            SendFlags::NOSIGNAL,
        ) {
            Err(Errno::INTR) => {}
            result => return result.map(drop),
        }
    }
}

/// The next message with its descriptor; nothing at the end.
pub(super) fn receive(channel: impl AsFd) -> Result<Option<(Vec<u8>, Option<OwnedFd>)>> {
    let mut message = vec![0; MESSAGE];
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut ancillary = RecvAncillaryBuffer::new(&mut space);
    let received = loop {
        let mut parts = [IoSliceMut::new(&mut message)];
        match recvmsg(
            &channel,
            &mut parts,
            &mut ancillary,
            RecvFlags::CMSG_CLOEXEC,
        ) {
            Err(Errno::INTR) => {}
            result => break result?,
        }
    };
    let mut descriptors = ancillary.drain().filter_map(|part| match part {
        RecvAncillaryMessage::ScmRights(mut descriptors) => descriptors.next(),
        _ => None,
    });
    let descriptor = descriptors.next();
    message.truncate(received.bytes);
    Ok((received.bytes > 0).then_some((message, descriptor)))
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::{Read, pipe};

    use super::*;

    #[test]
    fn messages_stay_apart_and_bring_what_they_carry() {
        let (ours, theirs) = pair().unwrap();
        let (mut reader, writer) = pipe().unwrap();
        send(&ours, b"with", Some(writer.as_fd())).unwrap();
        send(&ours, b"without", None).unwrap();
        drop((ours, writer));
        let (message, carried) = receive(&theirs).unwrap().unwrap();
        assert_eq!(message, b"with");
        use std::io::Write;
        File::from(carried.unwrap()).write_all(b"through").unwrap();
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(text, "through", "the descriptor is the one that was sent");
        let (message, carried) = receive(&theirs).unwrap().unwrap();
        assert_eq!((message, carried.is_none()), (b"without".to_vec(), true));
        assert!(receive(&theirs).unwrap().is_none(), "the end is seen");
    }
}
