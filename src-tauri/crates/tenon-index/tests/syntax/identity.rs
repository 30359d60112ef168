//! Ids through edits, renames and moves.

use std::collections::BTreeMap;

use tenon_gatekeeper::Gatekeeper;
use tenon_index::syntax::{Change, Limits, Prepared, SymbolId, Symbols};

use crate::symbols;

/// The id of every symbol, by path and names.
fn ids(symbols: &Symbols) -> BTreeMap<String, SymbolId> {
    let name = |located: tenon_index::syntax::Located<'_>| {
        let names = located.symbol.parents.iter().chain([&located.symbol.name]);
        let names: Vec<_> = names.map(AsRef::as_ref).collect();
        let path = String::from_utf8_lossy(located.path);
        (format!("{path}:{}", names.join("/")), located.id)
    };
    symbols.all().map(name).collect()
}

fn at_once(symbols: &mut Symbols, changes: &[(&str, Option<&str>)]) {
    let gatekeeper = Gatekeeper::new([7; 32]);
    let change = |(path, text): &(&str, Option<&str>)| match text {
        Some(text) => {
            let path = path.as_bytes();
            let limits = Limits::default();
            Change::Put(Prepared::read(
                &gatekeeper,
                path,
                text.as_bytes(),
                None,
                limits,
            ))
        }
        None => Change::Removed(path.as_bytes().to_vec()),
    };
    symbols.apply(changes.iter().map(change).collect());
}

/// Puts `before`, then takes `after` at once, and says which name of before each name of now is.
fn trace(before: &[(&str, &str)], after: &[(&str, Option<&str>)]) -> BTreeMap<String, String> {
    let mut symbols = symbols();
    for (path, text) in before {
        symbols
            .put(path.as_bytes(), text.as_bytes())
            .expect("it is read");
    }
    let old: BTreeMap<_, _> = ids(&symbols)
        .into_iter()
        .map(|(name, id)| (id, name))
        .collect();
    at_once(&mut symbols, after);
    let was = |id: SymbolId| old.get(&id).cloned().unwrap_or_else(|| "new".into());
    ids(&symbols)
        .into_iter()
        .map(|(name, id)| (name, was(id)))
        .collect()
}

fn body(seed: usize) -> String {
    let line = |n: usize| {
        format!(
            "    let v{n} = step_{seed}_{n}(v{}, {});\n",
            n + seed,
            n * 7
        )
    };
    (0..12).map(line).collect()
}

fn function(name: &str, seed: usize) -> String {
    format!("fn {name}(a: u8) {{\n{}}}\n", body(seed))
}

#[track_caller]
fn expect(traced: &BTreeMap<String, String>, pairs: &[(&str, &str)]) {
    for (now, was) in pairs {
        assert_eq!(
            traced.get(*now).map(String::as_str),
            Some(*was),
            "{now} of {traced:?}"
        );
    }
}

#[test]
fn an_edit_keeps_the_name_and_a_rename_the_body() {
    let before = function("a", 1) + &function("b", 2);
    let edited = function("a", 1).replace("step_1_3", "other") + &function("b", 2);
    expect(
        &trace(&[("x.rs", &before)], &[("x.rs", Some(&edited))]),
        &[("x.rs:a", "x.rs:a"), ("x.rs:b", "x.rs:b")],
    );
    let renamed = function("z", 1) + &function("b", 2);
    expect(
        &trace(&[("x.rs", &before)], &[("x.rs", Some(&renamed))]),
        &[("x.rs:z", "x.rs:a"), ("x.rs:b", "x.rs:b")],
    );
    let both = function("z", 1).replace("step_1_3", "other") + &function("b", 2);
    expect(
        &trace(&[("x.rs", &before)], &[("x.rs", Some(&both))]),
        &[("x.rs:z", "x.rs:a")],
    );
}

