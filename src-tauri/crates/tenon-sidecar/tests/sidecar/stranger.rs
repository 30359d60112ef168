//! Others on the port, and others who answer.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};

use tenon_sidecar::{Condition, SidecarError};

use crate::fake::{Fake, Watched, config, rules};

#[test]
fn a_stranger_on_the_port_keeps_it_and_is_sent_nothing() {
    let stranger = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    stranger
        .set_nonblocking(true)
        .expect("a socket that can be asked");
    let port = stranger.local_addr().expect("its address").port();
    let fake = Fake::new("ready");
    let mut config = config(&fake.program(), rules());
    config.port = port;
    let watched = Watched::start(config);
    let status = watched.until_state(Condition::Ready);
    assert_ne!(status.port, Some(port), "another port is taken");
    watched
        .supervisor
        .embed(vec!["private".into()])
        .expect("the work goes to our own");
    let nobody = stranger
        .accept()
        .expect_err("nobody may have called the stranger");
    assert_eq!(nobody.kind(), ErrorKind::WouldBlock);
}

#[test]
fn an_answer_with_a_wrong_signature_is_never_believed() {
    let fake = Fake::new("forged");
    let watched = Watched::start(config(&fake.program(), rules()));
    let failed = watched.until("failed", |status| {
        assert_ne!(status.state, Condition::Ready, "it must not be adopted");
        status.state == Condition::Failed
    });
    assert!(
        failed
            .reason
            .is_some_and(|reason| reason.contains("did not prove")),
        "it says why"
    );
    assert_eq!(failed.engine, None, "nothing it said is repeated");
    let refused = watched
        .supervisor
        .embed(vec!["private".into()])
        .expect_err("no sidecar");
    assert!(matches!(refused, SidecarError::Unavailable(_)), "{refused}");
    assert!(fake.notes("requests").is_empty(), "and it was sent no text");
}

#[test]
fn the_port_stays_taken_while_the_sidecar_is_down() {
    let fake = Fake::new("dies");
    let watched = Watched::start(config(&fake.program(), rules()));
    let port = watched.until_state(Condition::Failed).port.expect("a port");
    let squatter = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    assert!(
        squatter.is_err(),
        "nobody can wait there for the next token"
    );
}
