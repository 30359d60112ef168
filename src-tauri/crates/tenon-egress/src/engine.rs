//! The engines that a person names: servers on this machine's own loopback.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// A server on the loopback interface that may be reached through the proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Engine {
    address: SocketAddr,
}

/// Why an address is not that of an engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineFault {
    /// It is not `http://HOST:PORT`.
    Form,
    /// It is on another machine, or has a name that would have to be looked up.
    Remote,
}

impl fmt::Display for EngineFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "takes addresses such as http://127.0.0.1:11434, with a port and no path",
            Self::Remote => {
                "takes engines on this machine only (127.0.0.1, localhost or [::1]): nothing may \
                 leave it"
            }
        })
    }
}

impl Engine {
    /// Reads `http://127.0.0.1:PORT`, `http://localhost:PORT` or `http://[::1]:PORT`.
    ///
    /// # Errors
    /// [`EngineFault::Remote`] for every other host, [`EngineFault::Form`] for what is no such
    /// address.
    pub fn parse(text: &str) -> Result<Self, EngineFault> {
        let rest = text.strip_prefix("http://");
        // An address with https is refused for where it leads, when that is elsewhere.
        let (rest, plain) = match rest {
            Some(rest) => (rest, true),
            None => (
                text.strip_prefix("https://").ok_or(EngineFault::Form)?,
                false,
            ),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        // So is one with a path.
        let authority = rest.split('/').next().unwrap_or_default();
        let (host, port) = split(authority, if plain { None } else { Some(443) });
        let host = host.ok_or(EngineFault::Form)?;
        let ip = loopback(host).ok_or(EngineFault::Remote)?;
        match port {
            Some(port) if plain && authority == rest => Ok(Self {
                address: SocketAddr::new(ip, port),
            }),
            _ => Err(EngineFault::Form),
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// The loopback address that `host` is: 127.0.0.0/8, `[::1]`, or `localhost`, the one name that is
/// known without asking anybody.
pub(crate) fn loopback(host: &str) -> Option<IpAddr> {
    if host.eq_ignore_ascii_case("localhost") {
        return Some(Ipv4Addr::LOCALHOST.into());
    }
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let ip: IpAddr = match bare {
        Some(six) => six.parse::<Ipv6Addr>().ok()?.into(),
        None => host.parse::<Ipv4Addr>().ok()?.into(),
    };
    ip.is_loopback().then_some(ip)
}

/// Parts `HOST[:PORT]`; nothing for a host with anything else in it.
pub(crate) fn split(authority: &str, usual: Option<u16>) -> (Option<&str>, Option<u16>) {
    let cut = match authority.rfind(']') {
        Some(end) => authority[end..].find(':').map(|at| end + at),
        None => authority.find(':'),
    };
    let (host, port) = match cut {
        Some(at) => {
            let digits = &authority[at + 1..];
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
            let port = digits.parse().ok().filter(|port| plain && *port != 0);
            (&authority[..at], port)
        }
        None => (authority, usual),
    };
    let fits = |c: char| c.is_ascii_alphanumeric() || "-._[]:".contains(c);
    let whole = !host.is_empty() && host.len() <= 255 && host.chars().all(fits);
    (whole.then_some(host), port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_server_on_this_machine_is_an_engine() {
        for (text, want) in [
            ("http://127.0.0.1:11434", Ok("127.0.0.1:11434")),
            ("http://localhost:8080/", Ok("127.0.0.1:8080")),
            ("http://[::1]:1234", Ok("[::1]:1234")),
            ("http://127.9.9.9:80", Ok("127.9.9.9:80")),
            ("http://192.0.2.7:11434", Err(EngineFault::Remote)),
            ("http://0.0.0.0:11434", Err(EngineFault::Remote)),
            ("https://api.example.com", Err(EngineFault::Remote)),
            ("https://api.example.com/v1", Err(EngineFault::Remote)),
            ("http://192.0.2.7:80/v1", Err(EngineFault::Remote)),
            ("http://localhost.example.com:80", Err(EngineFault::Remote)),
            ("http://127.0.0.1.nip.io:80", Err(EngineFault::Remote)),
            ("http://2130706433:80", Err(EngineFault::Remote)),
            ("http://[::ffff:192.0.2.1]:80", Err(EngineFault::Remote)),
            ("http://127.0.0.1", Err(EngineFault::Form)),
            ("http://127.0.0.1:0", Err(EngineFault::Form)),
            ("http://127.0.0.1:99999", Err(EngineFault::Form)),
            ("http://me@127.0.0.1:80", Err(EngineFault::Form)),
            ("http://127.0.0.1:80/v1", Err(EngineFault::Form)),
            ("https://127.0.0.1:443", Err(EngineFault::Form)),
            ("127.0.0.1:80", Err(EngineFault::Form)),
            ("", Err(EngineFault::Form)),
        ] {
            let got = Engine::parse(text).map(|engine| engine.address().to_string());
            assert_eq!(got.as_deref().map_err(|fault| *fault), want, "{text:?}");
        }
    }
}