#[test]
fn two_that_swap_their_bodies_keep_their_names() {
    let before = function("a", 1) + &function("b", 2);
    let after = function("a", 2) + &function("b", 1);
    expect(
        &trace(&[("x.rs", &before)], &[("x.rs", Some(&after))]),
        &[("x.rs:a", "x.rs:a"), ("x.rs:b", "x.rs:b")],
    );
}

#[test]
fn a_move_into_another_file_is_one_symbol() {
    let (a, b) = (function("a", 1), function("b", 2));
    let both = a.clone() + &b;
    let before = [("x.rs", both.as_str()), ("y.rs", "")];
    expect(
        &trace(&before, &[("x.rs", Some(&b)), ("y.rs", Some(&a))]),
        &[("y.rs:a", "x.rs:a"), ("x.rs:b", "x.rs:b")],
    );
    let method = format!("impl T {{\n{}}}\n", a.replace("\n", "\n    "));
    expect(
        &trace(&before, &[("x.rs", Some(&b)), ("y.rs", Some(&method))]),
        &[("y.rs:T/a", "x.rs:a")],
    );
}

#[test]
fn a_file_that_moves_takes_all_of_its_symbols_along_also_the_short_ones() {
    let text =
        "struct S { x: u8, y: u8 }\nimpl S {\n fn a(&self) {}\n fn b(&self) {}\n}\n".to_owned();
    let text = text + "const C: u8 = 1;\n" + &function("long", 1);
    let traced = trace(
        &[("x.rs", &text), ("other.rs", "fn a() {}")],
        &[("x.rs", None), ("d/y.rs", Some(&text))],
    );
    for (now, was) in &traced {
        if let Some(name) = now.strip_prefix("d/y.rs:") {
            assert_eq!(was, &format!("x.rs:{name}"), "of {traced:?}");
        }
    }
    let edited = text
        .replace("step_1_3", "other")
        .replace("const C: u8 = 1", "const C: u8 = 2");
    let traced = trace(
        &[("x.rs", &text)],
        &[("x.rs", None), ("y.rs", Some(&edited))],
    );
    expect(
        &traced,
        &[
            ("y.rs:long", "x.rs:long"),
            ("y.rs:S/x", "x.rs:S/x"),
            ("y.rs:C", "x.rs:C"),
        ],
    );
}

#[test]
fn a_file_that_moves_is_known_by_all_that_it_defines() {
    let text = "class Second: pass\n";
    let traced = trace(
        &[("d/new.py", text)],
        &[("d/new.py", None), ("e/new.py", Some(text))],
    );
    expect(&traced, &[("e/new.py:Second", "d/new.py:Second")]);
    let two = trace(
        &[("a.py", text), ("b.py", text)],
        &[("a.py", None), ("b.py", None), ("c.py", Some(text))],
    );
    expect(&two, &[("c.py:Second", "new")]);
}

#[test]
fn a_file_that_moves_with_edits_is_known_by_the_names_in_it() {
    let before = "type One = A;\ntype Two = B;\ntype Three = C;\nfn four() -> u8 { 4 }\n";
    let after = "type One = X;\ntype Two = Y;\ntype Three = Z;\nfn five() -> u8 { 4 }\n";
    let moved = trace(
        &[("x.rs", before)],
        &[("x.rs", None), ("y.rs", Some(after))],
    );
    expect(
        &moved,
        &[
            ("y.rs:One", "x.rs:One"),
            ("y.rs:Three", "x.rs:Three"),
            ("y.rs:five", "x.rs:four"),
        ],
    );
    // Two that went name the same, so it is neither.
    let two = trace(
        &[("x.rs", before), ("z.rs", before)],
        &[("x.rs", None), ("z.rs", None), ("y.rs", Some(after))],
    );
    expect(&two, &[("y.rs:One", "new"), ("y.rs:five", "new")]);
}

