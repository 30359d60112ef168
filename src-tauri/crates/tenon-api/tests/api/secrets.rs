//! A secret is found nowhere in the data folder, wherever it came from.

use tenon_api::ops;
use tenon_api::wire::{
    DocumentSaveParams, DocumentSecretsParams, LayoutParams, LogParams, TerminalStartParams,
    TreeMoveParams,
};
use tenon_testkit::TempWorkspace;

use crate::desk::{Desk, files_with};
use crate::documents::{change, save};
use crate::terminals::size;

/// Nothing real, in parts, so that nobody who looks for secrets finds this file.
fn secret() -> String {
    ["ghp_", "0123456789abcdef", "ghijABCDEFGHIJKLMNOP"].concat()
}

#[test]
fn a_secret_in_a_name_or_a_line_is_not_written_down() {
    let secret = secret();
    let (name, folder) = (format!("{secret}.txt"), format!("dir-{secret}"));
    let workspace = TempWorkspace::with(&[
        (&name, "x"),
        (&format!("{folder}/a"), "a"),
        ("b", "b"),
        ("c", "c"),
    ]);
    let odd = [b"\xff ", secret.as_bytes()].concat();
    workspace.put(&odd, b"odd");
    let desk = Desk::over(workspace);

    let doc = desk.open(&name).doc;
    desk.call::<ops::document_save>(save(doc, 0))
        .expect("it saves");
    assert_eq!(desk.open(&name).doc, doc);
    desk.open(&format!("{folder}/a"));
    let params = tenon_api::wire::DocumentOpenParams {
        path: tenon_core::WirePath::from_bytes(&odd),
        encoding: None,
    };
    let odd = desk
        .call::<ops::document_open>(params)
        .expect("it opens")
        .doc;
    desk.call::<ops::document_save>(save(odd, 0))
        .expect("it saves");
    let as_secret = DocumentSaveParams {
        path: Some(format!("new-{secret}").as_str().into()),
        ..save(desk.open("b").doc, 0)
    };
    desk.call::<ops::document_save>(as_secret)
        .expect("it saves");
    let moved = TreeMoveParams {
        from: "c".into(),
        to: format!("moved-{secret}").as_str().into(),
    };
    desk.open("c");
    desk.call::<ops::tree_move>(moved).expect("it moves");

    let params = TerminalStartParams {
        restore: None,
        cwd: Some(folder.as_str().into()),
        name: Some(secret.clone()),
        ..size(80, 24)
    };
    desk.call::<ops::terminal_start>(params).expect("it starts");
    let layout = format!("{{\"tabs\":[\"{name}\"]}}");
    desk.call::<ops::layout_save>(LayoutParams {
        window: None,
        layout,
    })
    .expect("it is kept");
    desk.app
        .log
        .write("info", "sidecar", &format!("using {secret} now"));
    // The cut must not leave one half of a secret.
    desk.app.log.write(
        "info",
        "sidecar",
        &format!("{} {secret}", "x".repeat(8_180)),
    );
    let lines = desk
        .call::<ops::log_read>(LogParams {
            after: None,
            limit: 5_000,
        })
        .expect("lines");
    assert!(
        lines
            .lines
            .iter()
            .all(|line| !line.message.contains(&secret[..12])),
        "{lines:?}"
    );

    let layout = desk.layout("main").expect("it was kept");
    assert!(
        layout.contains("REDACTED") && layout.contains("tabs"),
        "{layout}"
    );
    let ended = desk.close();
    let text = serde_json::to_string(&ended.rows).expect("rows");
    assert!(
        text.contains("REDACTED"),
        "the rows say that something was masked: {text}"
    );
    let data = ended.home.data();
    for needle in [secret.as_bytes(), &secret.as_bytes()[..20]] {
        assert_eq!(files_with(&data, needle), Vec::<std::path::PathBuf>::new());
    }
    assert!(
        !files_with(&data, b"REDACTED").is_empty(),
        "the search itself works"
    );
}

#[test]
fn secrets_in_a_document_are_told_by_their_place_while_it_is_typed() {
    let desk = Desk::new(&[("a.txt", "eins \u{1f600}\r\nzwei\r\n")]);
    let doc = desk.open("a.txt").doc;
    let secrets = |first_line, last_line| {
        let params = DocumentSecretsParams {
            doc,
            first_line,
            last_line,
        };
        desk.call::<ops::document_secrets>(params)
    };
    assert_eq!(secrets(1, 2).expect("an answer").secrets, []);
    let line = format!("\u{1f600} {}\n", secret());
    desk.call::<ops::document_change>(change(doc, 1, &[(8, 8, &line)]))
        .expect("it applies");
    let found = secrets(1, 9).expect("an answer").secrets;
    let places: Vec<_> = found
        .iter()
        .map(|at| (at.kind.as_str(), at.from, at.to))
        .collect();
    assert_eq!(places, [("GITHUB_TOKEN", 11, 51)], "in UTF-16 units");
    for (first, last) in [(0, 1), (3, 2), (1, 1_000_000)] {
        let refused = secrets(first, last).expect_err("no range");
        assert_eq!(refused.code, tenon_core::Code::Invalid, "{first} to {last}");
    }
}

#[test]
fn what_the_settings_let_through_is_not_told() {
    let desk = Desk::new(&[("tests/a.txt", &secret()), ("a.txt", &secret())]);
    let params = tenon_api::wire::SettingsUpdateParams {
        key: "secrets.allow".into(),
        value: "[{\"rule\": \"github-token\", \"path\": \"tests/**\"}]".into(),
    };
    desk.call::<ops::settings_update>(params).expect("written");
    for (path, count) in [("tests/a.txt", 0), ("a.txt", 1)] {
        let params = DocumentSecretsParams {
            doc: desk.open(path).doc,
            first_line: 1,
            last_line: 1,
        };
        let found = desk
            .call::<ops::document_secrets>(params)
            .expect("an answer");
        assert_eq!(found.secrets.len(), count, "{path}");
    }
}
