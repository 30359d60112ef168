//! Random files and random edits of them.

use tenon_knowledge::task::{
    Change, Field, Form, Id, Moment, Priority, Task, add_criterion, add_note, check, edit,
};
use tenon_testkit::Rng;

const FILES: usize = 3_000;

const PIECES: [&str; 44] = [
    "a",
    "word",
    "Z",
    "yes",
    "null",
    "~",
    " ",
    " ",
    "  ",
    "#",
    " #",
    ": ",
    ":",
    "'",
    "\"",
    "\\",
    "-",
    "- ",
    "---",
    "[",
    "]",
    "{",
    "}",
    ",",
    ", ",
    "@",
    "`",
    "%",
    "|",
    ">",
    "!",
    "&",
    "*",
    "?",
    "0x",
    "1",
    ".",
    "2026-01-01",
    "\u{e9}",
    "\u{1f600}",
    "\u{a0}",
    "\u{2028}",
    "\u{feff}",
    "=",
];

const WORDS: [&str; 6] = ["To Do", "ui", "In Progress", "caf\u{e9}", "T-3", "it is"];

/// Words that may hold all signs, and are not blank.
fn words(rng: &mut Rng) -> String {
    let said: String = (0..=rng.below(6)).map(|_| *rng.pick(&PIECES)).collect();
    if said.trim().is_empty() {
        "x".to_owned()
    } else {
        said
    }
}

fn id(rng: &mut Rng) -> Id {
    let prefix = *rng.pick(&["T", "task", "BACK"]);
    let text = match rng.below(3) {
        0 => format!("{prefix}-{}.{}", rng.below(99), rng.below(9)),
        _ => format!("{prefix}-{:03}", rng.below(999)),
    };
    Id::parse(&text).expect("the sample is good")
}

fn moment(rng: &mut Rng) -> Moment {
    let day = format!(
        "20{:02}-{:02}-{:02}",
        rng.below(60),
        1 + rng.below(12),
        1 + rng.below(28)
    );
    let time = *rng.pick(&[
        "",
        " 14:05",
        "T14:05:06Z",
        "T23:30:00-02:00",
        "T00:10:00.5+05:30",
    ]);
    Moment::parse(&format!("{day}{time}")).expect("the sample is good")
}

fn change(rng: &mut Rng) -> Change {
    let is_some = rng.below(4) > 0;
    let many = rng.below(4);
    match rng.below(15) {
        0 => Change::Id(id(rng)),
        1 => Change::Title(words(rng)),
        2 => Change::Status(is_some.then(|| words(rng))),
        3 => Change::Assignees((0..many).map(|_| words(rng)).collect()),
        4 => Change::Labels((0..many).map(|_| words(rng)).collect()),
        5 => Change::Milestone(is_some.then(|| words(rng))),
        6 => Change::Priority(
            is_some
                .then(|| [Priority::High, Priority::Medium, Priority::Low][rng.below(3)].clone()),
        ),
        7 => Change::Ordinal(is_some.then(|| f64::from(rng.bits() as i32) / 8.0)),
        8 => Change::Due(is_some.then(|| moment(rng))),
        9 => Change::Depends((0..many).map(|_| id(rng)).collect()),
        10 => Change::Parent(is_some.then(|| id(rng))),
        11 => Change::Branch(is_some.then(|| words(rng))),
        12 => Change::Created(is_some.then(|| moment(rng))),
        13 => Change::Updated(is_some.then(|| moment(rng))),
        _ => Change::Aliases((0..many).map(|_| words(rng)).collect()),
    }
}

/// A value that may stand in the file, in one of the ways to write it.
fn scalar(rng: &mut Rng, value: &str) -> String {
    match rng.below(3) {
        0 => format!("'{}'", value.replace('\'', "''")),
        1 => format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")),
        _ => value.to_owned(),
    }
}

fn value(rng: &mut Rng, field: Field) -> String {
    let plain = match field {
        Field::Id | Field::Parent | Field::Depends => id(rng).to_string(),
        Field::Due | Field::Created | Field::Updated => moment(rng).as_str().to_owned(),
        Field::Ordinal => rng.below(5_000).to_string(),
        Field::Priority => (*rng.pick(&["high", "LOW", "Medium", "urgent"])).to_owned(),
        _ => (*rng.pick(&WORDS)).to_owned(),
    };
    scalar(rng, &plain)
}

