//! The owner's end of the socket.

use std::collections::HashMap;
use std::io::{BufReader, Write};
use std::net::Shutdown;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tenon_core::Code;

use super::outbox::{Outbox, outbox};
use super::{LONGEST_REQUEST, Reply, Request, SocketEvent, VERSION, read_line};
use crate::owner::{Caller, Owner, lock};
use crate::wire::UiEvent;
use crate::{ApiError, ApiResult, ops};

/// Clients at once.
const CLIENTS: usize = 256;

/// A socket that is served until this is stopped or dropped.
pub struct Server {
    path: PathBuf,
    stopped: AtomicBool,
    clients: Arc<Clients>,
}

/// The clients that are connected, by number, so that they can be cut off.
#[derive(Default)]
struct Clients {
    closed: AtomicBool,
    connected: Mutex<HashMap<u64, UnixStream>>,
}

impl Clients {
    /// Notes a client; `false` when there are too many, or the owner is ending.
    fn add(&self, number: u64, stream: &UnixStream) -> bool {
        let Ok(stream) = stream.try_clone() else {
            return false;
        };
        let mut connected = lock(&self.connected);
        if connected.len() >= CLIENTS || self.closed.load(Ordering::SeqCst) {
            return false;
        }
        connected.insert(number, stream);
        true
    }

    fn cut_off(&self) {
        let connected = lock(&self.connected);
        self.closed.store(true, Ordering::SeqCst);
        for stream in connected.values() {
            // One that is gone already needs no telling.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Server {
    /// Listens at `path`, in place of a socket that a dead owner left. The caller holds the lock.
    pub fn start(path: PathBuf, uid: u32, owner: Weak<Owner>) -> ApiResult<Self> {
        let fail = |e: std::io::Error| {
            ApiError::new(
                Code::Storage,
                format!("the socket \"{}\": {e}", path.display()),
            )
        };
        match std::fs::remove_file(&path) {
            Ok(()) => {}
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
            Err(e) => return Err(fail(e)),
        }
        let listener = UnixListener::bind(&path).map_err(fail)?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).map_err(fail)?;
        let clients = Arc::new(Clients::default());
        let accepting = clients.clone();
        let accept = move || {
            for (number, stream) in (0..).zip(listener.incoming()) {
                if accepting.closed.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                if !is_ours(&stream, uid) || !accepting.add(number, &stream) {
                    continue;
                }
                let (owner, clients) = (owner.clone(), accepting.clone());
                let serve = move || {
                    serve(&stream, &owner);
                    lock(&clients.connected).remove(&number);
                };
                if let Err(e) = std::thread::Builder::new()
                    .name("tenon-client".into())
                    .spawn(serve)
                {
                    tracing::error!(error = %e, "a client could not be served");
                    lock(&accepting.connected).remove(&number);
                }
            }
        };
        std::thread::Builder::new()
            .name("tenon-socket".into())
            .spawn(accept)
            .map_err(fail)?;
        Ok(Self {
            path,
            stopped: AtomicBool::new(false),
            clients,
        })
    }

    /// Clients that are connected now.
    pub fn clients(&self) -> u32 {
        u32::try_from(lock(&self.clients.connected).len()).unwrap_or(u32::MAX)
    }

    /// Listens no more, and lets go of every client, so that each looks for the next owner. A
    /// second call changes nothing: the socket may be another owner's by then.
    pub fn stop(&self) {
        if self.stopped.swap(true, Ordering::SeqCst) {
            return;
        }
        self.clients.cut_off();
        // A last connection wakes the thread that accepts, so that it sees the flag.
        let _ = UnixStream::connect(&self.path);
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Whether the other end runs as the same user.
fn is_ours(stream: &UnixStream, uid: u32) -> bool {
    rustix::net::sockopt::socket_peercred(stream).is_ok_and(|peer| peer.uid.as_raw() == uid)
}

fn serve(stream: &UnixStream, owner: &Weak<Owner>) {
    let (lines, waiting) = outbox();
    let Ok(mut out) = stream.try_clone() else {
        return;
    };
    let writer = std::thread::Builder::new()
        .name("tenon-client-out".into())
        .spawn(move || {
            waiting.write(|line| out.write_all(line).is_ok());
            // Whoever cannot be written to is not listened to either.
            let _ = out.shutdown(Shutdown::Both);
        });
    if writer.is_err() {
        return;
    }
    let Some(strong) = owner.upgrade() else {
        return;
    };
    let caller = Caller::client(&strong);
    let to_client = lines.clone();
    let cut = stream.try_clone();
    let own = caller.id.clone();
    let _events = strong.hub().subscribe(move |event| {
        // What this client edited is no news to it.
        if matches!(&event.event, UiEvent::DocumentEdited { by, .. } if *by == own) {
            return;
        }
        let reply = Reply {
            event: Some(SocketEvent::Window(Box::new(event.clone()))),
            ..empty()
        };
        if !to_client.put_now(encode(&reply))
            && let Ok(cut) = &cut
        {
            let _ = cut.shutdown(Shutdown::Both);
        }
    });
    drop(strong);
    let mut reader = BufReader::new(stream);
    while let Ok(Some(line)) = read_line(&mut reader, LONGEST_REQUEST) {
        let Some(strong) = owner.upgrade() else { break };
        let reply = answer(&strong, &caller, &line, &lines);
        // A client that reads nothing must not keep the owner from ending.
        drop(strong);
        // An answer waits for room; only events are too many to wait for.
        if !lines.put(encode(&reply)) {
            break;
        }
    }
    if let Some(owner) = owner.upgrade() {
        owner.forget_caller(&caller);
    }
}

fn answer(owner: &Owner, caller: &Caller, line: &[u8], lines: &Outbox) -> Reply {
    let request: Request = match serde_json::from_slice(line) {
        Ok(request) => request,
        Err(e) => {
            let message = format!("a request is one line {{v, id, method, params}}: {e}");
            return Reply {
                error: Some(ApiError::new(Code::Invalid, message)),
                ..empty()
            };
        }
    };
    if request.v != VERSION {
        let message = format!(
            "this owner speaks version {VERSION}, the request {}",
            request.v
        );
        let error = ApiError::new(Code::PreconditionFailed, message)
            .hint("Use the same version of Tenon for both.");
        return Reply {
            id: Some(request.id),
            error: Some(error),
            ..empty()
        };
    }
    let id = request.id;
    let params = if request.params.is_null() {
        serde_json::json!({})
    } else {
        request.params
    };
    let stream = || -> ops::Stream {
        let lines = lines.clone();
        Box::new(move |bytes| {
            let event = SocketEvent::Stream {
                stream: id,
                base64: STANDARD.encode(bytes),
            };
            let reply = Reply {
                event: Some(event),
                ..empty()
            };
            lines.put_of(id, encode(&reply))
        })
    };
    match ops::dispatch(owner, caller, &request.method, params, stream) {
        Ok(result) => Reply {
            id: Some(id),
            result: Some(result),
            ..empty()
        },
        Err(error) => Reply {
            id: Some(id),
            error: Some(error),
            ..empty()
        },
    }
}

fn empty() -> Reply {
    Reply {
        v: VERSION,
        id: None,
        result: None,
        error: None,
        event: None,
    }
}

fn encode(reply: &Reply) -> Vec<u8> {
    // A reply is plain data; were it ever not to serialise, the client sees an empty line.
    let mut line = serde_json::to_vec(reply).unwrap_or_default();
    line.push(b'\n');
    line
}
