//! Pictures of other machines, for a note that shows them: the one thing that Tenon's own process
//! asks a server for, and only where whoever calls lets it.

use std::io::Read as _;
use std::time::Duration;

use url::{Host, Url};

use crate::engine::loopback;

/// The largest picture that is taken, in bytes.
pub const LARGEST_PICTURE: u64 = 16 << 20;
/// How long one may take in all.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often a server may send on to another address.
const HOPS: usize = 5;

/// A server that would be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its name or number, in small letters.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Whether it is known, without asking anybody, to be this machine.
    pub loopback: bool,
}

impl Server {
    /// The one that an address would be asked of; none for an address that no picture is fetched
    /// from.
    pub fn of(address: &str) -> Option<Self> {
        server_of(&taken::<()>(address).ok()?)
    }

    /// Its name with its port.
    pub fn name(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PictureFault<R> {
    /// The address is none that a picture is fetched from.
    #[error("\"{0}\" is no address of a picture: it takes http:// or https:// without a password")]
    Address(String),
    /// The server may not be asked.
    #[error("{} may not be asked", .0.host)]
    Refused(Server, R),
    /// The server did not answer as one does.
    #[error("{0} did not answer: {1}")]
    NoAnswer(String, String),
    /// It answered with another status than success.
    #[error("{0} answered with the status {1}")]
    Status(String, u16),
    /// It sent on and on.
    #[error("{0} sends on to other addresses more than {HOPS} times")]
    Hops(String),
    /// It has more bytes than [`LARGEST_PICTURE`].
    #[error("the picture of {0} has more than {mib} MiB", mib = LARGEST_PICTURE >> 20)]
    TooLarge(String),
    /// What came is no picture.
    #[error("what {0} sent is no picture")]
    NoPicture(String),
}

/// Fetches a picture. `may` is asked about every server before anything is sent to it, also about
/// those that the first one sends on to.
///
/// Nothing goes out but the address and the header lines of a plain request: no cookie, no referrer,
/// no name of this machine or version.
///
/// # Errors
/// [`PictureFault`] when the address is none, `may` refuses a server, or no picture comes.
pub fn fetch_picture<R>(
    address: &str,
    mut may: impl FnMut(&Server) -> Result<(), R>,
) -> Result<Vec<u8>, PictureFault<R>> {
    let mut url = taken(address)?;
    let mut host = String::new();
    for _ in 0..=HOPS {
        let server = server_of(&url).ok_or_else(|| PictureFault::Address(address.to_owned()))?;
        host.clone_from(&server.host);
        if let Err(why) = may(&server) {
            return Err(PictureFault::Refused(server, why));
        }
        match asked(&url, &server)? {
            Answer::Picture(bytes) => return Ok(bytes),
            Answer::Elsewhere(to) => {
                let next = url.join(&to).map_err(|_| PictureFault::Address(to))?;
                url = taken(next.as_str())?;
            }
        }
    }
    Err(PictureFault::Hops(host))
}

enum Answer {
    Picture(Vec<u8>),
    Elsewhere(String),
}

fn taken<R>(address: &str) -> Result<Url, PictureFault<R>> {
    let fault = || PictureFault::Address(address.chars().take(200).collect());
    let mut url = Url::parse(address).map_err(|_| fault())?;
    let plain = matches!(url.scheme(), "http" | "https");
    if !plain || !url.username().is_empty() || url.password().is_some() {
        return Err(fault());
    }
    url.set_fragment(None);
    Ok(url)
}

fn server_of(url: &Url) -> Option<Server> {
    let host = match url.host()? {
        Host::Domain(name) => name.trim_end_matches('.').to_ascii_lowercase(),
        Host::Ipv4(number) => number.to_string(),
        Host::Ipv6(number) => format!("[{number}]"),
    };
    Some(Server {
        loopback: loopback(&host).is_some(),
        port: url.port_or_known_default()?,
        host,
    })
}

fn asked<R>(url: &Url, server: &Server) -> Result<Answer, PictureFault<R>> {
    let host = server.host.as_str();
    let no_answer = |error: ureq::Error| {
        let why = match error {
            ureq::Error::Timeout(_) => format!("{} seconds went by", PATIENCE.as_secs()),
            error => error.to_string(),
        };
        PictureFault::NoAnswer(host.to_owned(), why)
    };
    // A proxy of the person's is on the way to other machines only.
    let proxy = match server.loopback {
        true => None,
        false => ureq::Proxy::try_from_env(),
    };
    let tls = ureq::tls::TlsConfig::builder()
        .root_certs(ureq::tls::RootCerts::PlatformVerifier)
        .build();
    let agent = ureq::Agent::config_builder()
        .tls_config(tls)
        .proxy(proxy)
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        // Each server is asked about on its own.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent("Tenon")
        .accept("image/*")
        .build()
        .new_agent();
    let mut answer = agent.get(url.as_str()).call().map_err(no_answer)?;
    let status = answer.status();
    if status.is_redirection() {
        let to = answer.headers().get("location");
        if let Some(to) = to.and_then(|to| to.to_str().ok()) {
            return Ok(Answer::Elsewhere(to.to_owned()));
        }
    }
    if !status.is_success() {
        return Err(PictureFault::Status(host.to_owned(), status.as_u16()));
    }
    let mut bytes = Vec::new();
    let body = answer.body_mut().as_reader();
    body.take(LARGEST_PICTURE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| PictureFault::NoAnswer(host.to_owned(), error.to_string()))?;
    if bytes.len() as u64 > LARGEST_PICTURE {
        return Err(PictureFault::TooLarge(host.to_owned()));
    }
    match is_picture(&bytes) {
        true => Ok(Answer::Picture(bytes)),
        false => Err(PictureFault::NoPicture(host.to_owned())),
    }
}

/// Whether bytes begin as those of a picture that the window draws; what the server calls them is
/// not believed.
fn is_picture(bytes: &[u8]) -> bool {
    let starts = |with: &[u8]| bytes.starts_with(with);
    let boxed = |brand: &[u8]| bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12) == Some(brand);
    starts(b"\x89PNG\r\n\x1a\n")
        || starts(b"\xff\xd8\xff")
        || starts(b"GIF87a")
        || starts(b"GIF89a")
        || starts(b"BM")
        || starts(b"\0\0\x01\0")
        || (starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
        || boxed(b"avif")
        || boxed(b"avis")
        || is_svg(bytes)
}

/// SVG is text whose first element is `svg`, behind marks, comments and declarations.
fn is_svg(bytes: &[u8]) -> bool {
    const LOOKED_AT: usize = 4_096;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(LOOKED_AT)]);
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("<?") || rest.starts_with("<!") {
            rest.find('>').map(|at| at + 1)
        } else {
            let name = rest.strip_prefix("<svg");
            return name.is_some_and(|behind| !behind.starts_with(|c: char| c.is_alphanumeric()));
        };
        match end {
            Some(end) => rest = rest[end..].trim_start(),
            None => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_picture_is_told_by_its_bytes() {
        for (bytes, want) in [
            (&b"\x89PNG\r\n\x1a\nrest"[..], true),
            (b"\xff\xd8\xff\xe0", true),
            (b"RIFF\0\0\0\0WEBPVP8 ", true),
            (b"RIFF\0\0\0\0WAVE", false),
            (b"\0\0\0\x1cftypavif", true),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", true),
            (
                b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a > b -->\n<!DOCTYPE svg>\n<svg>",
                true,
            ),
            (b"<svgx>", false),
            (b"<html><svg></svg></html>", false),
            (b"<!-- never ends", false),
            (b"", false),
        ] {
            let text = String::from_utf8_lossy(bytes);
            assert_eq!(is_picture(bytes), want, "{text:?}");
        }
    }

    #[test]
    fn only_plain_web_addresses_are_taken() {
        for (address, want) in [
            (
                "https://EXAMPLE.org./a.png#x",
                Some(("example.org", 443, false)),
            ),
            ("http://localhost:8080/a", Some(("localhost", 8080, true))),
            ("http://2130706433/", Some(("127.0.0.1", 80, true))),
            ("http://[::1]:9/", Some(("[::1]", 9, true))),
            ("https://me:word@example.org/a.png", None),
            ("file:///etc/passwd", None),
            ("javascript:alert(1)", None),
            ("//example.org/a.png", None),
            ("", None),
        ] {
            let got = Server::of(address).map(|server| (server.host, server.port, server.loopback));
            let want = want.map(|(host, port, here): (&str, _, _)| (host.to_owned(), port, here));
            assert_eq!(got, want, "{address:?}");
        }
    }
}
