//! The ways out, tried by the real sidecar and by a native child of it.
//!
//! Another address of this machine stands for the internet, so that the test needs none: without
//! the lock every way works, which the control run shows, and behind it none does.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, UdpSocket};
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use tempfile::TempDir;
use tenon_egress::{Engine, Level};
use tenon_sidecar::{Condition, Lock, Places, Status, find_python};

use crate::fake::{Fake, Watched, config, kept_lines, lock, rules, wait_long, wait_until};

/// What the stand-ins for the internet answer, and what the key holds.
const CANARY: &str = "canary-7f3a";

/// Twelve ways, and four that a careful attacker takes: changes of files, a Unix socket with a
/// path, and the sidecar's own socket, disconnected and turned around.
const WAYS: [&str; 16] = [
    "http",
    "tcp",
    "udp",
    "dns",
    "subprocess",
    "environment-proxy",
    "redirect",
    "ipv6",
    "host-loopback",
    "key",
    "write",
    "rights",
    "late-import",
    "remote-engine",
    "unix",
    "turned-around",
];

/// Answers every connection with `answer`, which may depend on what was asked.
fn serve(address: &str, answer: impl Fn(&str) -> String + Send + 'static) -> Option<u16> {
    let listener = TcpListener::bind((address, 0)).ok()?;
    let port = listener.local_addr().ok()?.port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut asked = [0; 2000];
            let got = stream.read(&mut asked).unwrap_or(0);
            let body = answer(&String::from_utf8_lossy(&asked[..got]));
            let _ = stream.write_all(body.as_bytes());
        }
    });
    Some(port)
}

fn page(body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.0 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
}

/// An address of this machine that is not on the loopback interface, if it has one.
fn other_address() -> Option<String> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    // Nothing is sent; the kernel only chooses the address that it would send from.
    socket.connect("192.0.2.1:9").ok()?;
    Some(socket.local_addr().ok()?.ip().to_string())
}

/// A Python environment that is the sidecar's own, with the attempts put into it.
struct Outside {
    dir: TempDir,
    /// Where its Python has what it imports.
    packages: PathBuf,
    engines: Vec<Engine>,
    has_six: bool,
}

impl Outside {
    /// Nothing when the sidecar's environment has not been made, or the machine has one address.
    #[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
    fn new() -> Option<Self> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../..")
            .canonicalize();
        let source = source.expect("the source tree");
        let places = Places {
            source: Some(source.clone()),
            ..Places::default()
        };
        let (python, other) = match (find_python(&places), other_address()) {
            (Ok(python), Some(other)) => (python, other),
            (Err(error), _) => {
                println!("skipped: {error}");
                return None;
            }
            (_, None) => {
                println!("skipped: this machine has no address but the loopback interface's");
                return None;
            }
        };
        let dir = tempfile::tempdir().expect("a folder");
        let venv = python
            .parent()
            .and_then(Path::parent)
            .expect("its environment")
            .to_owned();
        let versions = fs::read_dir(venv.join("lib")).expect("its libraries");
        let version = versions.flatten().next().expect("one version").file_name();
        let packages = dir
            .path()
            .join("env/lib")
            .join(&version)
            .join("site-packages");
        fs::create_dir_all(&packages).expect("folders");
        fs::create_dir_all(dir.path().join("env/bin")).expect("a folder");
        fs::create_dir_all(dir.path().join("home/.ssh")).expect("a folder");
        let base = python.canonicalize().expect("the base");
        symlink(base, dir.path().join("env/bin/python")).expect("a link");
        let bash = Path::new("/bin/bash");
        fs::copy(bash, dir.path().join("env/bin/bash")).expect("a native child");
        fs::copy(venv.join("pyvenv.cfg"), dir.path().join("env/pyvenv.cfg")).expect("copied");
        let installed = venv.join("lib").join(&version).join("site-packages");
        let linked = format!(
            "{}\n{}\n",
            source.join("sidecar/src").display(),
            installed.display()
        );
        fs::write(packages.join("sidecar.pth"), linked).expect("written");
        fs::write(packages.join("sitecustomize.py"), include_str!("ways.py")).expect("written");
        let key = dir.path().join("home/.ssh/id_ed25519");
        fs::write(&key, CANARY).expect("a key");
        let unix = dir.path().join("home/socket");
        let listener = UnixListener::bind(&unix).expect("a socket with a path");
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.read(&mut [0; 100]);
                let _ = stream.write_all(CANARY.as_bytes());
            }
        });
        let canary = |_: &str| page(CANARY);
        let port = serve(&other, canary).expect("a port outside");
        let six = serve("::1", canary);
        let datagrams = UdpSocket::bind((other.as_str(), 0)).expect("a port outside");
        let udp = datagrams.local_addr().expect("its address").port();
        thread::spawn(move || {
            let mut packet = [0; 2000];
            while let Ok((_, from)) = datagrams.recv_from(&mut packet) {
                let _ = datagrams.send_to(CANARY.as_bytes(), from);
            }
        });
        let leads_out = format!("http://{other}:{port}/");
        let engine = serve("127.0.0.1", move |asked| {
            match asked.contains("/redirect") {
                true => format!(
                    "HTTP/1.0 302 Found\r\nLocation: {leads_out}\r\nContent-Length: 0\r\n\r\n"
                ),
                false => page("an engine"),
            }
        });
        let engine = engine.expect("a port");
        let told = serde_json::json!({
            "other": other, "port": port, "udp": udp, "engine": engine,
            "loopback": serve("127.0.0.1", canary), "six": six.unwrap_or(9),
            "key": key, "unix": unix, "word": CANARY,
        });
        fs::write(packages.join("ways.json"), told.to_string()).expect("written");
        let late = format!(
            "import urllib.request\nopen_it = urllib.request.build_opener(urllib.request.ProxyHandler({{}}))\n\
             FETCHED = open_it.open('http://{other}:{port}/', timeout=60).read().decode()\n"
        );
        fs::write(packages.join("late_fetcher.py"), late).expect("written");
        // As the settings would be read: what is elsewhere is no engine.
        let named = [
            format!("http://{other}:{port}"),
            format!("http://127.0.0.1:{engine}"),
        ];
        let engines = named
            .iter()
            .filter_map(|text| Engine::parse(text).ok())
            .collect();
        Some(Self {
            dir,
            packages,
            engines,
            has_six: six.is_some(),
        })
    }

    /// What each way gave, how the sidecar was, and the sidecar itself, of which more may be recorded
    /// for as long as it is there.
    fn tried(&self, ceiling: Level) -> (BTreeMap<String, String>, Status, Watched) {
        let mut config = config(&self.dir.path().join("env/bin/python"), rules());
        let (sink, lines) = kept_lines();
        let engines = self.engines.clone();
        config.lines = sink;
        config.lock = Some(Lock {
            scratch: self.dir.path().join("scratch"),
            engines: Arc::new(move || engines.clone()),
            ..lock(Path::new("/"), ceiling)
        });
        let watched = Watched::start(config);
        let status = watched.until("it is ready and locked", |status| {
            status.state == Condition::Ready && status.lock.is_some()
        });
        let made = watched.supervisor.embed(vec!["a red door".into()]);
        assert_eq!(made.expect("it works behind the lock").vectors.len(), 1);
        fs::write(self.packages.join("go"), "").expect("the word to begin");
        let said = || {
            let lines = lines.lock().expect("not poisoned");
            lines
                .iter()
                .filter_map(|(_, line)| line.strip_prefix("WAY ").map(str::to_owned))
                .collect::<Vec<_>>()
        };
        wait_long("all ways are tried", || said().contains(&"end".to_owned()));
        let split = |line: String| {
            line.split_once(' ')
                .map(|(name, got)| (name.to_owned(), got.to_owned()))
        };
        let got = said().into_iter().filter_map(split).collect();
        (got, status, watched)
    }

    fn out(&self, got: &BTreeMap<String, String>) -> Vec<&'static str> {
        let works = |name: &&str| got.get(*name).is_some_and(|text| text.contains(CANARY));
        WAYS.into_iter().filter(works).collect()
    }
}

