//! The proxy as a program behind the lock meets it.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::fd::AsRawFd as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use tenon_core::{EventDraft, EventSink, FixedClock};
use tenon_egress::{Engine, Gate, Launch, Ledger, Level, Plan, Program, Session};
use tenon_policy::Policy;

#[derive(Default)]
struct Recorded(Mutex<Vec<EventDraft>>);

impl EventSink for Recorded {
    fn record(&self, event: EventDraft) {
        self.0.lock().expect("not poisoned").push(event);
    }
}

/// A launch at "by agreement", whose proxy is on this machine's own loopback, so that the test
/// itself can speak to it.
struct Open {
    port: u16,
    credential: String,
    events: Arc<Recorded>,
    child: Child,
    _session: Session,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.child.kill().expect("it can be ended");
        self.child.wait().expect("its end");
    }
}

fn open(engines: Vec<Engine>) -> Open {
    let events = Arc::new(Recorded::default());
    let mut launch = Launch::prepare().expect("a launch");
    let environment = launch.environment();
    let (_, proxy) = environment
        .iter()
        .find(|(name, _)| name == "HTTP_PROXY")
        .expect("it is told");
    let proxy = proxy
        .to_str()
        .expect("plain")
        .trim_start_matches("http://")
        .to_owned();
    let (credential, _) = proxy.split_once('@').expect("a credential");
    let port = launch.port();
    let descriptor = launch.descriptor();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenon-egress-launch"));
    command.args(launch.arguments()).stdin(Stdio::null());
    let keep = move || {
        // SAFETY: the launch outlives the start.
        let channel = unsafe { std::os::fd::BorrowedFd::borrow_raw(descriptor) };
        Ok(rustix::io::fcntl_setfd(
            channel,
            rustix::io::FdFlags::empty(),
        )?)
    };
    // SAFETY: one plain system call.
    unsafe { command.pre_exec(keep) };
    let child = command.spawn().expect("the launcher");
    launch
        .send(&Plan {
            program: Some(Program {
                path: "/bin/sleep".into(),
                arguments: vec!["1000".into()],
            }),
            reads: vec![],
            runs: vec![],
            writes: vec![],
            sockets: vec![],
            proxy: port,
            parent: std::process::id().cast_signed(),
            ceiling: Level::ByAgreement,
        })
        .expect("sent");
    let ledger = Ledger::new(Arc::new(FixedClock::at(1)), Arc::<Recorded>::clone(&events));
    let gate = Gate {
        engines: Arc::new(move || engines.clone()),
        policy: Policy {
            trusted: None,
            local_only: true,
        },
        ledger: Arc::new(ledger),
    };
    let credential = credential.to_owned();
    let (tell, told) = std::sync::mpsc::channel();
    let session = launch.serve(gate, move |hold| tell.send(hold).expect("heard"));
    let session = session.expect("a thread");
    assert_eq!(told.recv().expect("a report").level, Level::ByAgreement);
    Open {
        port,
        credential,
        events,
        child,
        _session: session,
    }
}

impl Open {
    /// Sends `lines` with the credential and returns the whole answer.
    fn ask(&self, lines: &str) -> String {
        use base64::Engine as _;
        let word = base64::engine::general_purpose::STANDARD.encode(&self.credential);
        // What stands behind the head is for the server of a tunnel.
        self.send(&format!(
            "{lines}\r\nProxy-Authorization: Basic {word}\r\n\r\nrest"
        ))
    }

