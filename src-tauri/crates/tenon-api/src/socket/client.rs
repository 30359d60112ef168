//! A client's end of the owner's socket.

use std::collections::HashMap;
use std::io::{BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crossbeam_channel::{Sender, bounded};
use serde_json::Value;
use tenon_core::Code;

use super::{LONGEST_LINE, Reply, Request, SocketEvent, VERSION, read_line};
use crate::hub::Hub;
use crate::ops::{Op, RawOp, Stream, StreamOp};
use crate::{ApiError, ApiResult};

/// A connection to the owner of a workspace.
pub struct Client {
    out: Mutex<UnixStream>,
    next: AtomicU64,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    hub: Hub,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    closed: bool,
    closing: Vec<Box<dyn FnOnce() + Send>>,
    waiting: HashMap<u64, Sender<ApiResult<Value>>>,
    streams: HashMap<u64, Stream>,
}

fn gone() -> ApiError {
    ApiError {
        retryable: true,
        ..ApiError::new(
            Code::PreconditionFailed,
            "the owner of the workspace is gone",
        )
    }
}

impl Client {
    /// Connects; `None` when nobody listens there.
    pub fn connect(path: &Path, uid: u32) -> ApiResult<Option<Self>> {
        let Ok(stream) = UnixStream::connect(path) else {
            return Ok(None);
        };
        let peer = rustix::net::sockopt::socket_peercred(&stream);
        if !peer.is_ok_and(|peer| peer.uid.as_raw() == uid) {
            return Err(ApiError::new(
                Code::Permission,
                "the owner's socket is another user's",
            ));
        }
        let internal = |e: std::io::Error| ApiError::new(Code::Internal, e.to_string());
        let reader = stream.try_clone().map_err(internal)?;
        let shared = Arc::new(Shared::default());
        let sink = shared.clone();
        let read = move || {
            let mut reader = BufReader::new(reader);
            while let Ok(Some(line)) = read_line(&mut reader, LONGEST_LINE) {
                sink.take(&line);
            }
            sink.close();
        };
        std::thread::Builder::new()
            .name("tenon-owner-in".into())
            .spawn(read)
            .map_err(internal)?;
        Ok(Some(Self {
            out: Mutex::new(stream),
            next: AtomicU64::new(1),
            shared,
        }))
    }

    /// Events of the owner.
    pub fn hub(&self) -> &Hub {
        &self.shared.hub
    }

    /// Whether the owner is gone.
    pub fn closed(&self) -> bool {
        self.shared.lock().closed
    }

    /// Calls `gone` once when the owner is gone, at once when it is already.
    pub fn on_close(&self, gone: impl FnOnce() + Send + 'static) {
        let mut state = self.shared.lock();
        if state.closed {
            drop(state);
            gone();
        } else {
            state.closing.push(Box::new(gone));
        }
    }

    /// Runs a command there.
    pub fn call<O: Op>(&self, params: &O::Params) -> ApiResult<O::Output> {
        parse(self.request(O::NAME, encode(params)?, None)?)
    }

    /// Runs a command there that answers with bytes.
    pub fn call_raw<O: RawOp>(&self, params: &O::Params) -> ApiResult<Vec<u8>> {
        let answer = self.request(O::NAME, encode(params)?, None)?;
        let bytes = answer
            .get("base64")
            .and_then(Value::as_str)
            .map(|text| STANDARD.decode(text));
        match bytes {
            Some(Ok(bytes)) => Ok(bytes),
            _ => Err(ApiError::new(
                Code::Internal,
                "the owner's answer holds no bytes",
            )),
        }
    }

    /// Runs a command there that sends bytes from then on.
    pub fn call_stream<O: StreamOp>(
        &self,
        params: &O::Params,
        stream: Stream,
    ) -> ApiResult<O::Output> {
        parse(self.request(O::NAME, encode(params)?, Some(stream))?)
    }

    /// Sends a request and waits for its answer.
    pub fn request(&self, method: &str, params: Value, stream: Option<Stream>) -> ApiResult<Value> {
        let id = self.next.fetch_add(1, Ordering::SeqCst);
        let (answer, wait) = bounded(1);
        {
            let mut state = self.shared.lock();
            if state.closed {
                return Err(gone());
            }
            state.waiting.insert(id, answer);
            if let Some(stream) = stream {
                state.streams.insert(id, stream);
            }
        }
        let request = Request {
            v: VERSION,
            id,
            method: method.to_owned(),
            params,
        };
        let mut line = encode(&request)?.to_string().into_bytes();
        line.push(b'\n');
        let sent = self
            .out
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write_all(&line);
        if sent.is_err() {
            self.shared.close();
        }
        wait.recv().unwrap_or_else(|_| Err(gone()))
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = out.shutdown(std::net::Shutdown::Both);
    }
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, line: &[u8]) {
        let Ok(reply) = serde_json::from_slice::<Reply>(line) else {
            tracing::warn!("the owner sent a line that is no reply");
            return;
        };
        match (reply.event, reply.id) {
            (Some(SocketEvent::Window(event)), _) => self.hub.send(&event),
            (Some(SocketEvent::Stream { stream, base64 }), _) => self.pass(stream, &base64),
            (None, Some(id)) => {
                let mut state = self.lock();
                let waiting = state.waiting.remove(&id);
                let answer = match reply.error {
                    Some(error) => {
                        // What was refused sends nothing.
                        state.streams.remove(&id);
                        Err(error)
                    }
                    None => Ok(reply.result.unwrap_or(Value::Null)),
                };
                drop(state);
                if let Some(waiting) = waiting {
                    // Whoever asked may have given up; then nobody misses the answer.
                    let _ = waiting.send(answer);
                }
            }
            (None, None) => {
                if let Some(error) = reply.error {
                    tracing::warn!(error = %error, "the owner refused a line");
                }
            }
        }
    }

    fn pass(&self, id: u64, base64: &str) {
        let Ok(bytes) = STANDARD.decode(base64) else {
            return;
        };
        // Taken out while it runs, so that a stream may itself make requests.
        let Some(mut stream) = self.lock().streams.remove(&id) else {
            return;
        };
        if stream(bytes) {
            self.lock().streams.insert(id, stream);
        }
    }

    fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.streams.clear();
        for (_, waiting) in state.waiting.drain() {
            let _ = waiting.send(Err(gone()));
        }
        let closing = std::mem::take(&mut state.closing);
        drop(state);
        closing.into_iter().for_each(|told| told());
    }
}

fn encode<T: serde::Serialize>(value: &T) -> ApiResult<Value> {
    serde_json::to_value(value).map_err(|e| ApiError::new(Code::Internal, e.to_string()))
}

fn parse<T: serde::de::DeserializeOwned>(value: Value) -> ApiResult<T> {
    serde_json::from_value(value).map_err(|e| {
        ApiError::new(
            Code::Internal,
            format!("the owner's answer does not fit: {e}"),
        )
    })
}