#[test]
fn without_the_lock_every_way_leads_out() {
    let Some(outside) = Outside::new() else {
        return;
    };
    let (got, status, _) = outside.tried(Level::ByAgreement);
    assert_eq!(status.lock.map(|hold| hold.level), Some(Level::ByAgreement));
    let expected = WAYS
        .into_iter()
        .filter(|way| *way != "ipv6" || outside.has_six);
    assert_eq!(outside.out(&got), expected.collect::<Vec<_>>(), "{got:#?}");
}

#[test]
fn behind_the_lock_no_way_leads_out_and_the_named_engine_is_reached() {
    let Some(outside) = Outside::new() else {
        return;
    };
    let (got, status, watched) = outside.tried(Level::Enforced);
    let hold = status.lock.expect("it reported");
    assert_eq!(outside.out(&got), [""; 0], "{got:#?}");
    assert_eq!(got.len(), WAYS.len() + 1, "each was tried: {got:#?}");
    if hold.ports {
        assert!(
            got["engine"].contains("an engine"),
            "the door is there: {got:#?}"
        );
    }
    // Attempts are told on another way than lines, and need not have come with the last line.
    let told = |way: &str, by: &str| {
        wait_until(&format!("{way} by {by} is told, with the culprit"), || {
            let events = watched.events.0.lock().expect("not poisoned");
            events.iter().any(|event| {
                let text = |key: &str| event.payload[key].as_str().unwrap_or_default();
                event.kind == "egress.decided" && text("way") == way && text("by").contains(by)
            })
        });
    };
    told("connect", "late_fetcher");
    told("subprocess", "sitecustomize");
    told("getaddrinfo", "sitecustomize");
    if hold.ports {
        told("proxy", "sitecustomize");
    }
}

#[test]
fn without_its_launcher_it_starts_and_says_that_nothing_holds() {
    let fake = Fake::new("ready");
    let mut config = config(&fake.program(), rules());
    config.lock = Some(Lock {
        launcher: "/nowhere/launcher".into(),
        ..lock(&fake.program(), Level::Enforced)
    });
    let watched = Watched::start(config);
    let status = watched.until("it is ready", |status| {
        status.state == Condition::Ready && status.lock.is_some()
    });
    let hold = status.lock.expect("it says what holds");
    assert_eq!(hold.level, Level::ByAgreement);
    assert!(
        hold.shortfall()
            .is_some_and(|why| why.contains("could not be prepared"))
    );
}

#[test]
fn without_namespaces_the_second_best_still_leads_nowhere() {
    let Some(outside) = Outside::new() else {
        return;
    };
    let (got, status, _) = outside.tried(Level::Limited);
    let hold = status.lock.expect("it reported");
    assert!(hold.level <= Level::Limited, "{hold:?}");
    if hold.calls && hold.files {
        assert_eq!(outside.out(&got), [""; 0], "{got:#?}");
    }
}
