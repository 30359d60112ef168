//! Settings through the owner, and the person's own hand in the file.

use std::fs;

use tenon_api::ops;
use tenon_api::wire::{Nothing, SettingsSnapshot, SettingsUpdateParams, Theme, UiEvent};
use tenon_core::Code;

use crate::desk::{Desk, Heard};

fn update(desk: &Desk, key: &str, value: &str) -> tenon_api::ApiResult<SettingsSnapshot> {
    let params = SettingsUpdateParams {
        key: key.into(),
        value: value.into(),
    };
    desk.call::<ops::settings_update>(params)
}

fn read(desk: &Desk) -> SettingsSnapshot {
    desk.call::<ops::settings_read>(Nothing {})
        .expect("settings")
}

fn wait(heard: &Heard, what: &str, wanted: impl Fn(&SettingsSnapshot) -> bool) -> SettingsSnapshot {
    heard.wait(what, |event| match event {
        UiEvent::SettingsChanged { snapshot } if wanted(snapshot) => Some(snapshot.clone()),
        _ => None,
    })
}

#[test]
fn a_change_is_written_told_and_kept() {
    let desk = Desk::new(&[]);
    let heard = desk.hear();
    let now = update(&desk, "workbench.theme", "\"light\"").expect("a theme");
    assert_eq!(now.settings.theme, Theme::Light);
    assert_eq!(wait(&heard, "the news", |_| true), now);
    assert_eq!(read(&desk), now);
    assert!(
        fs::read_to_string(&now.settings_path)
            .expect("the file")
            .contains("\"light\"")
    );
    for (key, value, code) in [
        ("no.such", "1", Code::NotFound),
        ("workbench.theme", "\"pink\"", Code::Invalid),
        ("workbench.theme", "light", Code::Invalid),
        ("editor.tabSize", "0", Code::Invalid),
        ("workbench.zoom", "1e999", Code::Invalid),
        ("egress.engines", "[\"localhost:1\"]", Code::Invalid),
        (
            "egress.engines",
            "[\"http://192.0.2.1:1\"]",
            Code::Permission,
        ),
    ] {
        assert_eq!(
            update(&desk, key, value).expect_err("refused").code,
            code,
            "{key} {value}"
        );
    }
    assert_eq!(read(&desk), now, "a refusal changes nothing");
    let back = update(&desk, "workbench.theme", "null").expect("taken out");
    assert_eq!(back.settings.theme, Theme::Dark);
}

#[test]
fn files_that_are_edited_by_hand_hold_at_once() {
    let desk = Desk::new(&[]);
    desk.app.watch_settings().expect("they are followed");
    let heard = desk.hear();
    let paths = read(&desk);
    fs::write(&paths.settings_path, "{ // mine\n  \"editor.tabSize\": 2 }").expect("written");
    wait(&heard, "the tab size", |snapshot| {
        snapshot.settings.editor_tab_size == 2
    });
    fs::write(
        &paths.keybindings_path,
        "[{\"key\":\"ctrl+1\",\"command\":\"view.explorer\"}]",
    )
    .expect("written");
    let told = wait(&heard, "the key", |snapshot| {
        !snapshot.keybindings.is_empty()
    });
    assert_eq!(
        told.settings.editor_tab_size, 2,
        "each event carries everything"
    );

    let heard = desk.hear();
    fs::write(
        &paths.settings_path,
        "{\n  \"editor.tabSize\": 2,\n  oops\n}",
    )
    .expect("written");
    let broken = wait(&heard, "the fault", |snapshot| {
        !snapshot.problems.is_empty()
    });
    assert_eq!(broken.settings.editor_tab_size, 4, "the defaults hold");
    assert!(
        broken.problems[0].line >= 3,
        "the line is named: {:?}",
        broken.problems
    );
    let refused = update(&desk, "editor.tabSize", "8").expect_err("it is broken");
    assert_eq!(refused.code, Code::PreconditionFailed);
    let heard = desk.hear();
    fs::remove_file(&paths.settings_path).expect("removed");
    wait(&heard, "the defaults", |snapshot| {
        snapshot.problems.is_empty()
    });
}

#[test]
fn a_link_to_the_settings_keeps_leading_where_it_led() {
    let desk = Desk::new(&[("dotfiles/settings.json", "{}\n")]);
    let path = read(&desk).settings_path;
    fs::create_dir_all(&desk.app.dirs.config).expect("a folder");
    std::os::unix::fs::symlink(desk.workspace.at(b"dotfiles/settings.json"), &path)
        .expect("a link");
    update(&desk, "editor.tabSize", "3").expect("written");
    assert!(
        fs::symlink_metadata(&path)
            .expect("it is there")
            .is_symlink()
    );
    let text = String::from_utf8(desk.workspace.bytes(b"dotfiles/settings.json")).expect("UTF-8");
    assert!(text.contains("\"editor.tabSize\": 3"), "{text}");
}

#[test]
fn a_rule_for_secrets_that_does_not_hold_is_named_with_its_line_and_the_others_hold() {
    let desk = Desk::new(&[]);
    desk.app.watch_settings().expect("they are followed");
    let heard = desk.hear();
    let path = read(&desk).settings_path;
    let rule = |id: &str, example: &str| {
        serde_json::json!({
            "id": id, "kind": "ACME_KEY", "expression": "acme:[0-9]{4}",
            "match": [example], "mustNot": ["acme:"],
        })
    };
    let text = format!(
        "{{\n  \"secrets.allow\": [{{ \"rule\": \"two\" }}, {{}}],\n  \"secrets.rules\": [\n    {},\n    {},\n    1\n  ]\n}}\n",
        rule("one", "acme"),
        rule("two", "acme:1234"),
    );
    fs::write(&path, text).expect("written");
    let now = wait(&heard, "the rules", |now| {
        !now.settings.secrets_rules.is_empty()
    });
    let ids: Vec<_> = now
        .settings
        .secrets_rules
        .iter()
        .map(|rule| rule.id.as_str())
        .collect();
    assert_eq!(ids, ["two"]);
    assert_eq!(
        now.settings.secrets_allow.len(),
        1,
        "what names an own rule holds"
    );
    let lines: Vec<_> = now.problems.iter().map(|at| at.line).collect();
    assert_eq!(lines, [2, 4, 6], "{:?}", now.problems);
    let masked = desk.app.gatekeeper.find("acme:5678");
    assert_eq!(masked, [], "it is let through");
}