#[test]
fn a_type_that_was_renamed_goes_before_one_that_took_its_name() {
    let values: String = (0..12)
        .map(|n| format!("    Value{n}(Kind{n}),\n"))
        .collect();
    let before = format!("enum Error {{\n{values}}}\n");
    let after = format!("struct Error {{ kind: ErrorKind }}\nenum ErrorKind {{\n{values}}}\n");
    let traced = trace(&[("x.rs", &before)], &[("x.rs", Some(&after))]);
    expect(
        &traced,
        &[
            ("x.rs:ErrorKind", "x.rs:Error"),
            ("x.rs:Error", "new"),
            ("x.rs:ErrorKind/Value3", "x.rs:Error/Value3"),
        ],
    );
    let became = trace(
        &[("x.rs", "struct A { x: u8 }\n")],
        &[("x.rs", Some("enum A { B }\n"))],
    );
    expect(&became, &[("x.rs:A", "x.rs:A")]);
}

#[test]
fn what_stands_in_a_renamed_type_follows_it() {
    let before = "class Old:\n    def a(self): pass\n    def b(self): pass\n    def c(self):\n        return compute(self.one, self.two, 3)\n";
    let after = before.replace("Old", "New").replace("3)", "4)");
    expect(
        &trace(&[("x.py", before)], &[("x.py", Some(&after))]),
        &[
            ("x.py:New", "x.py:Old"),
            ("x.py:New/a", "x.py:Old/a"),
            ("x.py:New/c", "x.py:Old/c"),
        ],
    );
}

#[test]
fn where_two_could_be_meant_neither_is_taken() {
    let twin = |name: &str| function(name, 1);
    let before = twin("a") + &twin("b");
    let after = twin("c") + &twin("d");
    expect(
        &trace(&[("x.rs", &before)], &[("x.rs", Some(&after))]),
        &[("x.rs:c", "new"), ("x.rs:d", "new")],
    );
    // A copy beside the first one is another symbol, and the first one stays itself.
    let copied = twin("a") + &twin("copy");
    expect(
        &trace(&[("x.rs", &twin("a"))], &[("x.rs", Some(&copied))]),
        &[("x.rs:a", "x.rs:a"), ("x.rs:copy", "new")],
    );
    let elsewhere = trace(&[("x.rs", &twin("a"))], &[("y.rs", Some(&twin("a")))]);
    expect(&elsewhere, &[("x.rs:a", "x.rs:a"), ("y.rs:a", "new")]);
    // Short bodies say nothing: one that is gone and one that came are not the same.
    let gone = trace(
        &[("x.rs", "fn a() {}"), ("y.rs", "fn k() {}")],
        &[("x.rs", Some("")), ("y.rs", Some("fn k() {} fn b() {}"))],
    );
    expect(&gone, &[("y.rs:b", "new")]);
}

#[test]
fn several_of_one_name_are_told_apart_by_what_they_say() {
    let one = "#[cfg(unix)]\nfn a() { unix(1, 2) }\n";
    let two = "#[cfg(windows)]\nfn a() { windows(3) }\n";
    let mut symbols = symbols();
    symbols
        .put(b"x.rs", [one, two].concat().as_bytes())
        .expect("it is read");
    let before: Vec<_> = symbols.outline(b"x.rs").iter().map(|l| l.id).collect();
    symbols
        .put(b"x.rs", [two, one].concat().as_bytes())
        .expect("it is read");
    let after: Vec<_> = symbols.outline(b"x.rs").iter().map(|l| l.id).collect();
    assert_eq!([before[1], before[0]], after[..], "each is still itself");
    symbols.put(b"x.rs", two.as_bytes()).expect("it is read");
    assert_eq!(symbols.outline(b"x.rs")[0].id, before[1]);
}

#[test]
fn what_was_gone_comes_back_as_itself() {
    let text = function("a", 1);
    let mut symbols = symbols();
    symbols.put(b"x.rs", text.as_bytes()).expect("it is read");
    let before = ids(&symbols);
    symbols.remove(b"x.rs");
    assert!(ids(&symbols).is_empty());
    symbols
        .put(b"other.rs", function("b", 2).as_bytes())
        .expect("it is read");
    symbols.put(b"x.rs", text.as_bytes()).expect("it is read");
    assert_eq!(ids(&symbols)["x.rs:a"], before["x.rs:a"]);
    symbols.remove(b"x.rs");
    symbols
        .put(b"moved.rs", text.as_bytes())
        .expect("it is read");
    assert_eq!(
        ids(&symbols)["moved.rs:a"],
        before["x.rs:a"],
        "also elsewhere"
    );
}