const FIELDS: [Field; 15] = [
    Field::Id,
    Field::Title,
    Field::Status,
    Field::Assignee,
    Field::Labels,
    Field::Milestone,
    Field::Priority,
    Field::Ordinal,
    Field::Due,
    Field::Depends,
    Field::Parent,
    Field::Branch,
    Field::Created,
    Field::Updated,
    Field::Aliases,
];

fn is_list(field: Field) -> bool {
    matches!(
        field,
        Field::Assignee | Field::Labels | Field::Depends | Field::Aliases
    )
}

/// The lines of one key, with `\n`.
fn lines(rng: &mut Rng, field: Field, form: Form) -> String {
    let key = field.key(form);
    let comment = *rng.pick(&["", "", " # why", "   # caf\u{e9}: [a]", "\t# tab", " "]);
    if is_list(field) {
        let items: Vec<_> = (0..rng.below(4)).map(|_| value(rng, field)).collect();
        match rng.below(4) {
            0 => return format!("{key}: [{}]{comment}\n", items.join(", ")),
            1 => return format!("{key}: [ {} ]{comment}\n", items.join(" ,  ")),
            2 if !items.is_empty() => {
                let indent = *rng.pick(&["", "  ", "    "]);
                let mut block = format!("{key}:{comment}\n");
                for item in items {
                    let behind = *rng.pick(&["", "  # item", "\n\n", "\n# between"]);
                    block.push_str(&format!("{indent}-  {item}{behind}\n"));
                }
                // What stands behind the last item is nobody's.
                return block.trim_end_matches("# between\n").trim_end().to_owned() + "\n";
            }
            _ => {}
        }
    }
    match rng.below(8) {
        0 => format!("{key}:{comment}\n"),
        1 => format!("{key}: ~{comment}\n"),
        2 => format!("\"{key}\":   {}{comment}\n", value(rng, field)),
        3 if field == Field::Title => format!(
            "{key}: >-{}\n  two\n  # lines\n",
            comment.replace('\t', " ")
        ),
        4 if field == Field::Title => format!("{key}: two\n   lines{comment}\n"),
        _ => format!("{key}: {}{comment}\n", value(rng, field)),
    }
}

const OTHERS: [&str; 10] = [
    "# a comment\n",
    "\n",
    "x-unknown: 1\n",
    "nested:\n  status: inside\n  labels: [a]\n",
    "block: |\n  id: not one\n  # not a comment\n",
    "list:\n- title: a\n- - b\n",
    "flow: {id: T-9, b: [c]}\n",
    "anchor: &a [x]\n",
    "reporter: @ana\n",
    "'quoted key': \"\\u00e9\"\n",
];

const BODIES: [&str; 5] = [
    "",
    "\nText.\n",
    "\n## Acceptance criteria\n\n- [ ] a\n- [x] b\n\n---\nstatus: x\n",
    "no end of line",
    "\n```\n<<<<<<<\n---\n```\n",
];

/// The parts of a file, each with the field whose lines they are.
fn file(rng: &mut Rng) -> (String, Vec<(Option<Field>, String)>) {
    let form = *rng.pick(&[Form::Tenon, Form::Backlog]);
    let path = match form {
        Form::Tenon => "T-1 A task.md",
        Form::Backlog => "backlog/tasks/task-1 - A-task.md",
    };
    let is_crlf = rng.below(3) == 0;
    let mut parts = Vec::new();
    if rng.below(8) > 0 {
        let mut fields = FIELDS.to_vec();
        let mut others = OTHERS.to_vec();
        while rng.below(12) > 0 && !fields.is_empty() {
            let field = fields.remove(rng.below(fields.len()));
            parts.push((Some(field), lines(rng, field, form)));
            if rng.below(3) == 0 && !others.is_empty() {
                parts.push((None, others.remove(rng.below(others.len())).to_owned()));
            }
        }
        parts.insert(0, (None, "---\n".to_owned()));
        parts.push((None, "---\n".to_owned()));
    }
    parts.push((None, (*rng.pick(&BODIES)).to_owned()));
    if is_crlf {
        for (_, text) in &mut parts {
            *text = text.replace('\n', "\r\n");
        }
    }
    if rng.below(6) == 0 {
        parts.insert(0, (None, "\u{feff}".to_owned()));
    }
    (path.to_owned(), parts)
}

