//! What is found in each language: a small file each, with the odd cases.

use tenon_index::syntax::Language;

use crate::{lines, read};

#[track_caller]
fn golden(language: Language, text: &str, expected: &[&str]) {
    assert_eq!(
        lines(&read(language, text)),
        expected,
        "{}",
        language.word()
    );
}

#[test]
fn rust() {
    golden(
        Language::Rust,
        "#[cfg(test)]\nmod a {\n    mod b { pub fn deep() {} }\n}\n\
         macro_rules! m { () => { fn hidden() {} } }\n\
         /// Doc.\n#[derive(Debug)]\npub struct S<T> { x: T }\n\
         impl<T: Copy> fmt::Display for S<T> {\n    const C: u8 = 1;\n    #[inline]\n    fn fmt(&self) { fn inner() {} }\n}\n\
         trait Tr { type Out; fn need(&self); }\n\
         enum E { A, B(u8) }\nunion U { a: u8 }\nconst _: () = ();\nstatic G: u8 = 0;\ntype T2 = u8;\n\
         extern \"C\" { fn c_fn(); }\n#[cfg(unix)]\nfn twice() {}\n#[cfg(not(unix))]\nfn twice() {}\n",
        &[
            "2 module a",
            "3 module a/b",
            "3 function a/b/deep",
            "5 macro m",
            "8 struct S",
            "8 field S/x",
            "10 constant S/C",
            "12 method S/fmt",
            "12 function S/fmt/inner",
            "14 trait Tr",
            "14 type Tr/Out",
            "14 method Tr/need",
            "15 enum E",
            "15 member E/A",
            "15 member E/B",
            "16 union U",
            "16 field U/a",
            "18 variable G",
            "19 type T2",
            "20 function c_fn",
            "22 function twice",
            "24 function twice",
        ],
    );
}

#[test]
fn python() {
    golden(
        Language::Python,
        "LIMIT = 3\nname: str = 'x'\n@decorated(1)\n@again\nasync def f():\n    local = 1\n    def inner(): pass\n\
         class A(B):\n    \"\"\"Doc.\"\"\"\n    field = 1\n    @property\n    def p(self): return 1\n    class N:\n        def q(self): pass\n\
         if x:\n    def late(): pass\ntype Alias = int\none = TWO = 1\n",
        &[
            "1 constant LIMIT",
            "2 variable name",
            "5 function f",
            "7 function f/inner",
            "8 class A",
            "10 field A/field",
            "12 method A/p",
            "13 class A/N",
            "14 method A/N/q",
            "16 function late",
            "17 type Alias",
            "18 variable one",
            "18 constant TWO",
        ],
    );
}

#[test]
fn typescript() {
    golden(
        Language::TypeScript,
        "export declare function f(a: string): void;\nfunction over(a: 1): 1;\nfunction over(a: any) { return a; }\n\
         export abstract class A<T> {\n  static x = 1;\n  handler = () => 1;\n  @dec()\n  constructor() {}\n  abstract m(): void;\n  get g() { return 1; }\n}\n\
         namespace N.M { export const inner = function () {}; }\ninterface I { p: string; call(): void }\n\
         type T = { a: 1 };\nenum E { A, B = 2, 'c' }\nexport const arrow = async () => { const local = 1; };\nexport const value = 1;\n\
         declare module \"mod\" { let v: string; }\n",
        &[
            "1 function f",
            "2 function over",
            "3 function over",
            "4 class A",
            "5 field A/x",
            "6 method A/handler",
            "8 method A/constructor",
            "9 method A/m",
            "10 method A/g",
            "12 module N.M",
            "12 function N.M/inner",
            "13 interface I",
            "13 field I/p",
            "13 method I/call",
            "14 type T",
            "14 field T/a",
            "15 enum E",
            "15 member E/A",
            "15 member E/B",
            "15 member E/c",
            "16 function arrow",
            "17 constant value",
            "18 module mod",
            "18 variable mod/v",
        ],
    );
}

#[test]
fn elements() {
    golden(
        Language::Tsx,
        "export function App(p: P) { return <div onClick={() => go()}>{p.x}</div>; }\n",
        &["1 function App"],
    );
    golden(
        Language::JavaScript,
        "const { a, b } = x;\nvar old = 1;\nfunction* gen() {}\nclass C { #p = 1; m() {} }\n\
         exports.run = function () {};\nC.prototype.late = function () {};\nconst V = () => <p/>;\nmodule.exports = { go: () => 1 };\n\
         run(function named() {}, { 'a-b': function () {} });\n",
        &[
            "2 variable old",
            "3 function gen",
            "4 class C",
            "4 field C/#p",
            "4 method C/m",
            "5 function run",
            "6 method C/late",
            "7 function V",
            "8 method go",
            "9 function named",
            "9 method a-b",
        ],
    );
}