#[test]
fn no_id_is_ever_given_twice() {
    let mut symbols = symbols();
    let mut seed = 7_u64;
    let mut next = |n: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) % n
    };
    for round in 0..200 {
        let path = format!("f{}.rs", next(4));
        let text: String = (0..next(6))
            .map(|_| function(&format!("n{}", next(5)), next(6) as usize))
            .collect();
        let other = format!("f{}.rs", next(4));
        let gone = (next(3) == 0 && other != path).then_some((other.as_str(), None));
        let mut changes = vec![(path.as_str(), Some(text.as_str()))];
        changes.extend(gone);
        at_once(&mut symbols, &changes);
        let all: Vec<_> = symbols.all().map(|located| located.id).collect();
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(all.len(), different.len(), "round {round}");
    }
}

#[test]
fn a_field_that_was_renamed_is_known_by_its_neighbours_and_by_what_it_says() {
    let ts =
        "interface Options {\n  name: string\n  oldOne?: Map<string, number>\n  last: number\n}\n";
    let traced = trace(
        &[("x.ts", ts)],
        &[("x.ts", Some(&ts.replace("oldOne", "newOne")))],
    );
    expect(
        &traced,
        &[
            ("x.ts:Options/newOne", "x.ts:Options/oldOne"),
            ("x.ts:Options/last", "x.ts:Options/last"),
        ],
    );
    // Another type in the same place is another field.
    let other = ts.replace("oldOne?: Map<string, number>", "newOne: boolean");
    let traced = trace(&[("x.ts", ts)], &[("x.ts", Some(&other))]);
    expect(&traced, &[("x.ts:Options/newOne", "new")]);
    // The type around it may have another name too.
    let both = ts
        .replace("oldOne", "newOne")
        .replace("Options", "Settings");
    let traced = trace(&[("x.ts", ts)], &[("x.ts", Some(&both))]);
    expect(&traced, &[("x.ts:Settings/newOne", "x.ts:Options/oldOne")]);
}

#[test]
fn of_several_renamed_fields_those_are_known_that_could_be_no_other() {
    let before = "struct S {\n    a: u8,\n    b: Vec<u8>,\n    c: String,\n    d: String,\n    end: u8,\n}\n";
    let after = "struct S {\n    a: u8,\n    x: Vec<u8>,\n    y: String,\n    z: String,\n    end: u8,\n}\n";
    let traced = trace(&[("x.rs", before)], &[("x.rs", Some(after))]);
    expect(
        &traced,
        &[
            ("x.rs:S/x", "x.rs:S/b"),
            ("x.rs:S/y", "new"),
            ("x.rs:S/z", "new"),
            ("x.rs:S/end", "x.rs:S/end"),
        ],
    );
}

#[test]
fn a_function_that_was_renamed_and_edited_is_known_by_its_place() {
    let edited = |seed: usize, changed: usize| {
        let lines = body(seed);
        let lines = lines.lines().enumerate();
        lines.fold(String::new(), |text, (n, line)| match n < changed {
            true => text + &format!("    return early_{n};\n"),
            false => text + line + "\n",
        })
    };
    let between = |middle: &str| function("a", 1) + middle + &function("c", 3);
    let before = between(&function("b", 2));
    let after = between(&format!("fn z(a: u8) {{\n{}}}\n", edited(2, 4)));
    let traced = trace(&[("x.rs", &before)], &[("x.rs", Some(&after))]);
    expect(&traced, &[("x.rs:z", "x.rs:b"), ("x.rs:c", "x.rs:c")]);
    let other = between(&format!("fn z(a: u8) {{\n{}}}\n", edited(2, 12)));
    let traced = trace(&[("x.rs", &before)], &[("x.rs", Some(&other))]);
    expect(&traced, &[("x.rs:z", "new")]);
}

