//! `tenon runs import atuin`: a database of another program, which may be held, newer, or large.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::bench::{Bench, Ran};

/// Makes a database as Atuin does, with `{count}` commands of which each tenth is deleted.
const MADE: &str = "
import sqlite3, sys
file, count, mode = sys.argv[1], int(sys.argv[2]), sys.argv[3]
db = sqlite3.connect(file, isolation_level=None)
db.execute(f'PRAGMA journal_mode = {mode}')
db.execute('CREATE TABLE history (id TEXT PRIMARY KEY, timestamp INTEGER NOT NULL,'
  ' duration INTEGER NOT NULL, exit INTEGER NOT NULL, command TEXT NOT NULL, cwd TEXT NOT NULL,'
  ' session TEXT NOT NULL, hostname TEXT NOT NULL, deleted_at INTEGER,'
  ' UNIQUE (timestamp, cwd, command))')
db.execute('BEGIN')
for n in range(count):
    at = 1_700_000_000_000_000_000 + n * 60_000_000_000
    gone = at + 1 if n % 10 == 9 else None
    db.execute('INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      (f'{n:032x}', at, 2_000_000, n % 3, f'make target-{n}', f'/w/{n % 50}', 's', 'sol:me', gone))
db.execute('COMMIT')
";

/// Changes a database, and holds it until the end of standard input.
const HELD: &str = "
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
for sql in sys.argv[2:]:
    db.execute(sql)
print('held', flush=True)
sys.stdin.read()
";

fn python(script: &str) -> Command {
    let mut command = Command::new("python3");
    command.args(["-c", script]);
    command
}

/// A database with so many commands.
fn atuin(bench: &Bench, count: u32, mode: &str) -> PathBuf {
    let file = bench.home.path().join("history.db");
    let made = python(MADE)
        .arg(&file)
        .args([&count.to_string(), mode])
        .status();
    assert!(made.expect("python3 is installed").success());
    file
}

/// Runs statements in another process, which keeps what they took until it is waited for.
fn hold(file: &Path, statements: &[&str]) -> Child {
    let mut child = python(HELD)
        .arg(file)
        .args(statements)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is installed");
    let mut line = String::new();
    let mut told = BufReader::new(child.stdout.as_mut().expect("a pipe"));
    told.read_line(&mut line).expect("it tells");
    assert_eq!(line, "held\n");
    child
}

fn let_go(mut child: Child) {
    drop(child.stdin.take());
    assert!(child.wait().expect("it ends").success());
}

fn import(bench: &Bench, file: &Path) -> Ran {
    let file = file.display().to_string();
    bench.run(["runs", "import", "atuin", "--file", &file, "--json"])
}

fn refused(bench: &Bench, file: &Path) -> Value {
    let ran = import(bench, file);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    ran.error()
}

#[test]
fn a_database_that_another_program_holds_is_named_and_imported_when_it_is_free() {
    let bench = Bench::new(&[]);
    let file = atuin(&bench, 20, "DELETE");
    let holder = hold(&file, &["BEGIN EXCLUSIVE"]);
    let error = refused(&bench, &file);
    assert_eq!(
        (&error["code"], &error["retryable"]),
        (&json!("conflict"), &json!(true))
    );
    let message = error["message"].as_str().expect("text");
    assert!(
        message.contains("is locked: another program has held it"),
        "{message}"
    );
    assert!(
        error["hint"].to_string().contains("import again"),
        "{error}"
    );
    let_go(holder);
    let done = import(&bench, &file).value();
    assert_eq!(
        (&done["found"], &done["added"]),
        (&json!(18), &json!(18)),
        "none deleted"
    );
    let again = import(&bench, &file).value();
    assert_eq!((&again["added"], &again["known"]), (&json!(0), &json!(18)));
}

#[test]
fn a_database_that_is_written_meanwhile_is_read_as_it_was() {
    let bench = Bench::new(&[]);
    let file = atuin(&bench, 20, "WAL");
    let delete = "DELETE FROM history";
    let holder = hold(&file, &["BEGIN EXCLUSIVE", delete]);
    assert_eq!(import(&bench, &file).value()["added"], json!(18));
    let_go(holder);
}

#[test]
fn a_newer_form_is_refused_in_plain_words_and_one_with_more_in_it_is_read() {
    let bench = Bench::new(&[]);
    let file = atuin(&bench, 10, "DELETE");
    let change = |sql: &str| let_go(hold(&file, &[sql]));
    change("ALTER TABLE history ADD COLUMN shell TEXT");
    assert_eq!(
        import(&bench, &file).value()["added"],
        json!(9),
        "more columns"
    );
    change("ALTER TABLE history RENAME COLUMN command TO argv");
    let error = refused(&bench, &file);
    assert_eq!(error["code"], json!("preconditionFailed"));
    let message = error["message"].as_str().expect("text");
    assert!(
        message.contains("its commands have no \"command\""),
        "{message}"
    );
    assert!(message.contains("may be a newer Atuin's"), "{message}");
    change("ALTER TABLE history RENAME COLUMN argv TO command");
    change("ALTER TABLE history RENAME TO history_v2");
    let message = refused(&bench, &file)["message"].to_string();
    assert!(message.contains("it has no table of commands"), "{message}");
    change("ALTER TABLE history_v2 RENAME TO history");
    let odd = |what: &str, n: u32| {
        change(&format!(
            "UPDATE history SET {what} WHERE rowid = (SELECT rowid FROM history
             WHERE deleted_at IS NULL ORDER BY rowid LIMIT 1 OFFSET {n})"
        ));
    };
    odd("timestamp = 'soon'", 1);
    odd("command = x'ff00fe'", 2);
    let done = import(&bench, &file).value();
    let counts = (&done["known"], &done["unreadable"]);
    assert_eq!(counts, (&json!(7), &json!(2)), "odd rows cost themselves");
    change("UPDATE history SET timestamp = 'soon'");
    let message = refused(&bench, &file)["message"].to_string();
    assert!(
        message.contains("its commands are of another form"),
        "{message}"
    );
    let left = bench.run(["runs", "--json"]).lines();
    assert_eq!(
        left.len(),
        9,
        "what came before is there, and nothing by halves"
    );
}

