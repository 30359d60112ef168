//! Which line of a failed command's output tells what went wrong first.
//!
//! Compilers and test runners are known by the form of their lines. Only where no line has one of
//! these, a line counts that speaks of an error in some other way.

use std::sync::LazyLock;

use regex_automata::meta::Regex;

/// Lines that name a place or are a tool's own word for a failure.
const CERTAIN: &[&str] = &[
    // rustc, cargo
    r"^error(\[E\d+\])?: ",
    r"^thread '.*' (\(\d+\) )?panicked at ",
    // gcc, clang, javac, swiftc: a.c:3:1: error:
    r"^[^\s:]+:\d+(:\d+)?: (fatal |internal compiler )?error:",
    // ld
    r"^\S*\bld(\.\w+)?: |: undefined reference to ",
    // tsc, both forms
    r"^[^\s(]+\(\d+,\d+\): error ",
    r"^[^\s:]+:\d+:\d+ - error ",
    // eslint, below the file's name
    r"^\s+\d+:\d+\s+error\s",
    // mypy, pyright, ruff, flake8
    r"^\s*[^\s:]+\.pyi?:\d+(:\d+)?:? (- )?(error|[A-Z]\d{3,4}\b)",
    // go build, go vet, go test
    r"^(vet: )?(\./|\.\./|/)?[^\s:]+\.go:\d+(:\d+)?: ",
    r"^\s*--- FAIL: ",
    r"^panic: ",
    // pytest
    r"^E   +\S",
    r"^[^\s:]+\.py:\d+: (assert\b|[\w.]*(Error|Exception|Failed)\b)",
    // java, whatever the exception is called
    r#"^Exception in thread ""#,
    // python, node and others that name an exception
    r"^(Uncaught |Exception in thread .* )?([A-Za-z_][\w.$]*\.)?[A-Z]\w*(Error|Exception)\b(:|$| \[)",
    r"^(KeyboardInterrupt|SystemExit|StopIteration)\b",
    // mocha, jest
    r"^\s+● ",
    // msbuild, cl
    r"^[^\s(]+\(\d+(,\d+)?\)\s*: (fatal )?error ",
];

/// Lines that speak of an error.
const LIKELY: &[&str] = &[
    r"(?i)^(\S+: )*(error|fatal|fatal error)(:| )",
    r"^make(\[\d+\])?: \*\*\* ",
    r"^npm (ERR!|error) ",
    r"^(FAILED|FAIL|ERROR)\b",
    r"^test .* \.\.\. FAILED$",
    r"^\S+: (line \d+: )?.*(command not found|[Nn]o such file or directory|[Pp]ermission denied)",
];

static CERTAINLY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new_many(CERTAIN).ok());
static PERHAPS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new_many(LIKELY).ok());

/// How python begins to tell how it came to an exception, and what stands between two of them.
const TRACEBACK: &str = "Traceback (most recent call last):";
const CHAINED: [&str; 2] = [
    "During handling of the above exception, another exception occurred:",
    "The above exception was the direct cause of the following exception:",
];
/// A longer line is no person's, in bytes.
const LONGEST: usize = 4_096;

/// The first line of `text` that tells of an error, by its number from 1.
pub(crate) fn first_error(text: &str) -> Option<(usize, &str)> {
    let find = |expressions: &Option<Regex>| {
        let expressions = expressions.as_ref()?;
        let lines = text.lines().enumerate();
        let mut fits =
            lines.filter(|(_, line)| line.len() <= LONGEST && expressions.is_match(*line));
        fits.next()
    };
    let (at, line) = find(&CERTAINLY).or_else(|| find(&PERHAPS))?;
    let (at, line) = last_of_chain(text, at).unwrap_or((at, line));
    Some((at + 1, line.trim_end()))
}

