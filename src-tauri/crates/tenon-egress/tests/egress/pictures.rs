//! Pictures that are fetched from a server.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use tenon_egress::{LARGEST_PICTURE, PictureFault, Server, fetch_picture};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nand so on";

/// A server that answers every path as a function says, and remembers what it was sent.
struct Web {
    port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Web {
    fn new(answer: fn(&str) -> Vec<u8>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let keep = Arc::clone(&heard);
        thread::spawn(move || {
            for stream in listener.incoming() {
                serve(stream.expect("a connection"), answer, &keep);
            }
        });
        Self { port, heard }
    }

    fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().expect("not poisoned").clone()
    }
}

fn serve(mut stream: TcpStream, answer: fn(&str) -> Vec<u8>, heard: &Mutex<Vec<String>>) {
    let mut lines = Vec::new();
    let reader = BufReader::new(stream.try_clone().expect("a second handle"));
    for line in reader.lines() {
        match line {
            Ok(line) if !line.is_empty() => lines.push(line),
            _ => break,
        }
    }
    let path = lines.first().and_then(|line| line.split(' ').nth(1));
    let bytes = answer(path.unwrap_or_default());
    heard.lock().expect("not poisoned").push(lines.join("\n"));
    // Whoever has enough hangs up.
    let _ = stream.write_all(&bytes);
}

fn with_body(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn all(_: &Server) -> Result<(), String> {
    Ok(())
}

#[test]
fn a_picture_comes_and_nothing_but_a_plain_request_goes() {
    let web = Web::new(|_| with_body("200 OK", "content-type: text/plain\r\n", PNG));
    let mut told = Vec::new();
    let bytes = fetch_picture(&web.at("/a.png?x=1#here"), |server| {
        told.push(server.clone());
        Ok::<(), String>(())
    });
    assert_eq!(bytes.expect("it comes"), PNG);
    let server = Server {
        host: "127.0.0.1".into(),
        port: web.port,
        loopback: true,
    };
    assert_eq!(told, [server]);
    let heard = web.heard();
    let lines: Vec<_> = heard[0].lines().map(str::to_ascii_lowercase).collect();
    assert_eq!(lines[0], "get /a.png?x=1 http/1.1");
    let mut names: Vec<_> = lines[1..]
        .iter()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, _)| name)
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "host", "user-agent"]);
}

#[test]
fn a_server_that_is_refused_hears_nothing() {
    let web = Web::new(|_| with_body("200 OK", "", PNG));
    let refused = fetch_picture(&web.at("/a.png"), |_| Err::<(), _>("no"));
    assert!(matches!(refused, Err(PictureFault::Refused(_, "no"))));
    assert!(web.heard().is_empty());
}

#[test]
fn a_server_that_is_sent_on_to_is_asked_about_too() {
    let last = Web::new(|_| with_body("200 OK", "", PNG));
    let first = Web::new(|path| {
        let to = format!("location: http://localhost:{}/b.png\r\n", &path[1..]);
        with_body("302 Found", &to, b"")
    });
    let address = first.at(&format!("/{}", last.port));
    let refused = fetch_picture(&address, |server| match server.host == "localhost" {
        true => Err("elsewhere"),
        false => Ok(()),
    });
    match refused {
        Err(PictureFault::Refused(server, "elsewhere")) => assert_eq!(server.port, last.port),
        other => panic!("{other:?}"),
    }
    assert!(last.heard().is_empty(), "nothing was sent there");
    assert_eq!(fetch_picture(&address, all).expect("let through"), PNG);
}

#[test]
fn what_is_no_picture_is_told_and_not_given() {
    let web = Web::new(|path| match path {
        "/page" => with_body("200 OK", "content-type: image/png\r\n", b"<html></html>"),
        "/gone" => with_body("404 Not Found", "", PNG),
        "/round" => with_body("302 Found", "location: /round\r\n", b""),
        "/script" => with_body("302 Found", "location: javascript:alert(1)\r\n", b""),
        "/large" => {
            let mut body = PNG.to_vec();
            body.resize(usize::try_from(LARGEST_PICTURE).expect("it fits") + 1, 0);
            with_body("200 OK", "", &body)
        }
        _ => Vec::new(),
    });
    for (path, want) in [
        ("/page", "what 127.0.0.1 sent is no picture"),
        ("/gone", "127.0.0.1 answered with the status 404"),
        (
            "/round",
            "127.0.0.1 sends on to other addresses more than 5 times",
        ),
        ("/large", "the picture of 127.0.0.1 has more than 16 MiB"),
        (
            "/script",
            "\"javascript:alert(1)\" is no address of a picture: it takes http:// or https:// without a password",
        ),
    ] {
        let fault = fetch_picture(&web.at(path), all).expect_err(path);
        assert_eq!(fault.to_string(), want);
    }
    let fault = fetch_picture(&web.at("/nothing"), all).expect_err("no answer");
    let said = fault.to_string();
    assert!(said.starts_with("127.0.0.1 did not answer: "), "{said}");
}