#[test]
fn go() {
    golden(
        Language::Go,
        "package p\nconst (\n\tA, B = 1, 2\n)\nvar V int\ntype S[T any] struct { x, y int }\ntype I interface { M() }\n\
         type F func()\nfunc (s *S[T]) Get() int { var local int; return local }\nfunc Run() {}\n",
        &[
            "3 constant A",
            "3 constant B",
            "5 variable V",
            "6 struct S",
            "6 field S/x",
            "6 field S/y",
            "7 interface I",
            "7 method I/M",
            "8 type F",
            "9 method S/Get",
            "10 function Run",
        ],
    );
}

#[test]
fn c() {
    golden(
        Language::C,
        "#define N 1\n#define MAX(a, b) ((a) > (b))\ntypedef struct node { int v; struct node *next; } node_t, *node_p;\n\
         enum color { RED, GREEN = 2 };\nstatic int *f(int a)\n{ int local; return 0; }\nint\nold(a, b)\n  int a;\n{ return a; }\n\
         int declared(void);\nextern int ext;\nint global = 1, other;\nint (*hook)(void);\nunion u { int i; };\nstruct forward;\n\
         #if X\nvoid g(void) {}\n#endif\n",
        &[
            "1 macro N",
            "2 macro MAX",
            "3 struct node",
            "3 field node/v",
            "3 field node/next",
            "3 type node_t",
            "3 type node_p",
            "4 enum color",
            "4 member color/RED",
            "4 member color/GREEN",
            "5 function f",
            "8 function old",
            "13 variable global",
            "13 variable other",
            "14 variable hook",
            "15 union u",
            "15 field u/i",
            "18 function g",
        ],
    );
}

#[test]
fn cpp() {
    golden(
        Language::Cpp,
        "namespace a::b {\ntemplate <class T> class Q : P { public: Q() {} ~Q() {} int x; void decl(); int operator+(int o) { return o; } };\n}\n\
         int a::b::Q::decl2(int v) { return v; }\nusing Alias = int;\nenum class E { A };\nstruct S { int f() const { return 1; } };\n",
        &[
            "1 module a::b",
            "2 class a::b/Q",
            "2 method a::b/Q/Q",
            "2 method a::b/Q/~Q",
            "2 field a::b/Q/x",
            "2 method a::b/Q/operator+",
            "4 method a::b/Q/decl2",
            "5 type Alias",
            "6 enum E",
            "6 member E/A",
            "7 struct S",
            "7 method S/f",
        ],
    );
}

#[test]
fn java() {
    golden(
        Language::Java,
        "package p;\nimport a.B;\n@Deprecated\npublic class A<T> {\n  private int x, y;\n  A() {}\n  @Override\n  public int m() { int local = 1; return local; }\n\
         \x20 enum E { ONE, TWO }\n  interface I { void n(); int C = 1; }\n  record R(int a) {}\n}\n@interface Ann { String v(); }\n",
        &[
            "4 class A",
            "5 field A/x",
            "5 field A/y",
            "6 method A/A",
            "8 method A/m",
            "9 enum A/E",
            "9 member A/E/ONE",
            "9 member A/E/TWO",
            "10 interface A/I",
            "10 method A/I/n",
            "10 constant A/I/C",
            "11 class A/R",
            "13 interface Ann",
            "13 method Ann/v",
        ],
    );
}

#[test]
fn shell_and_data() {
    golden(
        Language::Bash,
        "#!/bin/bash\nexport NAME=1\nX=2\nf() { local y=1; z=2; }\nfunction g { A=1 run; }\n",
        &[
            "2 variable NAME",
            "3 variable X",
            "4 function f",
            "5 function g",
        ],
    );
    golden(
        Language::Json,
        "{\"a\": {\"b\": {\"c\": 1}}, \"\": 2, \"d\": [{\"e\": 3}]}",
        &["1 key a", "1 key a/b", "1 key d", "1 key d/e"],
    );
    golden(
        Language::Toml,
        "top = 1\n[package]\nname = \"x\"\n[[bin]]\npath = \"y\"\n",
        &[
            "1 key top",
            "2 module package",
            "3 key package/name",
            "4 module bin",
            "5 key bin/path",
        ],
    );
    golden(
        Language::Yaml,
        "on:\n  push:\n    branches: [a]\njobs: 1\n",
        &["1 key on", "2 key on/push", "4 key jobs"],
    );
}

