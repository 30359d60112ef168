//! What tools print, and the problems in it. Outputs of clang, flake8, go, gradle, jest, maven,
//! pylint, pyright and shellcheck are written after the tools' documentation; all others were
//! recorded, and only their paths were changed.

use tenon_script::problem::{Reader, Severity, Told};

fn read(name: &str) -> Vec<Told> {
    let path = format!(
        "{}/tests/fixtures/output/{name}.txt",
        env!("CARGO_MANIFEST_DIR")
    );
    let output = std::fs::read(path).expect("the fixture is there");
    let whole = problems(&output, output.len().max(1));
    for size in [1, 2, 7, 64] {
        assert_eq!(problems(&output, size), whole, "{name} in pieces of {size}");
    }
    whole
}

fn problems(output: &[u8], size: usize) -> Vec<Told> {
    let mut reader = Reader::new();
    output.chunks(size).for_each(|piece| reader.feed(piece));
    reader.end();
    reader.take()
}

/// `error rustc E0308 src/main.rs:5:18-21 mismatched types`
fn line(told: &Told) -> String {
    let place = &told.places[0];
    let mut at = format!("{}:{}", place.path, place.line);
    if let Some(column) = place.column {
        at += &format!(":{column}");
    }
    if let Some(end) = place.end_column {
        at += &format!("-{end}");
    }
    let severity = match told.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let code = told.code.as_deref().unwrap_or("-");
    format!("{severity} {} {code} {at} {}", told.source, told.message)
}

#[track_caller]
fn check(name: &str, expect: &[&str]) {
    let told = read(name);
    let lines: Vec<String> = told.iter().map(line).collect();
    assert_eq!(lines, expect, "{name}");
}

#[test]
fn rustc_and_cargo() {
    check(
        "cargo",
        &[
            "error rustc E0425 src/main.rs:6:14-21 cannot find value `missing` in this scope",
            "error rustc E0308 src/part.rs:2:5-6 mismatched types",
            "error rustc E0308 src/main.rs:5:18-21 mismatched types",
        ],
    );
    check(
        "cargo-short",
        &[
            "error rustc E0425 src/main.rs:6:14 cannot find value `missing` in this scope: not found in this scope",
            "error rustc E0308 src/part.rs:2:5 mismatched types: expected `String`, found `i32`",
            "error rustc E0308 src/main.rs:5:18 mismatched types: expected `i32`, found `&str`",
        ],
    );
    check(
        "cargo-test",
        &["error rust - src/main.rs:5:5 assertion `left == right` failed: numbers"],
    );
}

#[test]
fn c_compilers_linkers_and_make() {
    let part = "error cc - part.h:1:12 expected declaration specifiers or ‘...’ before ‘;’ token";
    let main = "error cc - main.c:3:14 expected ‘;’, ‘,’ or ‘)’ before ‘{’ token";
    check("gcc", &[part, main]);
    check("make", &[part, main]);
    let folders: Vec<_> = read("make").into_iter().map(|told| told.folder).collect();
    assert_eq!(
        folders,
        [Some("/w/c".to_owned()), Some("/w/c".into())],
        "make names its folder"
    );
    check(
        "gcc-warn",
        &[
            "warning cc -Wparentheses warn.c:1:32 suggest parentheses around assignment used as truth value",
            "warning cc -Wunused-variable warn.c:1:20 unused variable ‘unused’",
            "warning cc -Wint-conversion warn.c:2:28 initialization of ‘char *’ from ‘int’ makes pointer from integer without a cast",
            "warning cc -Wimplicit-function-declaration warn.c:2:38 implicit declaration of function ‘g’",
        ],
    );
    check(
        "ld",
        &["error ld - /w/c/l.c:2 undefined reference to `gone'"],
    );
    check(
        "ld-plain",
        &[
            "error ld - l.c:1 undefined reference to `foo'",
            "error ld - m.c:1 undefined reference to `bar'",
        ],
    );
    check(
        "gcc-once",
        &["error cc - u.c:1:23 ‘x’ undeclared (first use in this function)"],
    );
    check(
        "zsh",
        &[
            "error shell - x.zsh:3 parse error near `\\n'",
            "error shell - ./z:1 command not found: nope",
            "error shell - z.zsh:1 command not found: nope",
            "error shell - z.zsh:2 no such file or directory: /nodir",
            "error shell - z.zsh:3 division by zero",
        ],
    );
    check(
        "clang",
        &[
            "error cc - src/a.c:3:10 'gone.h' file not found",
            "warning cc -Wunused-variable src/b.cpp:7:5 unused variable 'x'",
            "info cc - src/b.cpp:2:1 declared here",
        ],
    );
    check(
        "shellcheck",
        &[
            "info shellcheck SC2086 run.sh:3:6 Double quote to prevent globbing and word splitting.",
            "warning shellcheck SC2034 run.sh:5:1 x appears unused. Verify use (or export if used externally).",
            "error shellcheck SC1073 run.sh:7:4 Couldn't parse this test expression. Fix to allow more checks.",
        ],
    );
}