/// The table in which Atuin's library for databases notes what it changed, with this form as the last.
fn note_form(file: &Path, form: &str) {
    let_go(hold(
        file,
        &[
            "CREATE TABLE IF NOT EXISTS _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, success BOOLEAN NOT NULL)",
            "INSERT INTO _sqlx_migrations VALUES (20210422143411, 'create history', 1)",
            &format!("INSERT INTO _sqlx_migrations VALUES ({form}, 'later', 1)"),
        ],
    ));
}

#[test]
fn a_database_that_says_it_is_newer_is_read_with_a_warning_or_refused() {
    let bench = Bench::new(&[]);
    let file = atuin(&bench, 10, "DELETE");
    note_form(&file, "20240525154323");
    let done = import(&bench, &file);
    assert_eq!(done.value()["warning"], Value::Null, "a form that is known");
    assert_eq!(done.err, "");
    let change = |sql: &str| let_go(hold(&file, &[sql]));
    change("INSERT INTO _sqlx_migrations VALUES (20991231000000, 'much later', 1)");
    let done = import(&bench, &file);
    let told = done.value();
    let warning = told["warning"].as_str().expect("text");
    assert_eq!(
        (&told["found"], &told["problem"]),
        (&json!(9), &Value::Null)
    );
    assert!(warning.contains("is a newer Atuin's") && warning.contains("20991231000000"));
    let name = file.display().to_string();
    let told = bench.run(["runs", "import", "atuin", "--file", &name]);
    assert!(told.err.contains("newer Atuin's"), "{}", told.err);
    change("UPDATE history SET timestamp = timestamp / 1000");
    let error = refused(&bench, &file);
    let message = error["message"].as_str().expect("text");
    assert!(
        message.contains("its times are in another unit"),
        "{message}"
    );
    assert!(message.contains("20991231000000"), "{message}");
    change("ALTER TABLE history RENAME COLUMN cwd TO folder");
    let message = refused(&bench, &file)["message"].to_string();
    assert!(
        message.contains("is a newer Atuin's than this Tenon knows"),
        "{message}"
    );
    assert_eq!(
        bench.run(["runs", "--json"]).lines().len(),
        9,
        "nothing by halves"
    );
}

#[test]
fn times_that_the_first_form_keeps_as_text_are_read() {
    let bench = Bench::new(&[]);
    let file = atuin(&bench, 3, "DELETE");
    let_go(hold(
        &file,
        &[
            "CREATE TABLE first (id TEXT PRIMARY KEY, timestamp TEXT NOT NULL, duration INTEGER NOT NULL, exit INTEGER NOT NULL, command TEXT NOT NULL, cwd TEXT NOT NULL, session TEXT NOT NULL, hostname TEXT NOT NULL)",
            "INSERT INTO first SELECT id, timestamp, duration, exit, command, cwd, session, hostname FROM history",
            "DROP TABLE history",
            "ALTER TABLE first RENAME TO history",
        ],
    ));
    assert_eq!(import(&bench, &file).value()["added"], json!(3));
    let newest = bench.run(["runs", "--json"]).lines().swap_remove(0);
    assert_eq!(newest["startedAt"], json!(1_700_000_120_000_i64));
}

#[test]
fn a_hundred_thousand_commands_come_over_whole() {
    let bench = Bench::new(&[]);
    let file = atuin(&bench, 100_000, "WAL");
    // Each command is masked, which takes its time where nothing is optimised: no deadline here.
    let name = file.display().to_string();
    let arguments = ["runs", "import", "atuin", "--file", &name, "--json"];
    let done = bench.command(arguments).output().expect("it starts");
    assert!(done.status.success(), "{done:?}");
    let done: Value = serde_json::from_slice(&done.stdout).expect("a line of JSON");
    let counts = (&done["found"], &done["added"], &done["unreadable"]);
    assert_eq!(counts, (&json!(90_000), &json!(90_000), &json!(0)));
    let last = bench.run(["runs", "target-99998", "--json"]).value();
    assert_eq!(
        (&last["exit"], &last["cwd"]),
        (&json!(99_998 % 3), &json!("/w/48"))
    );
    assert_eq!(
        (&last["source"], &last["host"]),
        (&json!("atuin"), &json!("sol"))
    );
    let gone = bench.run(["runs", "target-99999", "--json"]).lines();
    assert!(
        gone.iter()
            .all(|run| run["command"] != json!("make target-99999"))
    );
}
