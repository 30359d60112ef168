//! `tenon link`.

use serde_json::{Value, json};

use crate::bench::{Bench, Serve};

fn listed(bench: &Bench, of: &[&str]) -> Vec<Value> {
    let ran = bench.run([&["link", "list", "--json"], of].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.lines()
}

#[test]
fn links_are_added_listed_and_removed_with_an_owner_and_without() {
    let bench = Bench::new(&[("a.txt", ""), ("b.txt", "")]);
    assert_eq!(
        listed(&bench, &[]),
        [] as [Value; 0],
        "nothing was ever opened"
    );
    let made = bench.run(["link", "add", "file:a.txt", "file:b.txt", "--json"]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    let link = made.lines()[0].clone();
    let about = (&link["kind"], &link["origin"], &link["confidence"]);
    let files = (&link["fromFile"], &link["toFile"]);
    assert_eq!(files, (&json!("a.txt"), &json!("b.txt")), "paths are text");
    assert_eq!(about, (&json!("related"), &json!("person"), &json!(1.0)));
    let _serve = Serve::start(&mut bench.command(["serve", "--json"]));
    let only = std::slice::from_ref(&link);
    assert_eq!(listed(&bench, &[]), only, "the owner knows it");
    assert_eq!(listed(&bench, &["file:b.txt"]), only);
    let to = link["to"].as_str().expect("a reference");
    let told = bench.run(["link", "add", "file:a.txt", to]);
    let from = link["from"].as_str().expect("a reference");
    let id = link["id"].as_str().expect("an id");
    assert_eq!(
        told.text().trim_end(),
        format!("{id}  file:a.txt -> file:b.txt"),
        "the same one, by the names of its files"
    );
    let itself = bench.run(["link", "add", from, from, "--json"]);
    assert_eq!(
        (itself.code, &itself.error()["code"]),
        (Some(1), &json!("invalid"))
    );
    let line = bench
        .run(["link", "add", from, "file:b.txt:12", "--json"])
        .error();
    assert_eq!(line["code"], json!("invalid"));
    let hint = line["hint"].as_str().unwrap_or_default();
    assert!(hint.contains("\"file:b.txt\""), "{line}");
    let removed = bench.run(["link", "remove", id, "--json"]);
    assert_eq!(removed.lines(), [json!({ "removed": id })]);
    assert_eq!(listed(&bench, &[]), [] as [Value; 0]);
    let again = bench.run(["link", "remove", id, "--json"]);
    assert_eq!(
        (again.code, &again.error()["code"]),
        (Some(1), &json!("notFound"))
    );
    let wrong = bench.run(["link", "remove", "x"]);
    assert_eq!(wrong.code, Some(2), "no identity at all");
    let wrong = bench.run(["link", "add", "file:a.txt", "b.txt"]);
    assert_eq!(wrong.code, Some(2), "no reference");
    let wrong = bench.run(["link", "list", "b.txt"]);
    assert_eq!(wrong.code, Some(2), "no reference");
}