/// Where python tells of an exception behind another one, the last one is what the program ended
/// with.
fn last_of_chain(text: &str, first: usize) -> Option<(usize, &str)> {
    let lines: Vec<&str> = text.lines().collect();
    let expressions = CERTAINLY.as_ref()?;
    let mut last = None;
    let mut at = first;
    while let Some(next) = lines
        .get(at + 1..)?
        .iter()
        .position(|line| CHAINED.contains(line))
    {
        let begin = at + 1 + next;
        // The line below the traceback of the next one.
        let traceback = lines[begin..].iter().position(|line| *line == TRACEBACK)? + begin;
        let end = lines[traceback + 1..]
            .iter()
            .position(|line| !line.starts_with(' ') && expressions.is_match(*line))?;
        at = traceback + 1 + end;
        last = Some((at, lines[at]));
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &str) {
        let found = first_error(text);
        assert_eq!(found.map_or("", |(_, line)| line), want, "{text}");
        if let Some((number, line)) = found {
            assert_eq!(text.lines().nth(number - 1).map(str::trim_end), Some(line));
        }
    }

    #[test]
    fn compilers_and_test_runners_are_understood() {
        for (text, want) in [
            (
                "   Compiling app v0.1.0\nwarning: unused\n --> src/a.rs:1:1\nerror[E0308]: mismatched types\n --> src/main.rs:2:5\nerror: aborting due to 1 previous error\n",
                "error[E0308]: mismatched types",
            ),
            (
                "thread 'main' panicked at src/main.rs:2:5:\nboom\n",
                "thread 'main' panicked at src/main.rs:2:5:",
            ),
            (
                "thread 'a::b' (4711) panicked at src/lib.rs:9:1:\n",
                "thread 'a::b' (4711) panicked at src/lib.rs:9:1:",
            ),
            (
                "cc -c a.c\na.c:1:2: warning: x\na.c:3:1: error: expected ';'\n",
                "a.c:3:1: error: expected ';'",
            ),
            (
                "a.c:3: fatal error: no.h: No such file\n",
                "a.c:3: fatal error: no.h: No such file",
            ),
            (
                "/usr/bin/ld: a.o: undefined reference to `f'\n",
                "/usr/bin/ld: a.o: undefined reference to `f'",
            ),
            (
                "src/a.ts(3,7): error TS2322: Type\n",
                "src/a.ts(3,7): error TS2322: Type",
            ),
            (
                "src/a.ts:3:7 - error TS2322: Type\n",
                "src/a.ts:3:7 - error TS2322: Type",
            ),
            (
                "/w/a.js\n  1:1  warning  x\n  3:7  error  'a' is not defined  no-undef\n",
                "  3:7  error  'a' is not defined  no-undef",
            ),
            (
                "a.py:3: error: Name \"x\" is not defined\n",
                "a.py:3: error: Name \"x\" is not defined",
            ),
            ("a.py:3:1: F401 unused\n", "a.py:3:1: F401 unused"),
            (
                "# app\n./main.go:3:2: undefined: x\n",
                "./main.go:3:2: undefined: x",
            ),
            (
                "=== RUN TestA\n--- FAIL: TestA (0.00s)\n    a_test.go:5: no\n",
                "--- FAIL: TestA (0.00s)",
            ),
            (
                "panic: runtime error\n\ngoroutine 1\n",
                "panic: runtime error",
            ),
            (
                "Traceback (most recent call last):\n  File \"a.py\", line 1\n    f()\nValueError: bad\n",
                "ValueError: bad",
            ),
            (
                "Traceback (most recent call last):\n  File \"a.py\"\nKeyError: 'x'\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"a.py\"\njson.decoder.JSONDecodeError: Expecting value\n",
                "json.decoder.JSONDecodeError: Expecting value",
            ),
            (
                "    def test_a():\n>       assert 1 == 2\nE       assert 1 == 2\n",
                "E       assert 1 == 2",
            ),
            (
                "node:internal/modules/cjs/loader:1\n  throw err;\n\nError: Cannot find module 'x'\n    at a (b:1:2)\n",
                "Error: Cannot find module 'x'",
            ),
            (
                "/w/a.js:1\nx\nReferenceError: x is not defined\n",
                "ReferenceError: x is not defined",
            ),
            (
                "Exception in thread \"main\" java.lang.NullPointerException\n",
                "Exception in thread \"main\" java.lang.NullPointerException",
            ),
            (
                "Exception in thread \"main\" app.Broken: no\n\tat app.Main.main(Main.java:3)\n",
                "Exception in thread \"main\" app.Broken: no",
            ),
            (
                "F\n=== FAILURES ===\n/w/test_a.py:8: assert 2.0 == 3\n=== short test summary info ===\nFAILED test_a.py::test_a\n",
                "/w/test_a.py:8: assert 2.0 == 3",
            ),
            (
                "a.cpp(3): fatal error C1083: x\n",
                "a.cpp(3): fatal error C1083: x",
            ),
        ] {
            check(text, want);
        }
    }

    #[test]
    fn otherwise_a_line_that_speaks_of_an_error_counts() {
        for (text, want) in [
            (
                "fatal: not a git repository\n",
                "fatal: not a git repository",
            ),
            ("x\nmake: *** [all] Error 1\n", "make: *** [all] Error 1"),
            (
                "bash: frob: command not found\n",
                "bash: frob: command not found",
            ),
            (
                "zsh: command not found: frob\n",
                "zsh: command not found: frob",
            ),
            (
                "ls: cannot access 'x': No such file or directory\n",
                "ls: cannot access 'x': No such file or directory",
            ),
            ("npm ERR! missing script: x\n", "npm ERR! missing script: x"),
            (
                "docker: Error response from daemon: no\n",
                "docker: Error response from daemon: no",
            ),
            ("test a ... ok\ntest b ... FAILED\n", "test b ... FAILED"),
            ("error: no\na.c:1:1: error: yes\n", "error: no"),
            ("0 errors\nall is well\nno error was found\n", ""),
            ("", ""),
        ] {
            check(text, want);
        }
    }
}
