//! Pictures of other machines that notes show: fetched where the person lets them, and told of.

use serde_json::json;
use tenon_core::Code;
use tenon_egress::{PictureFault, Server, fetch_picture};
use tenon_policy::{Action, Decision, Grounds, Policy, Subject, decide};

use crate::owner::{Caller, Owner};
use crate::wire::PictureFetchParams;
use crate::{ApiError, ApiResult};

/// How many servers the settings may name.
const MOST: usize = 200;
/// The longest name of one, in bytes.
const LONGEST: usize = 253;

/// The name of the server that a picture's address would be asked of, with its port; none for an
/// address that no picture is fetched from.
pub fn picture_server(address: &str) -> Option<String> {
    Server::of(address).map(|server| server.name())
}

/// Fetches a picture. Every server on the way is asked about, and each answer is an event.
pub(crate) fn fetch(owner: &Owner, by: &Caller, params: &PictureFetchParams) -> ApiResult<Vec<u8>> {
    let row = owner.row();
    let policy = Policy {
        trusted: row.trusted_at.map(|_| row.trusted),
        local_only: owner.app.db.profile(row.profile)?.local_only,
    };
    let named = owner.app.settings.snapshot().settings.notes_remote_pictures;
    // A server that the address sends on to is allowed on its own.
    let allowed = servers(&json!(params.allowed))
        .map_err(|fault| ApiError::new(Code::Invalid, format!("\"allowed\" {fault}")))?;
    let mut may = |server: &Server| {
        let subject = Subject::Server {
            host: &server.host,
            port: server.port,
            loopback: server.loopback,
            named: named
                .iter()
                .chain(&allowed)
                .any(|name| covers(name, server)),
        };
        let decision = decide(&policy, by.actor.kind, Action::FetchPicture, &subject);
        let (grounds, can_allow) = match decision {
            Decision::Allow => (None, false),
            Decision::Ask(grounds) => (Some(grounds), true),
            Decision::Deny(grounds) => (Some(grounds), false),
        };
        tell(owner, by, server, grounds.as_ref());
        grounds.map_or(Ok(()), |grounds| Err((grounds, can_allow)))
    };
    fetch_picture(&params.address, &mut may).map_err(refused)
}

fn tell(owner: &Owner, by: &Caller, server: &Server, grounds: Option<&Grounds>) {
    let payload = json!({
        "way": "picture",
        "target": server.name(),
        "by": "a note",
        "decision": if grounds.is_none() { "allowed" } else { "denied" },
        "rule": grounds.map_or("", |grounds| &grounds.rule),
        "why": grounds.map_or("The person allowed it.", |grounds| &grounds.reason),
        "times": 1,
    });
    owner.record("egress.decided", owner.subject(), payload, Some(by));
}

fn refused(fault: PictureFault<(Grounds, bool)>) -> ApiError {
    let said = fault.to_string();
    match fault {
        PictureFault::Refused(server, (grounds, can_allow)) => ApiError {
            about: can_allow.then(|| server.name()),
            ..ApiError::new(Code::Permission, grounds.reason).hint(grounds.way_out)
        },
        PictureFault::NoAnswer(..) => ApiError {
            retryable: true,
            ..ApiError::new(Code::PreconditionFailed, said)
        }
        .hint("Look whether the address opens in the browser."),
        PictureFault::Status(..)
        | PictureFault::Hops(_)
        | PictureFault::TooLarge(_)
        | PictureFault::NoPicture(_)
        | PictureFault::Address(_) => ApiError::new(Code::Invalid, said)
            .hint("Look whether the address opens in the browser."),
    }
}

/// Whether a name of the settings is that of a server: `example.org` of any port, `localhost:8080`
/// of this one, and `*.example.org` of all below it.
fn covers(name: &str, server: &Server) -> bool {
    let whole = server.name();
    let fits = |host: &str| match name.strip_prefix("*.") {
        Some(above) => host
            .strip_suffix(above)
            .is_some_and(|below| below.ends_with('.') && below.len() > 1),
        None => host == name,
    };
    fits(&server.host) || fits(&whole)
}

/// Reads a list of servers, as the settings name them.
///
/// # Errors
/// A sentence saying what is taken.
pub(crate) fn servers(value: &serde_json::Value) -> Result<Vec<String>, String> {
    let fault = || {
        format!(
            "takes a list of at most {MOST} names of servers, such as \"example.org\", \
             \"*.example.org\" or \"localhost:8080\", without http:// and without a path"
        )
    };
    let read = |one: &serde_json::Value| {
        let text = one.as_str()?.to_ascii_lowercase();
        let host = text.strip_prefix("*.").unwrap_or(&text);
        let fits = |c: char| c.is_alphanumeric() || "-._[]:".contains(c);
        let good =
            host.chars().all(fits) && host.starts_with(|c: char| c.is_alphanumeric() || c == '[');
        (good && text.len() <= LONGEST).then_some(text)
    };
    let list = value.as_array().filter(|list| list.len() <= MOST);
    let read = list.and_then(|list| list.iter().map(read).collect::<Option<Vec<_>>>());
    read.ok_or_else(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_covers_its_server_and_no_other() {
        for (name, host, port, want) in [
            ("example.org", "example.org", 443, true),
            ("example.org", "a.example.org", 443, false),
            ("example.org", "example.org.evil.com", 443, false),
            ("*.example.org", "a.b.example.org", 443, true),
            ("*.example.org", "example.org", 443, false),
            ("*.example.org", "evilexample.org", 443, false),
            ("localhost:8080", "localhost", 8080, true),
            ("localhost:8080", "localhost", 80, false),
        ] {
            let server = Server {
                host: host.into(),
                port,
                loopback: false,
            };
            assert_eq!(covers(name, &server), want, "{name} and {host}:{port}");
        }
    }

    #[test]
    fn names_of_servers_are_names_and_no_addresses() {
        let good = json!(["Example.org", "*.example.org", "localhost:8080", "[::1]:80"]);
        let read = servers(&good).expect("they are names");
        assert_eq!(
            read,
            ["example.org", "*.example.org", "localhost:8080", "[::1]:80"]
        );
        for wrong in [
            "https://example.org",
            "example.org/a",
            "*",
            "*.*.org",
            "",
            " a",
            "a b",
        ] {
            let fault = servers(&json!([wrong])).expect_err(wrong);
            assert!(fault.contains("names of servers"), "{fault}");
        }
        servers(&json!("example.org")).expect_err("it is no list");
    }
}
