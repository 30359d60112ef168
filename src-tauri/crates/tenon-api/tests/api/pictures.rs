//! Pictures that notes show from other machines: fetched where the person lets them, and told of.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::Value;
use tenon_api::wire::{PictureFetchParams, SettingsUpdateParams};
use tenon_api::{ApiError, ApiResult, ops, picture_server};
use tenon_core::Code;

use crate::desk::Desk;
use crate::journal::payload;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nand so on";

/// A server of this machine that has one picture at every address but those of other servers, which
/// begin with `/to/` and are sent on to.
struct Web {
    port: u16,
    asked: Arc<AtomicUsize>,
}

impl Web {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                count.fetch_add(1, Ordering::SeqCst);
                let lines = BufReader::new(stream.try_clone().expect("a second handle")).lines();
                let lines: Vec<_> = lines
                    .map_while(Result::ok)
                    .take_while(|line| !line.is_empty())
                    .collect();
                let path = lines[0].split(' ').nth(1).unwrap_or_default().to_owned();
                let head = match path.strip_prefix("/to/") {
                    Some(to) => format!("HTTP/1.1 302 Found\r\nlocation: http://{to}\r\n"),
                    None => "HTTP/1.1 200 OK\r\n".into(),
                };
                let head = format!("{head}content-length: {}\r\n\r\n", PNG.len());
                let _ = stream.write_all(&[head.as_bytes(), PNG].concat());
            }
        });
        Self { port, asked }
    }

    fn name(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

fn fetch(desk: &Desk, address: &str, allowed: &[&str]) -> ApiResult<Vec<u8>> {
    desk.raw::<ops::picture_fetch>(PictureFetchParams {
        address: address.into(),
        allowed: allowed.iter().map(|&name| name.to_owned()).collect(),
    })
}

fn name_servers(desk: &Desk, value: &str) -> Result<(), ApiError> {
    let params = SettingsUpdateParams {
        key: "notes.remotePictures".into(),
        value: value.into(),
    };
    desk.call::<ops::settings_update>(params).map(|_| ())
}

fn told(desk: Desk) -> Vec<(String, String, String)> {
    let ended = desk.close();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let events = ended
        .rows
        .iter()
        .filter(|row| row.header.kind == "egress.decided");
    events
        .map(|row| {
            let payload = payload(row);
            assert_eq!(payload["way"], "picture");
            (
                text(&payload["target"]),
                text(&payload["decision"]),
                text(&payload["rule"]),
            )
        })
        .collect()
}

#[test]
fn nothing_is_asked_of_a_server_until_the_person_allows_it() {
    let (desk, web) = (Desk::new(&[]), Web::new());
    let address = format!("http://{}/a.png", web.name());
    let error = fetch(&desk, &address, &[]).expect_err("nobody allowed it");
    assert_eq!(error.code, Code::Permission, "{error:?}");
    assert_eq!(error.about, Some(web.name()));
    assert!(error.message.contains("127.0.0.1"), "{error:?}");
    assert_eq!(web.asked(), 0, "nothing was sent");
    assert_eq!(picture_server(&address), Some(web.name()));
    let bytes = fetch(&desk, &address, &[&web.name()]).expect("it is allowed");
    assert_eq!(bytes, PNG);
    let again = fetch(&desk, &address, &[]).expect_err("one answer is for one picture");
    assert_eq!(again.code, Code::Permission);
    name_servers(&desk, r#"["127.0.0.1"]"#).expect("a name");
    assert_eq!(fetch(&desk, &address, &[]).expect("it is named"), PNG);
    assert_eq!(web.asked(), 2);
    let (name, denied) = (web.name(), "denied".to_owned());
    let allowed = (name.clone(), "allowed".to_owned(), String::new());
    let refused = (name, denied, "picture.unnamed".to_owned());
    assert_eq!(
        told(desk),
        [refused.clone(), allowed.clone(), refused, allowed]
    );
}

#[test]
fn a_server_that_is_sent_on_to_is_allowed_on_its_own() {
    let (desk, first, second) = (Desk::new(&[]), Web::new(), Web::new());
    let address = format!("http://{}/to/localhost:{}/b.png", first.name(), second.port);
    let error = fetch(&desk, &address, &[&first.name()]).expect_err("only the first is allowed");
    let other = format!("localhost:{}", second.port);
    assert_eq!(
        (error.code, error.about),
        (Code::Permission, Some(other.clone()))
    );
    assert_eq!((first.asked(), second.asked()), (1, 0));
    let both = [&*first.name(), &*other];
    assert_eq!(
        fetch(&desk, &address, &both).expect("both are allowed"),
        PNG
    );
}

#[test]
fn what_is_no_server_or_no_address_is_refused_before_anything_is_sent() {
    let desk = Desk::new(&[]);
    for address in [
        "file:///etc/passwd",
        "a.png",
        "",
        "http://",
        "data:image/png;base64,AAAA",
        "https://me:word@example.org/a.png",
    ] {
        let error = fetch(&desk, address, &["example.org"]).expect_err(address);
        assert_eq!(error.code, Code::Invalid, "{address}: {error:?}");
        assert!(
            error.message.contains("no address of a picture"),
            "{error:?}"
        );
    }
    let wrong = fetch(&desk, "http://127.0.0.1:1/a.png", &["http://127.0.0.1"]);
    let wrong = wrong.expect_err("an address is no name");
    assert!(wrong.message.contains("names of servers"), "{wrong:?}");
    let named = name_servers(&desk, r#"["https://example.org"]"#).expect_err("no name");
    assert_eq!(named.code, Code::Invalid, "{named:?}");
    let silent = fetch(&desk, "http://127.0.0.1:1/a.png", &["127.0.0.1"]);
    let silent = silent.expect_err("nobody listens there");
    assert_eq!(silent.code, Code::PreconditionFailed, "{silent:?}");
    assert!(silent.retryable && silent.message.contains("did not answer"));
}