#[test]
fn typescript_and_javascript() {
    check("tsc", &["error tsc TS1109 a.ts:3:9 Expression expected."]);
    check(
        "tsc-pretty",
        &["error tsc TS1109 a.ts:3:9 Expression expected."],
    );
    check(
        "eslint",
        &[
            "warning eslint no-var /w/es/a.js:1:1 Unexpected var, use let or const instead",
            "error eslint no-unused-vars /w/es/a.js:1:5 'a' is assigned a value but never used",
            "error eslint no-undef /w/es/a.js:2:5 'b' is not defined",
            "error eslint no-undef /w/es/a.js:2:10 'foo' is not defined",
        ],
    );
    check(
        "vitest",
        &[
            "error javascript - a.test.ts:4:17 adds numbers: AssertionError: expected 2 to be 3 // Object.is equality",
            "error javascript - lib.ts:2:9 does not throw: TypeError: no good",
        ],
    );
    check(
        "node",
        &["error javascript - /w/vt/n.js:2:9 RangeError: too far"],
    );
    check(
        "node-syntax",
        &[
            "error javascript - /w/n/n2.js:1:11-12 SyntaxError: Unexpected token ';'",
            "error javascript - /w/n/n5.js:2:7-9 SyntaxError: Unexpected identifier 'ok'",
            "error javascript - /w/n/n4.mjs:1 SyntaxError: Unexpected token ';'",
            "error javascript - /w/n/n3.mjs:1 Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/w/n/nope.mjs' imported from /w/n/n3.mjs",
        ],
    );
    check(
        "jest",
        &[
            "error javascript - src/sum.test.js:4:19 math › adds: expect(received).toBe(expected) // Object.is equality",
        ],
    );
}

#[test]
fn python() {
    let deep = "error pytest - b.py:3 ValueError: no good";
    check(
        "pytest",
        &[
            "error pytest - test_a.py:10 AssertionError: assert 1 == 2",
            deep,
        ],
    );
    check(
        "pytest-short",
        &["error pytest - test_a.py:10 assert 1 == 2", deep],
    );
    check(
        "pytest-collect",
        &["error pytest - test_coll.py:1 ModuleNotFoundError: No module named 'nothere_x'"],
    );
    let calls = read("pytest")[1]
        .places
        .iter()
        .map(|place| place.line)
        .collect::<Vec<_>>();
    assert_eq!(calls, [3, 6, 14], "the last call comes first");
    check(
        "traceback",
        &[
            "error python - /w/py/b.py:3 ValueError: no good",
            "error python - /w/py/run.py:5 RuntimeError: wrapped",
        ],
    );
    check(
        "syntax",
        &["error python - /w/py/bad.py:1 SyntaxError: invalid syntax"],
    );
    check(
        "ruff",
        &[
            "error ruff invalid-syntax bad.py:1:7-8 Expected a parameter or the end of the parameter list",
            "error ruff invalid-syntax bad.py:1:8-9 Expected `)`, found newline",
            "warning ruff I001 lint.py:1:1 Import block is un-sorted or un-formatted",
            "warning ruff F401 lint.py:1:8-10 `os` imported but unused",
            "warning ruff F401 lint.py:2:8-11 `sys` imported but unused",
            "warning ruff F841 lint.py:5:5-6 Local variable `x` is assigned to but never used",
        ],
    );
    check(
        "ruff-concise",
        &[
            "error lint invalid-syntax bad.py:1:7 Expected a parameter or the end of the parameter list",
            "error lint invalid-syntax bad.py:1:8 Expected `)`, found newline",
            "warning lint I001 lint.py:1:1 Import block is un-sorted or un-formatted",
            "warning lint F401 lint.py:1:8 `os` imported but unused",
            "warning lint F401 lint.py:2:8 `sys` imported but unused",
            "warning lint F841 lint.py:5:5 Local variable `x` is assigned to but never used",
        ],
    );
    check(
        "mypy",
        &[
            "error mypy return-value lint.py:6 Incompatible return value type (got \"int\", expected \"str\")",
            "error mypy arg-type lint.py:8 Argument 1 to \"f\" has incompatible type \"str\"; expected \"int\"",
        ],
    );
    check(
        "flake8",
        &[
            "warning lint F401 ./pkg/a.py:1:1 'os' imported but unused",
            "warning lint E501 ./pkg/a.py:4:80 line too long (92 > 79 characters)",
            "error lint E999 ./pkg/b.py:2:8 SyntaxError: invalid syntax",
            "info pylint C0114 pkg/c.py:1 Missing module docstring (missing-module-docstring)",
            "error pylint E1101 pkg/c.py:3:4 Module 'os' has no 'gone' member (no-member)",
        ],
    );
    check(
        "pyright",
        &[
            "error pyright reportUndefinedVariable /w/app/a.py:3:5 \"x\" is not defined",
            "warning pyright reportMissingImports /w/app/a.py:7:1 Import \"y\" could not be resolved",
        ],
    );
}