#[test]
fn markup() {
    golden(
        Language::Markdown,
        "# One `x`\n\ntext\n\n## Two ##\n\nSetext\n======\n\nLower\n---\n\n### C#\n\n```\n# no heading\n```\n",
        &[
            "1 heading One `x`",
            "5 heading One `x`/Two",
            "7 heading Setext",
            "10 heading Setext/Lower",
            "13 heading Setext/Lower/C#",
        ],
    );
    golden(
        Language::Html,
        "<main ID=\"top\"><p id=a>x</p></main>",
        &["1 key top", "1 key top/a"],
    );
    golden(
        Language::Css,
        ".a, #b { c: d }\n@media x { p { e: f } }\n@keyframes k { from { a: b } }\n",
        &["1 rule .a, #b", "2 rule p", "3 rule k"],
    );
}

#[test]
fn others() {
    golden(
        Language::Ruby,
        "module M\n  LIMIT = 1\n  class A\n    def self.make; end\n    def go?; end\n  end\nend\ndef free; end\n",
        &[
            "1 class M",
            "2 constant M/LIMIT",
            "3 class M/A",
            "4 method M/A/make",
            "5 method M/A/go?",
            "8 function free",
        ],
    );
    golden(
        Language::Php,
        "<?php\nnamespace N;\nfunction f() {}\ntrait T {}\nclass A { const C = 1; public $x; function m() {} }\nenum E { case A; }\n",
        &[
            "2 module N",
            "3 function f",
            "4 trait T",
            "5 class A",
            "5 constant A/C",
            "5 field A/$x",
            "5 method A/m",
            "6 enum E",
            "6 member E/A",
        ],
    );
    golden(
        Language::Lua,
        "function f() end\nlocal function g() end\nfunction t.a() end\nfunction t:b() end\nh = function() end\n",
        &[
            "1 function f",
            "2 function g",
            "3 method t/a",
            "4 method t/b",
            "5 function h",
        ],
    );
    golden(
        Language::CSharp,
        "namespace N { class A { int x; public int P { get; set; } A() {} void M() {} } enum E { V } interface I { } struct S { } }\n",
        &[
            "1 module N",
            "1 class N/A",
            "1 field N/A/x",
            "1 field N/A/P",
            "1 method N/A/A",
            "1 method N/A/M",
            "1 enum N/E",
            "1 member N/E/V",
            "1 interface N/I",
            "1 struct N/S",
        ],
    );
}

#[test]
fn heads_and_documentation() {
    let text = "//! The file.\n\n// Not of it.\n\n/// Says *it*.\n/// More.\n#[inline]\n// And why.\npub fn\n  f(a: u8)\n  -> u8 { a }\nconst X: u8 = 1; // behind\nfn g() {}\n";
    let found = read(Language::Rust, text);
    let [f, x, g] = &found.symbols[..] else {
        panic!("three symbols: {:?}", lines(&found));
    };
    assert_eq!(&*f.signature, "pub fn f(a: u8) -> u8");
    assert_eq!(&*f.doc, "Says *it*.");
    assert_eq!(
        (f.line, f.end_line, f.column),
        (10, 11, 2),
        "the line of the name"
    );
    let start = text.find("/// Says").expect("there") as u32;
    assert_eq!(f.range.start, start, "with what stands before it");
    assert_eq!((&*x.signature, &*x.doc), ("const X: u8 = 1", ""));
    assert_eq!(&*g.doc, "", "a comment behind a text is of that text");
    let python = read(
        Language::Python,
        "@a\ndef f(x,\n      y):\n    '''\n    Says it.\n    '''\n",
    );
    let f = &python.symbols[0];
    assert_eq!(
        (&*f.signature, &*f.doc, f.range.start),
        ("def f(x, y)", "Says it.", 0)
    );
    let wide = read(Language::JavaScript, "let s = '😀'; function é() {}");
    let e = wide.symbols.last().expect("there");
    assert_eq!((e.column, e.units), (25, 23), "bytes, and UTF-16 units");
}