    fn send(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the proxy");
        let patience = Some(std::time::Duration::from_secs(20));
        stream
            .set_read_timeout(patience)
            .expect("a bound on waiting");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Each decision with its target, oldest first.
    fn decided(&self) -> Vec<(String, String)> {
        let events = self.events.0.lock().expect("not poisoned");
        let text =
            |event: &EventDraft, key: &str| event.payload[key].as_str().unwrap_or("").to_owned();
        events
            .iter()
            .map(|event| (text(event, "decision"), text(event, "target")))
            .collect()
    }
}

/// A server on the loopback interface that answers each request with `answer`.
fn server(answer: &'static str) -> (u16, Engine) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("its address").port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            let mut part = [0; 4096];
            let got = stream.read(&mut part).unwrap_or(0);
            assert!(
                !String::from_utf8_lossy(&part[..got]).contains("Proxy-"),
                "not for servers"
            );
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    let engine = Engine::parse(&format!("http://127.0.0.1:{port}")).expect("an engine");
    (port, engine)
}

const FINE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nfine";

#[test]
fn a_named_engine_is_reached_in_both_forms_and_everything_else_is_refused() {
    let (port, engine) = server(FINE);
    let (other, _) = server(FINE);
    let open = open(vec![engine]);
    let whole = open.ask(&format!(
        "GET http://localhost:{port}/v1 HTTP/1.1\r\nHost: x"
    ));
    assert!(whole.ends_with("\r\n\r\nfine"), "{whole}");
    let tunnel = open.ask(&format!("CONNECT 127.0.0.1:{port} HTTP/1.1"));
    assert!(tunnel.starts_with("HTTP/1.1 200"), "{tunnel}");
    for target in [
        format!("127.0.0.1:{other}"),
        format!("[::1]:{port}"),
        format!("0.0.0.0:{port}"),
        "192.0.2.1:80".into(),
        format!("localhost.example.com:{port}"),
    ] {
        let refused = open.ask(&format!("CONNECT {target} HTTP/1.1"));
        assert!(refused.starts_with("HTTP/1.1 403"), "{target}: {refused}");
        let (_, body) = refused.split_once("\r\n\r\n").expect("a body");
        let body: serde_json::Value = serde_json::from_str(body).expect("the error shape");
        assert_eq!(body["error"]["code"], "permission", "{target}");
        assert!(
            body["error"]["message"]
                .as_str()
                .is_some_and(|text| text.contains("egress.engines"))
        );
        assert_eq!(open.decided().pop(), Some(("denied".into(), target)));
    }
    assert_eq!(
        open.decided()[0],
        ("allowed".into(), format!("localhost:{port}"))
    );
}

#[test]
fn without_the_credential_and_with_what_is_no_request_nothing_is_reached() {
    let (port, engine) = server(FINE);
    let open = open(vec![engine]);
    let ask = format!("GET http://127.0.0.1:{port}/ HTTP/1.1\r\n");
    for (request, status) in [
        (format!("{ask}\r\n"), 407),
        (format!("{ask}Proxy-Authorization: Basic x\r\n\r\n"), 407),
        ("GET / HTTP/1.1\r\n\r\n".to_owned(), 400),
        (
            format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(20_000)),
            431,
        ),
    ] {
        let answer = open.send(&request);
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer}"
        );
    }
    assert!(
        open.decided().is_empty(),
        "nothing was decided, because nobody was let in"
    );
}

#[test]
fn a_redirect_is_a_further_request() {
    let (elsewhere, _) = server(FINE);
    let leak = format!(
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{elsewhere}/\r\nContent-Length: 0\r\n\r\n"
    );
    let (port, engine) = server(leak.leak());
    let open = open(vec![engine]);
    let answer = open.ask(&format!("GET http://127.0.0.1:{port}/ HTTP/1.1"));
    assert!(
        answer.starts_with("HTTP/1.1 302"),
        "the proxy follows nothing: {answer}"
    );
    let next = open.ask(&format!("GET http://127.0.0.1:{elsewhere}/ HTTP/1.1"));
    assert!(next.starts_with("HTTP/1.1 403"), "{next}");
}

#[test]
fn a_listener_that_is_held_outside_cannot_be_taken_by_others() {
    let launch = Launch::prepare().expect("a launch");
    assert!(
        TcpListener::bind(("127.0.0.1", launch.port())).is_err(),
        "nobody else gets it"
    );
    assert!(launch.descriptor().as_raw_fd() > 2);
}
