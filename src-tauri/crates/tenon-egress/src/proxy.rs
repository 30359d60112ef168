//! The door in the lock: an HTTP proxy that lets through to named engines, and to nothing else.

mod head;

use std::future::Future;
use std::io;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::launch::Gate;
use head::{Head, Target};

/// How many connections are open at once; further ones wait.
const AT_ONCE: usize = 32;
/// The longest head of a request, in bytes.
const LONGEST_HEAD: usize = 16 * 1024;
/// How long a head may take to arrive, and a connection to an engine to be made.
const LONGEST_START: Duration = Duration::from_secs(10);
/// How long one connection may live. A large model takes minutes for an answer.
const LONGEST_LIFE: Duration = Duration::from_secs(600);

/// Who connected to the proxy last by what Python's hook says: the culprit of the next request.
pub(crate) type Culprit = Arc<Mutex<String>>;

/// Who has the credential, and who decides.
struct Door {
    gate: Gate,
    expected: String,
    last: Culprit,
}

/// Serves `listener` for as long as the returned future is polled.
///
/// # Errors
/// What the system says when the listener cannot be used.
pub(crate) fn serve(
    listener: TcpListener,
    gate: Gate,
    credential: &str,
    last: Culprit,
) -> io::Result<impl Future<Output = ()> + use<>> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let expected = format!("Basic {}", STANDARD.encode(format!("tenon:{credential}")));
    let door = Arc::new(Door {
        gate,
        expected,
        last,
    });
    let room = Arc::new(Semaphore::new(AT_ONCE));
    Ok(async move {
        // The semaphore is never closed.
        while let Ok(place) = Arc::clone(&room).acquire_owned().await {
            let client = match listener.accept().await {
                Ok((client, _)) => client,
                Err(_) => {
                    // Out of descriptors, as a rule: others have to end first.
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            let door = Arc::clone(&door);
            tokio::spawn(async move {
                // A connection that breaks concerns its two ends only.
                let _ = timeout(LONGEST_LIFE, door.answer(client)).await;
                drop(place);
            });
        }
    })
}

impl Door {
    async fn answer(&self, mut client: TcpStream) -> io::Result<()> {
        let read = match timeout(LONGEST_START, read_head(&mut client)).await {
            Ok(read) => read?,
            Err(_) => {
                return refuse(
                    client,
                    408,
                    "invalid",
                    "The request did not arrive in time.",
                )
                .await;
            }
        };
        let Some((bytes, length)) = read else {
            let why = "The head of the request is too long or has no end.";
            return refuse(client, 431, "invalid", why).await;
        };
        let Some(head) = Head::parse(&bytes[..length]) else {
            let why =
                "This is a proxy: it takes CONNECT, and requests whose target begins with http://.";
            return refuse(client, 400, "invalid", why).await;
        };
        if !same(
            head.credential.unwrap_or_default(),
            self.expected.as_bytes(),
        ) {
            let why = "The proxy of the sidecar needs the credential of this launch.";
            return refuse(client, 407, "permission", why).await;
        }
        let by = self
            .last
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let engine = match self.gate.may_reach(head.host, head.port, &by) {
            Ok(engine) => engine,
            Err(verdict) => return refuse(client, 403, "permission", &verdict.why).await,
        };
        let made = timeout(LONGEST_START, TcpStream::connect(engine.address())).await;
        let Ok(Ok(mut server)) = made else {
            let why = format!("No engine answers at {}.", engine.address());
            return refuse(client, 502, "preconditionFailed", &why).await;
        };
        match head.target {
            Target::Tunnel => client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?,
            Target::Request => server.write_all(&head.forwarded()).await?,
        }
        server.write_all(&bytes[length..]).await?;
        copy_bidirectional(&mut client, &mut server).await?;
        Ok(())
    }
}

/// Reads up to the end of a head, and what came with it; nothing when there is no end in sight.
async fn read_head(client: &mut TcpStream) -> io::Result<Option<(Vec<u8>, usize)>> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    while bytes.len() <= LONGEST_HEAD {
        let got = client.read(&mut part).await?;
        if got == 0 {
            return Ok(None);
        }
        let from = bytes.len().saturating_sub(3);
        bytes.extend_from_slice(&part[..got]);
        if let Some(at) = bytes[from..]
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
        {
            let length = from + at + 4;
            return Ok((length <= LONGEST_HEAD).then_some((bytes, length)));
        }
    }
    Ok(None)
}

/// Whether both are the same, in a time that does not tell where they differ.
fn same(given: &[u8], expected: &[u8]) -> bool {
    let differ = given
        .iter()
        .zip(expected)
        .fold(0, |sum, (a, b)| sum | (a ^ b));
    given.len() == expected.len() && differ == 0
}

/// Answers with the one error shape of all seams.
async fn refuse(mut client: TcpStream, status: u16, code: &str, message: &str) -> io::Result<()> {
    let name = match status {
        400 => "Bad Request",
        403 => "Forbidden",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        431 => "Request Header Fields Too Large",
        _ => "Bad Gateway",
    };
    let error = serde_json::json!({
        "code": code,
        "message": message,
        "hint": null,
        "retryable": status == 502,
    });
    let body = serde_json::json!({ "error": error }).to_string();
    let ask = if status == 407 {
        "Proxy-Authenticate: Basic realm=\"tenon\"\r\n"
    } else {
        ""
    };
    let answer = format!(
        "HTTP/1.1 {status} {name}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         {ask}Connection: close\r\n\r\n{body}",
        body.len()
    );
    client.write_all(answer.as_bytes()).await?;
    client.shutdown().await?;
    // What is still on its way is read, so that the answer is not lost to a reset.
    let mut rest = [0; 4096];
    let drain = async { while matches!(client.read(&mut rest).await, Ok(got) if got > 0) {} };
    let _ = timeout(Duration::from_secs(1), drain).await;
    Ok(())
}