#[test]
fn a_class_that_was_renamed_with_its_file_takes_along_what_is_in_it() {
    let method = |name: &str, seed: usize| {
        let text = body(seed).replace("let ", "int ");
        format!("  void {name}(int a) {{\n{text}  }}\n")
    };
    let methods = method("one", 1) + &method("two", 2) + "  int size;\n  void stop() {}\n";
    let class = |name: &str, methods: &str| format!("class {name} {{\n{methods}}}\n");
    let edited = methods
        .replace("step_1_3", "other")
        .replace("step_2_5", "third");
    let traced = trace(
        &[("Old.java", &class("Old", &methods))],
        &[
            ("Old.java", None),
            ("New.java", Some(&class("New", &edited))),
        ],
    );
    for (now, was) in &traced {
        let was = was.replace("Old", "New");
        assert_eq!(*now, was, "of {traced:?}");
    }
    // One in which nothing is long enough to be known alone is known as a whole.
    let fields = |last: usize| -> String {
        let field = |n: usize| format!("  int f{n} = start({n}, {});\n", n * 7);
        (0..last).map(field).collect()
    };
    let traced = trace(
        &[("Old.java", &class("Old", &fields(12)))],
        &[
            ("Old.java", None),
            ("New.java", Some(&class("New", &fields(11)))),
        ],
    );
    expect(
        &traced,
        &[
            ("New.java:New", "Old.java:Old"),
            ("New.java:New/f3", "Old.java:Old/f3"),
        ],
    );
}

#[test]
fn overloads_are_told_apart_by_how_they_are_declared() {
    let one = |kind: &str, way: &str| format!("  A({kind} a) {{\n    {way}(a);\n  }}\n");
    let class = |all: &[String]| format!("class A {{\n{}}}\n", all.concat());
    let mut symbols = symbols();
    let before = class(&[
        one("int", "set"),
        one("long", "set"),
        one("char", "set"),
        one("Object", "set"),
    ]);
    symbols
        .put(b"A.java", before.as_bytes())
        .expect("it is read");
    let ids = |symbols: &Symbols| -> BTreeMap<String, SymbolId> {
        let all = symbols.outline(b"A.java").into_iter();
        all.map(|it| (it.symbol.signature.to_string(), it.id))
            .collect()
    };
    let was = ids(&symbols);
    let after = class(&[
        one("long", "check"),
        one("int", "check"),
        one("char", "check"),
    ]);
    symbols
        .put(b"A.java", after.as_bytes())
        .expect("it is read");
    for (head, id) in ids(&symbols) {
        assert_eq!(was.get(&head), Some(&id), "{head} of {was:?}");
    }
}

#[test]
fn a_short_type_that_left_one_file_and_came_into_another_at_once_moved() {
    let short = "type Params []Param\n";
    let (before, rest) = (format!("package a\n{short}"), "package a\n");
    let both = [("x.go", before.as_str()), ("y.go", rest)];
    let traced = trace(&both, &[("x.go", Some(rest)), ("y.go", Some(&before))]);
    expect(&traced, &[("y.go:Params", "x.go:Params")]);
    // When it went and came at two times, or was there twice, nobody knows.
    let mut symbols = symbols();
    at_once(
        &mut symbols,
        &[("x.go", Some(&before)), ("y.go", Some(rest))],
    );
    let id = ids(&symbols)["x.go:Params"];
    at_once(&mut symbols, &[("x.go", Some(rest))]);
    at_once(&mut symbols, &[("y.go", Some(&before))]);
    assert_ne!(ids(&symbols)["y.go:Params"], id);
    let twice = [("x.go", before.as_str()), ("z.go", &before), ("y.go", rest)];
    let traced = trace(
        &twice,
        &[
            ("x.go", Some(rest)),
            ("z.go", Some(rest)),
            ("y.go", Some(&before)),
        ],
    );
    expect(&traced, &[("y.go:Params", "new")]);
}
