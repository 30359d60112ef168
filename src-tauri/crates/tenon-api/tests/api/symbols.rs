//! Symbols as windows see them: followed, kept, and asked for.

use tenon_api::ops;
use tenon_api::wire::{
    SymbolPlaceParams, SymbolReferencesParams, SymbolRole, SymbolRow, SymbolsFindParams,
    SymbolsListParams, SymbolsOutlineParams,
};
use tenon_testkit::{TempWorkspace, wait_until};

use crate::desk::{Desk, own};

fn write(workspace: &TempWorkspace, path: &str, text: &str) {
    let file = workspace.at(path.as_bytes());
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    std::fs::write(file, text).expect("written");
}

fn outline(desk: &Desk, path: &str) -> Vec<SymbolRow> {
    let params = SymbolsOutlineParams { path: path.into() };
    let outline = desk.call::<ops::symbols_outline>(params);
    outline.expect("an outline").symbols
}

fn found(desk: &Desk, query: &str) -> Vec<SymbolRow> {
    let params = SymbolsFindParams {
        query: query.into(),
        limit: 10,
        fresh: false,
    };
    let rows = desk.call::<ops::symbols_find>(params).expect("it finds");
    rows.symbols
}

#[test]
fn an_outline_is_that_of_the_file_as_it_is_now() {
    let desk = Desk::new(&[("a.rs", "/// Doc.\nimpl S { pub fn é() {} fn two() {} }\n")]);
    let rows = outline(&desk, "a.rs");
    let two = &rows[1];
    assert_eq!(
        (two.line, two.column, &*two.kind, &*two.name),
        (2, 27, "method", "two")
    );
    assert_eq!(
        (two.parent.clone(), two.reference.clone()),
        (vec!["S".to_owned()], format!("symbol:{}", two.id))
    );
    write(
        &desk.workspace,
        "a.rs",
        "fn other() {}\nimpl S { fn two() {} }\n",
    );
    let again = outline(&desk, "a.rs");
    assert_eq!(again.len(), 2, "without waiting for anybody");
    assert_eq!(again[1].id, two.id, "still the same");
}

#[test]
fn a_symbol_is_found_by_its_reference() {
    let desk = Desk::new(&[("a.rs", "fn one() {}\nfn two() {}\n")]);
    wait_until("the first pass", || found(&desk, "two").len() == 1);
    let two = found(&desk, "two").remove(0);
    let again = found(&desk, &two.reference);
    assert_eq!(again.len(), 1, "the other is not it");
    assert_eq!((&again[0].id, &*again[0].name), (&two.id, "two"));
    let unknown = format!("symbol:{}", uuid::Uuid::nil());
    assert!(found(&desk, &unknown).is_empty(), "and no name is like it");
}

#[test]
fn what_changes_is_followed() {
    let desk = Desk::new(&[("a.rs", "fn first() {}\n"), (".ignore", "left\n")]);
    wait_until("the first pass", || found(&desk, "first").len() == 1);
    write(&desk.workspace, "d/new.py", "class Second: pass\n");
    wait_until("a new file in a new folder", || {
        found(&desk, "Second").len() == 1
    });
    write(&desk.workspace, "left/x.rs", "fn ignored() {}\n");
    write(&desk.workspace, "a.rs", "fn third() {}\n");
    wait_until("a change", || found(&desk, "third").len() == 1);
    assert!(found(&desk, "first").is_empty());
    assert!(found(&desk, "ignored").is_empty());
    let id = found(&desk, "Second")[0].id.clone();
    let moved = desk.workspace.at(b"e");
    std::fs::rename(desk.workspace.at(b"d"), moved).expect("moved");
    wait_until("a folder that moved", || {
        found(&desk, "Second")
            .first()
            .is_some_and(|row| row.path.path == "e/new.py")
    });
    assert_eq!(
        found(&desk, "Second")[0].id,
        id,
        "one symbol, wherever it is"
    );
    std::fs::remove_dir_all(desk.workspace.at(b"e")).expect("removed");
    wait_until("a folder that is gone", || {
        found(&desk, "Second").is_empty()
    });
}

#[test]
fn ids_are_kept_for_the_next_owner() {
    let desk = Desk::new(&[("a.rs", "fn first() {}\n")]);
    wait_until("the first pass", || found(&desk, "first").len() == 1);
    let id = found(&desk, "first")[0].id.clone();
    desk.owner.close();
    let Desk {
        owner,
        app,
        workspace,
        ..
    } = desk;
    drop(owner);
    let owner = own(&app, workspace.path());
    let params = SymbolsListParams {
        path: "".into(),
        offset: 0,
        limit: 10,
    };
    let caller = tenon_api::owner::Caller::window("main");
    let listed = <ops::symbols_list as ops::Op>::run(&owner, &caller, params).expect("a list");
    assert_eq!(listed.symbols[0].id, id);
    assert!(!listed.more);
}

#[test]
fn a_name_leads_to_its_definition_and_to_its_uses() {
    let text = "fn called() {}\nfn b() {\n    let é = \"😀\"; called();\n}\n";
    let desk = Desk::new(&[("a.rs", text), ("b.rs", "pub fn called() {}\n")]);
    wait_until("the first pass", || found(&desk, "called").len() == 2);
    let at = |line, column| {
        let params = SymbolPlaceParams {
            path: "a.rs".into(),
            line,
            column,
        };
        desk.call::<ops::symbol_definition>(params)
    };
    let definitions = at(3, 19).expect("an answer");
    assert_eq!(
        definitions.name.as_deref(),
        Some("called"),
        "columns are UTF-16 units"
    );
    let places: Vec<_> = definitions
        .symbols
        .iter()
        .map(|row| (row.path.path.clone(), row.line))
        .collect();
    assert_eq!(places, [("a.rs".to_owned(), 1), ("b.rs".to_owned(), 1)]);
    let local = at(3, 9).expect("an answer").symbols;
    assert_eq!(local.len(), 1, "a local name has one place and no identity");
    assert_eq!((local[0].line, local[0].column, &*local[0].id), (3, 9, ""));
    assert_eq!(at(4, 1).expect("an answer").name, None);
    assert!(at(9, 1).is_err(), "there is no such line");
    let params = SymbolReferencesParams {
        name: "called".into(),
        limit: 2,
    };
    let uses = desk
        .call::<ops::symbol_references>(params)
        .expect("an answer");
    let places: Vec<_> = uses
        .references
        .iter()
        .map(|u| (u.line, u.column, u.defines, u.role))
        .collect();
    let (defines, uses_it) = (SymbolRole::Definition, SymbolRole::Reference);
    assert_eq!(places, [(1, 4, true, defines), (3, 19, false, uses_it)]);
    assert!(uses.truncated);
}

#[test]
fn a_long_list_comes_in_parts() {
    let text: String = (0..25).map(|n| format!("fn f{n:02}() {{}}\n")).collect();
    let desk = Desk::new(&[("d/a.rs", &text), ("d.rs", "fn other() {}\n")]);
    let mut names = Vec::new();
    for offset in [0, 10, 20] {
        let params = SymbolsListParams {
            path: "d".into(),
            offset,
            limit: 10,
        };
        let part = desk.call::<ops::symbols_list>(params).expect("a part");
        assert_eq!(part.more, offset < 20);
        names.extend(part.symbols.into_iter().map(|row| row.name));
    }
    let expected: Vec<_> = (0..25).map(|n| format!("f{n:02}")).collect();
    assert_eq!(names, expected);
}
