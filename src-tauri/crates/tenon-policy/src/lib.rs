//! The one place that answers "may this happen?".
//!
//! [`decide`] takes a [`Policy`], who acts, what they want to do and to what, and answers with a
//! [`Decision`]. Paths, trust, deletes and links are asked about here and nowhere else; later modes
//! of governance are further tables of rules over the same function.
//!
//! This crate does no I/O: whoever asks has resolved the path first and says where it leads.
#![deny(missing_docs)]

use serde::{Deserialize, Serialize};
use tenon_core::ActorKind;

/// What the workspace and its profile allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    /// The person's answer about the folder; `None` before they gave one.
    pub trusted: Option<bool>,
    /// Nothing may leave the machine, whatever else is set.
    pub local_only: bool,
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Action {
    /// Read a file or list a folder.
    ReadPath,
    /// Make, change, move or trash a file or a folder.
    WritePath,
    /// Start a shell of the person's own.
    StartShell,
    /// Run a command that a file of the folder names.
    RunFolderCommand,
    /// Obey configuration that lies in the folder (git's, a profile's).
    ObeyFolderConfig,
    /// Change profiles, trust or settings.
    Administer,
    /// Open a link outside of Tenon.
    OpenLink,
    /// Send bytes off this machine.
    LeaveMachine,
    /// Send bytes to a server, from behind the sidecar's lock.
    ReachServer,
    /// Ask a server for a picture that a note shows.
    FetchPicture,
}

/// What it would be done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject<'a> {
    /// Nothing in particular.
    Workspace,
    /// A path, after every link in it was followed.
    Path {
        /// As it was asked for.
        path: &'a str,
        /// Whether it stays inside the workspace.
        inside: bool,
    },
    /// An address.
    Url(&'a str),
    /// A server.
    Server {
        /// As it was asked for, a name or a number.
        host: &'a str,
        /// Its port.
        port: u16,
        /// Whether it is known, without asking anybody, to be this machine's own loopback.
        loopback: bool,
        /// Whether the person names it: as an engine in the settings, or as one that pictures may
        /// come from, there or by asking for one.
        named: bool,
    },
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Decision {
    /// It may happen.
    Allow,
    /// The person has to be asked first.
    Ask(Grounds),
    /// It may not.
    Deny(Grounds),
}

/// Why something is asked about or denied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grounds {
    /// The rule's name, stable.
    pub rule: String,
    /// One sentence.
    pub reason: String,
    /// What the person can do about it.
    pub way_out: String,
}

fn grounds(rule: &str, reason: String, way_out: &str) -> Grounds {
    Grounds {
        rule: rule.to_owned(),
        reason,
        way_out: way_out.to_owned(),
    }
}

/// Decides whether `actor` may do `action` to `subject` under `policy`.
pub fn decide(
    policy: &Policy,
    actor: ActorKind,
    action: Action,
    subject: &Subject<'_>,
) -> Decision {
    match (action, subject) {
        (
            Action::ReadPath | Action::WritePath,
            Subject::Path {
                path,
                inside: false,
            },
        ) => Decision::Deny(grounds(
            "path.outside",
            format!("\"{path}\" leads out of the workspace"),
            "Open the folder that holds it as a workspace.",
        )),
        (Action::ReadPath | Action::WritePath | Action::StartShell, _) => Decision::Allow,
        (Action::RunFolderCommand | Action::ObeyFolderConfig, _) => match policy.trusted {
            Some(true) => Decision::Allow,
            Some(false) => Decision::Deny(grounds(
                "trust.restricted",
                "this folder is not trusted, so nothing in it is run or obeyed".into(),
                "Trust the folder, from \"Restricted\" in the status bar.",
            )),
            None => Decision::Ask(grounds(
                "trust.unanswered",
                "nobody has said yet whether this folder is trusted".into(),
                "Answer the question of trust.",
            )),
        },
        (Action::Administer, _) if actor == ActorKind::Person => Decision::Allow,
        (Action::Administer, _) => Decision::Deny(grounds(
            "administer.person",
            "profiles, trust and settings are the person's own".into(),
            "Do it yourself, in the window or with the tenon command.",
        )),
        (Action::OpenLink, Subject::Url(url)) if is_web(url) => Decision::Allow,
        (Action::OpenLink, _) => Decision::Deny(grounds(
            "link.scheme",
            "only http and https links open outside of Tenon".into(),
            "Copy the link and open it where it belongs.",
        )),
        (
            Action::ReachServer,
            Subject::Server {
                loopback: true,
                named: true,
                ..
            },
        ) => Decision::Allow,
        (
            Action::ReachServer,
            Subject::Server {
                host,
                port,
                loopback: true,
                named: false,
            },
        ) => Decision::Deny(grounds(
            "egress.unnamed",
            format!("no setting names {host}:{port} as an engine"),
            "Name it in \"egress.engines\" if the sidecar may use it.",
        )),
        (Action::ReachServer, Subject::Server { host, port, .. }) => Decision::Deny(grounds(
            "egress.remote",
            format!("{host}:{port} is not on this machine, and nothing leaves it"),
            "Only engines on 127.0.0.1 can be named, in \"egress.engines\".",
        )),
        (Action::FetchPicture, _) if policy.local_only => Decision::Deny(grounds(
            "picture.localOnly",
            "this profile lets nothing leave the machine".into(),
            "Open the folder with another profile, or the picture in the browser.",
        )),
        (Action::FetchPicture, _) if actor != ActorKind::Person => Decision::Deny(grounds(
            "picture.person",
            "only the person lets a picture be fetched from a server".into(),
            "Press Load beside the picture.",
        )),
        (Action::FetchPicture, Subject::Server { named: true, .. }) => Decision::Allow,
        (Action::FetchPicture, Subject::Server { host, .. }) => Decision::Ask(grounds(
            "picture.unnamed",
            format!("nothing is fetched from {host} until you allow it"),
            "Press Load beside the picture, or name the server in \"notes.remotePictures\".",
        )),
        (Action::LeaveMachine | Action::ReachServer | Action::FetchPicture, _) => {
            Decision::Deny(grounds(
                "egress.nothing",
                "nothing leaves this machine".into(),
                "No profile can name a place outside yet.",
            ))
        }
    }
}

