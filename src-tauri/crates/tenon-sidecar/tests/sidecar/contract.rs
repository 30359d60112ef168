//! The samples that both sides of the seam are tested with.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use serde_json::Value;
use tenon_sidecar::{Client, EngineState, Health, Rules, SidecarError, Token};

fn sample(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/contract/sidecar");
    let text = std::fs::read_to_string(folder.join(name)).expect("the sample");
    serde_json::from_str(&text).expect("JSON")
}

fn cases(sample: &Value) -> &[Value] {
    sample["cases"].as_array().expect("a list of cases")
}

fn text<'a>(value: &'a Value, what: &str) -> &'a str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{what} is a text, not {value}"))
}

/// Answers one request with a sample, and returns what was asked.
fn replay(
    sample: &Value,
    case: &Value,
    texts: &[String],
) -> (Result<tenon_sidecar::Embeddings, SidecarError>, String) {
    let server = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = server.local_addr().expect("its address").port();
    let token = Token::from(text(&sample["token"], "the token"));
    let client = Client::new(port, token, &Rules::default()).expect("a client");
    let status = case["response"]["status"].as_u64().expect("a status");
    let body = case["response"]["body"].to_string();
    let serving = std::thread::spawn(move || {
        let (mut stream, _) = server.accept().expect("a request");
        let mut asked = Vec::new();
        let mut part = [0; 4096];
        while !String::from_utf8_lossy(&asked).contains("]}") {
            let read = stream.read(&mut part).expect("more of it");
            assert_ne!(read, 0, "the request ended early");
            asked.extend_from_slice(&part[..read]);
        }
        let length = body.len();
        write!(
            stream,
            "HTTP/1.1 {status} x\r\ncontent-length: {length}\r\n\r\n{body}"
        )
        .expect("the answer is sent");
        String::from_utf8(asked).expect("text")
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let answer = runtime.block_on(client.embed(texts));
    let asked = serving.join().expect("no panic");
    let own = asked.replace(
        &format!("127.0.0.1:{port}"),
        text(&case["request"]["headers"]["host"], "host"),
    );
    (answer, own)
}

#[test]
fn health_is_read_and_its_signature_believed() {
    let sample = sample("health.json");
    let token = Token::from(text(&sample["token"], "the token"));
    let mut states = Vec::new();
    for case in cases(&sample) {
        let health: Health =
            serde_json::from_value(case["response"]["body"].clone()).expect("a health");
        assert!(
            token.signed(&health.nonce, &health.signature),
            "{}",
            case["name"]
        );
        let is_failed = health.engine.state == EngineState::Failed;
        assert_eq!(
            health.engine.reason.is_some(),
            is_failed,
            "{}",
            case["name"]
        );
        states.push(health.engine.state);
    }
    assert_eq!(
        states,
        [
            EngineState::Ready,
            EngineState::Loading,
            EngineState::Failed
        ]
    );
}

#[test]
fn embeddings_are_asked_for_and_read_as_agreed() {
    let sample = sample("embeddings.json");
    for case in cases(&sample) {
        let texts: Vec<String> =
            serde_json::from_value(case["request"]["body"]["texts"].clone()).expect("texts");
        let (answer, asked) = replay(&sample, case, &texts);
        let made = answer.expect("vectors");
        assert_eq!(made.vectors.len(), texts.len(), "{}", case["name"]);
        let expected: Vec<Vec<f32>> =
            serde_json::from_value(case["response"]["body"]["vectors"].clone()).expect("vectors");
        assert_eq!(made.vectors, expected, "{}", case["name"]);

        let (head, body) = asked.split_once("\r\n\r\n").expect("a head and a body");
        let mut lines = head.lines();
        assert_eq!(lines.next(), Some("POST /embeddings HTTP/1.1"));
        let sent: HashMap<String, &str> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value))
            .collect();
        for (name, value) in case["request"]["headers"].as_object().expect("headers") {
            assert_eq!(sent.get(name).copied(), value.as_str(), "the header {name}");
        }
        let body: Value = serde_json::from_str(body).expect("JSON");
        assert_eq!(body, case["request"]["body"], "{}", case["name"]);
    }
}

#[test]
fn every_refusal_is_understood() {
    let sample = sample("error.json");
    for case in cases(&sample) {
        let expected = &case["response"]["body"]["error"];
        match replay(&sample, case, &["a".into()]).0 {
            Err(SidecarError::Answered {
                status,
                code,
                message,
                hint,
                retryable,
                ..
            }) => {
                assert_eq!(Some(u64::from(status)), case["response"]["status"].as_u64());
                assert_eq!(
                    serde_json::to_value(code).expect("a word"),
                    expected["code"]
                );
                assert_eq!(message, expected["message"]);
                assert_eq!(hint.as_deref(), expected["hint"].as_str());
                assert_eq!(Some(retryable), expected["retryable"].as_bool());
            }
            other => panic!("{}: expected a refusal, got {other:?}", case["name"]),
        }
    }
}
