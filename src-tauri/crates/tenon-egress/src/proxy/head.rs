//! The head of a request to the proxy.

use crate::engine::split;

/// The most lines of a head.
const LINES: usize = 100;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// `CONNECT`: bytes both ways.
    Tunnel,
    /// A request in absolute form, which is passed on in the form that servers take.
    Request,
}

/// A head that was understood.
#[derive(Debug)]
pub(super) struct Head<'a> {
    pub(super) target: Target,
    pub(super) host: &'a str,
    pub(super) port: u16,
    /// What stands in `Proxy-Authorization`.
    pub(super) credential: Option<&'a [u8]>,
    method: &'a str,
    path: &'a str,
    fields: Vec<(&'a str, &'a [u8])>,
}

impl<'a> Head<'a> {
    /// Reads a whole head; nothing for what is no request to a proxy.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut room = [httparse::EMPTY_HEADER; LINES];
        let mut request = httparse::Request::new(&mut room);
        if !request.parse(bytes).ok()?.is_complete() {
            return None;
        }
        let (method, asked) = (request.method?, request.path?);
        let (target, authority, path) = if method == "CONNECT" {
            (Target::Tunnel, asked, "")
        } else {
            let rest = asked
                .get(7..)
                .filter(|_| asked[..7].eq_ignore_ascii_case("http://"))?;
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            (Target::Request, &rest[..end], &rest[end..])
        };
        let usual = (target == Target::Request).then_some(80);
        let (Some(host), Some(port)) = split(authority, usual) else {
            return None;
        };
        let fields: Vec<_> = request
            .headers
            .iter()
            .map(|field| (field.name, field.value))
            .collect();
        let is = |name: &str| name.eq_ignore_ascii_case("proxy-authorization");
        let credential = fields
            .iter()
            .find(|(name, _)| is(name))
            .map(|(_, value)| *value);
        Some(Self {
            target,
            host,
            port,
            credential,
            method,
            path,
            fields,
        })
    }

    /// The head as the server gets it: nothing of the proxy's, its own `Host`, and one request a
    /// connection, so that what follows is never a request to somebody else.
    pub(super) fn forwarded(&self) -> Vec<u8> {
        let path = if self.path.starts_with('/') { "" } else { "/" };
        let mut head = format!("{} {path}{} HTTP/1.1\r\n", self.method, self.path).into_bytes();
        let mut field = |name: &str, value: &[u8]| {
            for part in [name.as_bytes(), b": ", value, b"\r\n"] {
                head.extend_from_slice(part);
            }
        };
        field("Host", format!("{}:{}", self.host, self.port).as_bytes());
        field("Connection", b"close");
        for (name, value) in &self.fields {
            let own = ["host", "connection", "keep-alive", "upgrade", "te"];
            let lower = name.to_ascii_lowercase();
            if !own.contains(&lower.as_str()) && !lower.starts_with("proxy-") {
                field(name, value);
            }
        }
        head.extend_from_slice(b"\r\n");
        head
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_requests_to_a_proxy_are_understood() {
        for (text, want) in [
            ("CONNECT 127.0.0.1:80 HTTP/1.1", Some("127.0.0.1:80")),
            ("CONNECT [::1]:80 HTTP/1.1", Some("[::1]:80")),
            ("GET http://localhost/a?b HTTP/1.1", Some("localhost:80")),
            ("GET HTTP://127.0.0.1:1?x HTTP/1.0", Some("127.0.0.1:1")),
            ("CONNECT 127.0.0.1 HTTP/1.1", None),
            ("CONNECT 127.0.0.1:80:80 HTTP/1.1", None),
            ("GET / HTTP/1.1", None),
            ("GET https://127.0.0.1/ HTTP/1.1", None),
            ("GET ftp://127.0.0.1/ HTTP/1.1", None),
            ("GET http://a@127.0.0.1/ HTTP/1.1", None),
            ("GET http:// HTTP/1.1", None),
            ("\u{1}", None),
        ] {
            let head = format!("{text}\r\n\r\n");
            let got =
                Head::parse(head.as_bytes()).map(|head| format!("{}:{}", head.host, head.port));
            assert_eq!(got.as_deref(), want, "{text:?}");
        }
    }

    #[test]
    fn a_server_gets_nothing_that_is_the_proxys() {
        let head = "GET http://localhost:8080?q HTTP/1.1\r\nHost: evil.example\r\n\
                    Proxy-Authorization: Basic x\r\nProxy-Connection: keep-alive\r\n\
                    Connection: keep-alive\r\nAccept: */*\r\n\r\n";
        let head = Head::parse(head.as_bytes()).expect("a request");
        assert_eq!(head.credential, Some(&b"Basic x"[..]));
        let forwarded = String::from_utf8(head.forwarded()).expect("text");
        assert_eq!(
            forwarded,
            "GET /?q HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\nAccept: */*\r\n\r\n"
        );
    }
}