fn is_web(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    let scheme = scheme.to_ascii_lowercase();
    (scheme == "http" || scheme == "https")
        && !rest.is_empty()
        && !rest.starts_with('/')
        && !url.chars().any(|c| c.is_control() || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Policy = Policy {
        trusted: Some(true),
        local_only: false,
    };

    fn rule(decision: Decision) -> String {
        match decision {
            Decision::Allow => "allow".into(),
            Decision::Ask(grounds) => format!("ask {}", grounds.rule),
            Decision::Deny(grounds) => format!("deny {}", grounds.rule),
        }
    }

    #[test]
    fn a_path_that_leads_out_is_denied_to_everybody() {
        for actor in [ActorKind::Person, ActorKind::Agent, ActorKind::Tenon] {
            for action in [Action::ReadPath, Action::WritePath] {
                let outside = Subject::Path {
                    path: "../x",
                    inside: false,
                };
                assert_eq!(
                    rule(decide(&OPEN, actor, action, &outside)),
                    "deny path.outside"
                );
                let inside = Subject::Path {
                    path: "x",
                    inside: true,
                };
                assert_eq!(rule(decide(&OPEN, actor, action, &inside)), "allow");
            }
        }
    }

    #[test]
    fn nothing_in_a_folder_runs_before_it_is_trusted() {
        for (trusted, want) in [
            (None, "ask trust.unanswered"),
            (Some(false), "deny trust.restricted"),
            (Some(true), "allow"),
        ] {
            let policy = Policy {
                trusted,
                local_only: false,
            };
            for action in [Action::RunFolderCommand, Action::ObeyFolderConfig] {
                let got = decide(&policy, ActorKind::Person, action, &Subject::Workspace);
                assert_eq!(rule(got), want, "{action:?} with {trusted:?}");
            }
        }
    }

    #[test]
    fn only_web_links_open_outside() {
        for (url, want) in [
            ("https://example.org/a", "allow"),
            ("HTTP://example.org", "allow"),
            ("file:///etc/passwd", "deny link.scheme"),
            ("javascript:alert(1)", "deny link.scheme"),
            ("data:text/html,x", "deny link.scheme"),
            ("https:///etc", "deny link.scheme"),
            ("https://a b", "deny link.scheme"),
            ("https://a\u{7}b", "deny link.scheme"),
            ("smb://host/x", "deny link.scheme"),
        ] {
            let got = decide(
                &OPEN,
                ActorKind::Person,
                Action::OpenLink,
                &Subject::Url(url),
            );
            assert_eq!(rule(got), want, "{url}");
        }
    }

    #[test]
    fn only_a_named_server_of_this_machine_is_reached_whatever_the_policy() {
        for (loopback, named, want) in [
            (true, true, "allow"),
            (true, false, "deny egress.unnamed"),
            (false, false, "deny egress.remote"),
            (false, true, "deny egress.remote"),
        ] {
            let subject = Subject::Server {
                host: "h",
                port: 1,
                loopback,
                named,
            };
            let got = decide(&OPEN, ActorKind::Tenon, Action::ReachServer, &subject);
            assert_eq!(rule(got), want, "loopback {loopback}, named {named}");
        }
        let other = decide(
            &OPEN,
            ActorKind::Tenon,
            Action::ReachServer,
            &Subject::Workspace,
        );
        assert_eq!(rule(other), "deny egress.nothing");
    }

    #[test]
    fn a_picture_is_fetched_only_where_the_person_named_its_server() {
        let server = |named| Subject::Server {
            host: "h",
            port: 443,
            loopback: false,
            named,
        };
        let sealed = Policy {
            local_only: true,
            ..OPEN
        };
        for (policy, actor, named, want) in [
            (OPEN, ActorKind::Person, true, "allow"),
            (OPEN, ActorKind::Person, false, "ask picture.unnamed"),
            (OPEN, ActorKind::Agent, true, "deny picture.person"),
            (OPEN, ActorKind::Tenon, true, "deny picture.person"),
            (sealed, ActorKind::Person, true, "deny picture.localOnly"),
        ] {
            let got = decide(&policy, actor, Action::FetchPicture, &server(named));
            assert_eq!(rule(got), want, "{actor:?}, named {named}");
        }
        let nowhere = decide(
            &OPEN,
            ActorKind::Person,
            Action::FetchPicture,
            &Subject::Workspace,
        );
        assert_eq!(rule(nowhere), "deny egress.nothing");
    }

    #[test]
    fn an_agent_changes_no_policy_and_nothing_leaves() {
        let got = decide(
            &OPEN,
            ActorKind::Agent,
            Action::Administer,
            &Subject::Workspace,
        );
        assert_eq!(rule(got), "deny administer.person");
        let got = decide(
            &OPEN,
            ActorKind::Tenon,
            Action::LeaveMachine,
            &Subject::Workspace,
        );
        assert_eq!(rule(got), "deny egress.nothing");
    }
}
