//! What the launcher says that holds.

use std::process::{Command, Stdio};

use tenon_egress::{LAUNCH_WORD, Level, probe};

fn launcher() -> Command {
    Command::new(env!("CARGO_BIN_EXE_tenon-egress-launch"))
}

/// Whether the machine gives namespaces, by the system's own tool.
fn has_namespaces() -> bool {
    let tool = Command::new("unshare")
        .args(["-Urn", "true"])
        .stderr(Stdio::null())
        .status();
    tool.is_ok_and(|status| status.success())
}

#[test]
fn the_best_level_is_found_by_trying() {
    let hold = probe(launcher(), Level::Enforced);
    assert_eq!(hold.network, has_namespaces(), "{hold:?}");
    if hold.network && hold.files && hold.calls {
        assert_eq!(
            (hold.level, hold.why.is_empty()),
            (Level::Enforced, hold.ports && hold.scopes),
            "{hold:?}"
        );
    } else {
        assert!(hold.level < Level::Enforced, "{hold:?}");
        assert!(hold.shortfall().is_some(), "it says why: {hold:?}");
    }
}

#[test]
fn a_lower_ceiling_is_not_passed_and_says_why() {
    let limited = probe(launcher(), Level::Limited);
    assert!(
        limited.level <= Level::Limited && !limited.network,
        "{limited:?}"
    );
    let none = probe(launcher(), Level::ByAgreement);
    assert_eq!(none.level, Level::ByAgreement);
    for hold in [limited, none] {
        assert!(hold.shortfall().is_some(), "{hold:?}");
    }
}

#[test]
fn what_cannot_be_tried_is_by_agreement_with_the_reason() {
    for broken in ["/nowhere/at-all", "/bin/true"] {
        let hold = probe(Command::new(broken), Level::Enforced);
        assert_eq!(hold.level, Level::ByAgreement, "{broken}");
        assert!(
            hold.shortfall()
                .is_some_and(|why| why.contains("could not be tried"))
        );
    }
}

#[test]
fn only_tenon_starts_the_launcher() {
    for arguments in [
        &[][..],
        &[LAUNCH_WORD],
        &[LAUNCH_WORD, "1"],
        &[LAUNCH_WORD, "x"],
    ] {
        let status = launcher().args(arguments).stderr(Stdio::null()).status();
        assert!(!status.expect("it runs").success(), "{arguments:?}");
    }
}
