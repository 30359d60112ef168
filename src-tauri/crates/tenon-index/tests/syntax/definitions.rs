//! Where names are defined: small files made by hand, with a mark at the name that is asked about
//! and the place of the answer.

use crate::questions::first;

/// Asks at the mark of one file, and compares with the answer.
#[track_caller]
fn one(path: &str, text: &str, answer: &str) {
    assert_eq!(first(&[(path, text)]), format!("{path}:{answer}"), "{text}");
}

#[test]
fn a_name_of_a_function_is_what_is_bound_there() {
    let rust = [
        ("fn f(x: u8) { x|; }", "1:5 variable"),
        ("fn f(x: u8) {\n let x = x|;\n}", "1:5 variable"),
        (
            "fn f(x: u8) {\n let x = 1;\n { let x = 2; }\n x|;\n}",
            "2:5 variable",
        ),
        ("fn f(x: u8) { g(|x| x|); }", "1:17 variable"),
        ("fn f(o: O) { if let Some(o) = o| {} }", "1:5 variable"),
        ("fn f(o: O) { if let Some(p) = o { p| } }", "1:25 variable"),
        (
            "fn f(o: O) { match o { A(p) if p > 1 => p| } }",
            "1:25 variable",
        ),
        ("fn f(v: V) { for (i, x) in v { i| } }", "1:18 variable"),
        ("fn f<T: C>(t: T|) {}", "1:5 variable"),
        ("fn f<S: C>() { S|::new() }", "1:5 variable"),
        (
            "m!(a, |dir: D, mut cmd: C| { cmd|.go(); });",
            "1:19 variable",
        ),
        ("fn f(x: u8) { assert!(x| > 1); }", "1:5 variable"),
        (
            "const MAX: u8 = 1;\nfn f() { match 1 { MAX => MAX| } }",
            "1:",
        ),
    ];
    for (text, answer) in rust {
        // The sign of a closure is no mark.
        let text = text
            .replace("|x| x|", "¦x¦ x|")
            .replace("|dir", "¦dir")
            .replace("C| {", "C¦ {");
        let text: String = text.replace('|', "\u{1}").replace('¦', "|");
        one("a.rs", &text, answer);
    }
    let python = [
        ("def f(a):\n    return a|\n", "1:6 variable"),
        ("def f(a):\n    a = g(a)\n    return a|\n", "2:4 variable"),
        ("def f(a):\n    a = g(a|)\n", "1:6 variable"),
        (
            "def f():\n    with g() as h:\n        h|.go()\n",
            "2:16 variable",
        ),
        (
            "def f():\n    for a, b in c:\n        b|\n",
            "2:11 variable",
        ),
        ("def f():\n    return [x| for x in y]\n", "2:18 variable"),
        (
            "def f(a):\n    def g():\n        return a|\n",
            "1:6 variable",
        ),
        ("a = 1\ndef f():\n    return a|\n", "1:"),
    ];
    for (text, answer) in python {
        one("a.py", &text.replace('|', "\u{1}"), answer);
    }
    for (path, text, answer) in [
        (
            "a.ts",
            "function f({ a, b: c }: T) { return c|; }",
            "1:19 variable",
        ),
        (
            "a.ts",
            "const g = (a) => { const b = a; return b|; };",
            "1:25 variable",
        ),
        (
            "a.js",
            "function f() { try {} catch (e) { e|; } }",
            "1:29 variable",
        ),
        (
            "a.go",
            "package p\nfunc f(a int) { b, err := g(a)\n use(err|) }",
            "2:19 variable",
        ),
        (
            "a.c",
            "int f(int *a) { int b = 1; return b|; }",
            "1:20 variable",
        ),
        ("a.c", "int f(int *a) { return *a|; }", "1:11 variable"),
        (
            "A.java",
            "class A { void f(int a) { int b = a|; } }",
            "1:21 variable",
        ),
    ] {
        one(path, &text.replace('|', "\u{1}"), answer);
    }
}

#[test]
fn what_stands_before_a_dot_says_which_of_several_is_meant() {
    let types = "struct A;\nimpl A {\n fn new() -> Self { A }\n fn go(&self) {}\n}\n\
                 struct B { a: A }\nimpl B {\n fn go(&self) {}\n}\n";
    for (asked, answer) in [
        ("fn f(a: &A) { a.go\u{1}(); }", "4:A"),
        ("fn f(a: &B) { a.go\u{1}(); }", "8:B"),
        ("fn f() { let a = A::new(); a.go\u{1}(); }", "4:A"),
        ("fn f(b: &B) { b.a.go\u{1}(); }", "4:A"),
        ("fn f() { A::new().go\u{1}(); }", "4:A"),
        ("fn f(a: A) { B { a\u{1}: a }; }", "6:B"),
    ] {
        one("a.rs", &format!("{types}{asked}"), answer);
    }
    let made = "class A:\n    def __init__(self, size):\n        self.size = size\n    def go(self): pass\n\
                class B(A):\n    def run(self):\n        self.";
    one("a.py", &format!("{made}go\u{1}()\n"), "4:A");
    one("a.py", &format!("{made}size\u{1}\n"), "3:13 field");
    one(
        "a.py",
        &format!("{made}go()\nA(size\u{1}=1)\n"),
        "2:23 variable",
    );
}

#[test]
fn imports_lead_to_files_and_to_other_names() {
    let other = ("lib/zed.py", "def run(): pass\n");
    let far = ("b/y.py", "def run(): pass\ndef go(): pass\n");
    let renamed = ("a/x.py", "from lib.zed import run as go\ngo\u{1}()\n");
    assert_eq!(first(&[renamed, far, other]), "lib/zed.py:1:");
    let module = (
        "a/x.py",
        "import lib.zed as zed\nimport zed\nzed\u{1}.run()\n",
    );
    assert_eq!(first(&[module, far, other]), "lib/zed.py:1:0 module");
    let member = ("a/x.py", "import zed\nzed.run\u{1}()\n");
    assert_eq!(first(&[member, far, other]), "lib/zed.py:1:");
    let declared = ("src/main.rs", "mod walk\u{1};\n");
    let file = ("src/walk.rs", "pub fn go() {}\n");
    assert_eq!(first(&[declared, file]), "src/walk.rs:1:0 module");
    let tests = ("src/a.rs", "fn f() { help\u{1}() }");
    let helpers = ("src/tests/a.rs", "pub fn help() {}");
    let real = ("src/z/b.rs", "pub fn help() {}");
    assert_eq!(
        first(&[tests, helpers, real]),
        "src/z/b.rs:1:",
        "not of the tests"
    );
}