fn joined(parts: &[(Option<Field>, String)]) -> String {
    parts.iter().map(|(_, text)| text.as_str()).collect()
}

#[test]
fn an_edit_says_the_change_and_touches_no_other_line() {
    let mut rng = Rng::seeded(0x7a5c_0014);
    let (mut changed, mut inserted) = (0, 0);
    for round in 0..FILES {
        let (path, parts) = file(&mut rng);
        let text = joined(&parts);
        let change = change(&mut rng);
        let about = format!("round {round}: {change:?} in {path}\n{text:?}");
        let mut wanted = Task::parse(&path, &text).unwrap_or_else(|e| panic!("{e}; {about}"));
        let edited = edit(&path, &text, &change).unwrap_or_else(|e| panic!("{e}; {about}"));
        change.apply(&mut wanted);
        let mut got = Task::parse(&path, &edited).unwrap_or_else(|e| panic!("{e}; {about}"));
        // Lines move where one is put in, of keys too; what is remarked stays.
        assert_eq!(
            got.remarks.len(),
            wanted.remarks.len(),
            "{about}\n{edited:?}"
        );
        got.remarks.clone_from(&wanted.remarks);
        got.lines = wanted.lines;
        // By what is printed, because ids are equal when they are written differently.
        assert_eq!(
            format!("{got:?}"),
            format!("{wanted:?}"),
            "{about}\n{edited:?}"
        );

        if edited == text {
            continue;
        }
        changed += 1;
        let own = parts
            .iter()
            .position(|(field, _)| *field == Some(change.field()));
        let touches_no_other = match own {
            Some(at) => fits(&edited, &parts[..at], &parts[at + 1..]),
            None => {
                inserted += 1;
                (0..=parts.len()).any(|at| fits(&edited, &parts[..at], &parts[at..]))
            }
        };
        assert!(touches_no_other, "{about}\n{edited:?}");
    }
    assert!(
        changed > FILES / 2 && inserted > FILES / 8,
        "{changed} changed, {inserted} new"
    );
}

fn fits(
    edited: &str,
    before: &[(Option<Field>, String)],
    behind: &[(Option<Field>, String)],
) -> bool {
    let (before, behind) = (joined(before), joined(behind));
    edited.len() >= before.len() + behind.len()
        && edited.starts_with(&before)
        && edited.ends_with(&behind)
}

#[test]
fn no_text_makes_reading_or_editing_fail_otherwise_than_by_an_answer() {
    let mut rng = Rng::seeded(0x7a5c_0015);
    let more = [
        "---\n",
        "\n",
        "\r\n",
        "id: ",
        "labels: ",
        "- [ ] ",
        "## Acceptance criteria\n",
        "<<<<<<<",
        "\u{feff}",
        "\t",
        "\0",
        "```\n",
        "\u{85}",
        "\r",
        "<<: ",
        "&a ",
        "*a ",
        "!!str ",
    ];
    for _ in 0..FILES {
        let mut text = if rng.below(2) == 0 {
            "---\n".to_owned()
        } else {
            String::new()
        };
        for _ in 0..rng.below(24) {
            let pieces: &[&str] = if rng.below(2) == 0 { &more } else { &PIECES };
            text += *rng.pick::<&str>(pieces);
        }
        let change = change(&mut rng);
        let read = Task::parse("T-1 a.md", &text);
        let more = [
            check("T-1 a.md", &text, 1, true),
            add_criterion("T-1 a.md", &text, "one more"),
            add_note("T-1 a.md", &text, "a note"),
        ];
        for edited in more.into_iter().flatten() {
            assert!(read.is_ok(), "{text:?}");
            assert!(
                Task::parse("T-1 a.md", &edited).is_ok(),
                "{text:?}: {edited:?}"
            );
        }
        if let Ok(edited) = edit("T-1 a.md", &text, &change) {
            assert!(read.is_ok(), "{text:?}");
            assert!(
                Task::parse("T-1 a.md", &edited).is_ok(),
                "{change:?} in {text:?}: {edited:?}"
            );
        }
    }
}