#[test]
fn traces_of_java() {
    let text = "\
Exception in thread \"main\" java.lang.IllegalStateException: no config
\tat app.Config.load(Config.java:31)
\tat app.Main.main(Main.java:9)
Caused by: java.io.FileNotFoundException: a.toml
\tat java.base/java.io.FileInputStream.open0(Native Method)
\tat app.Config$Reader.load(Config.java:29)
\t... 1 more
done
org.opentest4j.AssertionFailedError: expected: <1> but was: <2>
\tat org.junit.jupiter.api@5.10/org.junit.Assert.fail(Assert.java:7)
\tat app.shop.CartTest.adds(CartTest.kt:12)
com.example.Server: started on 8080
a line
";
    let told = problems(text.as_bytes(), 5);
    let lines: Vec<String> = told.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "error java - Config.java:31 java.lang.IllegalStateException: no config",
            "error java - Assert.java:7 org.opentest4j.AssertionFailedError: expected: <1> but was: <2>",
        ]
    );
    let paths = |at: usize| -> Vec<String> {
        let places = told[at].places.iter();
        places
            .map(|place| format!("{}:{}", place.path, place.line))
            .collect()
    };
    assert!(paths(0).contains(&"src/main/java/app/Config.java:31".into()));
    assert!(paths(0).contains(&"app/Main.java:9".into()));
    assert!(paths(0).contains(&"Config.java:29".into()), "its cause");
    assert!(paths(1).contains(&"src/test/kotlin/app/shop/CartTest.kt:12".into()));
}

#[test]
fn failures_of_pytest_in_lines() {
    let text = "\
a.py:3: assert of a search
=================================== FAILURES ===================================
/w/tests/test_math.py:8: assert 2.0 == 3
/w/shop/cart.py:21: AttributeError: 'NoneType' object has no attribute 'price'
/w/tests/test_raise.py:5: Failed: DID NOT RAISE <class 'ValueError'>
=========================== short test summary info ============================
FAILED tests/test_math.py::test_divide - assert 2.0 == 3
b.py:4: assert too
";
    let told = problems(text.as_bytes(), 7);
    let lines: Vec<String> = told.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "error pytest - /w/tests/test_math.py:8 assert 2.0 == 3",
            "error pytest - /w/shop/cart.py:21 AttributeError: 'NoneType' object has no attribute 'price'",
            "error pytest - /w/tests/test_raise.py:5 Failed: DID NOT RAISE <class 'ValueError'>",
        ]
    );
}

#[test]
fn java_and_kotlin() {
    check(
        "javac",
        &[
            "error javac - java/Main.java:3:20 ';' expected",
            "error javac - java/Use.java:2:26 cannot find symbol",
            "warning javac rawtypes java/Use.java:3:25 found raw type: List",
            "warning javac rawtypes java/Use.java:3:48 found raw type: ArrayList",
            "warning javac unchecked java/Use.java:3:67 unchecked call to add(E) as a member of the raw type List",
        ],
    );
    check(
        "maven",
        &[
            "error javac - /w/mv/src/main/java/Main.java:3:20 ';' expected",
            "warning javac - /w/mv/src/main/java/Use.java:7:3 [deprecation] stop() in Thread has been deprecated",
        ],
    );
    check(
        "gradle",
        &[
            "error kotlin - /w/gr/src/main/kotlin/Main.kt:3:13 Unresolved reference: missing",
            "warning kotlin - /w/gr/src/main/kotlin/Main.kt:5:9 Variable 'x' is never used",
            "error kotlin - /w/gr/src/main/kotlin/Old.kt:4:7 Expecting an element",
            "error javac - /w/gr/src/main/java/Main.java:3:20 ';' expected",
        ],
    );
}

#[test]
fn go() {
    check(
        "go",
        &[
            "error go - part/part.go:5:2 undefined: missing",
            "error go - part/part.go:9:15 cannot use \"x\" (untyped string constant) as int value in return statement",
            "warning go - ./main.go:7:2 fmt.Printf format %d has arg \"x\" of wrong type string",
            "error go - add_test.go:9 got 3, want 2",
            "error go - /w/app/pick.go:4 panic: runtime error: index out of range [3] with length 1",
        ],
    );
}
