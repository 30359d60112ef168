//! A project whose history was prepared by hand, with the links that are right.

use std::collections::BTreeSet;

use tenon_knowledge::entity::Source;
use tenon_knowledge::link::{
    Begun, Branch, Card, Commit, Edge, History, Kind, Known, Run, Saved, Symbol, Text, Thing, find,
    in_message, mentions, places,
};
use tenon_knowledge::note::Vault;
use tenon_knowledge::task::Id;

const MINUTE: i64 = 60_000;

/// What is in a fixture.
#[derive(Default)]
pub struct Project {
    known: Known,
    vault: Vault,
    texts: Vec<Text>,
    cards: Vec<Card>,
    commits: Vec<Commit>,
    branches: Vec<Branch>,
    runs: Vec<Run>,
    saves: Vec<Saved>,
    begun: Vec<Begun>,
    /// The links that are right, and so sure that no guess is needed.
    pub hard: BTreeSet<String>,
    /// The suggestions that are right.
    pub soft: BTreeSet<String>,
}

/// The words behind a key, such as `at=10`.
fn option<'t>(head: &'t str, key: &str) -> Option<&'t str> {
    let words = head.split_whitespace();
    let mut found = words.filter_map(|word| word.strip_prefix(key)?.strip_prefix('='));
    found.next()
}

fn minutes(text: &str) -> i64 {
    text.parse::<i64>().expect("minutes") * MINUTE
}

/// A hash as git writes it.
fn whole(hash: &str) -> String {
    format!("{hash:0<40}")
}

impl Project {
    /// Reads a fixture: parts that begin with `== kind …`.
    pub fn read(fixture: &str) -> Self {
        let mut project = Self::default();
        let fixture = fixture.strip_prefix("== ").expect("a first part");
        let parts: Vec<(&str, &str)> = fixture
            .split("\n== ")
            .map(|part| part.split_once('\n').unwrap_or((part, "")))
            .collect();
        // What there is comes first, so that order means nothing.
        for (head, body) in &parts {
            project.add(head, body);
        }
        for (head, body) in &parts {
            project.say(head, body);
        }
        project.runs.sort_by_key(|run| run.began);
        project.saves.sort_by_key(|saved| saved.at);
        project
    }

    fn add(&mut self, head: &str, body: &str) {
        let (kind, rest) = head.split_once(' ').unwrap_or((head, ""));
        let name = rest.split(' ').next().unwrap_or_default();
        match kind {
            "code" => {
                self.file(name);
                let text = code(body);
                body.lines()
                    .filter(|line| is_symbol(line))
                    .for_each(|line| self.known.add_symbol(symbol(name, &text, line)));
            }
            "plain" => self.file(name),
            "note" => {
                self.file(name);
                self.vault.put(name.as_bytes(), body, 0);
            }
            "task" => {
                let path = format!(".tenon/tasks/{name}.md");
                self.known.add_file(path.as_bytes());
                let id = Id::parse(name).expect("an id");
                self.known.add_task(&id, &[], path.as_bytes());
            }
            "commit" => self.known.add_commit(&whole(name)),
            "run" => {
                let exit = option(head, "exit").expect("a status");
                let command = command(head);
                let title = match exit {
                    "0" => command,
                    exit => format!("{command} · exit {exit}"),
                };
                self.known.add_run(&title, name);
            }
            _ => {}
        }
    }

    fn file(&mut self, path: &str) {
        self.known.add_file(path.as_bytes());
        if !path.ends_with(".md") {
            self.vault.attach(path.as_bytes());
        }
    }

    fn text(&mut self, of: Thing, path: Option<&str>, prose: bool, text: &str) {
        let source = match (path, prose) {
            (Some(path), false) => Source::of_path(path),
            _ => Source::Prose,
        };
        let mentions = match of {
            Thing::Commit(_) => in_message(text),
            _ => mentions(text, source),
        };
        self.texts.push(Text {
            of,
            path: path.map(|path| path.as_bytes().to_vec()),
            prose,
            mentions,
            at: None,
        });
    }

    fn say(&mut self, head: &str, body: &str) {
        let (kind, rest) = head.split_once(' ').unwrap_or((head, ""));
        let name = rest.split(' ').next().unwrap_or_default();
        match kind {
            "code" => {
                let of = Thing::File(name.as_bytes().to_vec());
                self.text(of, Some(name), false, &code(body));
            }
            "note" => {
                let of = Thing::File(name.as_bytes().to_vec());
                self.text(of, Some(name), true, body);
            }
            "task" => {
                let task = Thing::Task(name.to_owned());
                let path = format!(".tenon/tasks/{name}.md");
                let depends = option(head, "depends").into_iter();
                let depends = depends.flat_map(|ids| ids.split(','));
                self.cards.push(Card {
                    task: task.clone(),
                    path: path.clone().into_bytes(),
                    depends: depends.map(|id| Id::parse(id).expect("an id")).collect(),
                    branch: option(head, "branch").map(str::to_owned),
                    depends_line: 1,
                    branch_line: 1,
                });
                self.vault.put(path.as_bytes(), body, 0);
                self.text(task, Some(&path), true, body);
            }
            "commit" => {
                let hash = whole(name);
                let files = option(head, "files").unwrap_or_default().split(',');
                self.commits.push(Commit {
                    hash: hash.clone(),
                    at: minutes(option(head, "at").expect("a time")),
                    files: files.map(|path| path.as_bytes().to_vec()).collect(),
                });
                self.text(Thing::Commit(hash), None, true, body);
            }
            "branch" => self.branches.push(Branch {
                name: name.to_owned(),
                commits: rest.split(' ').skip(1).map(whole).collect(),
            }),
            "begun" => {
                let words: Vec<&str> = rest.split(' ').collect();
                self.begun.push(Begun {
                    task: Thing::Task(name.to_owned()),
                    branch: words[2].to_owned(),
                    at: minutes(words[1]),
                    event: format!("begin of {name}"),
                });
            }
            "run" => self.ran(head, name, body),
            "save" => {
                let words: Vec<&str> = rest.split(' ').collect();
                self.saves.push(Saved {
                    path: words[2].as_bytes().to_vec(),
                    at: minutes(words[1]),
                    session: name.to_owned(),
                    event: Some(format!("save of {}", words[2])),
                });
            }
            "hard" => self.hard = lines(body),
            "soft" => self.soft = lines(body),
            "plain" => {}
            other => panic!("{other}"),
        }
    }

    fn ran(&mut self, head: &str, name: &str, output: &str) {
        let exit: i32 = option(head, "exit")
            .and_then(|exit| exit.parse().ok())
            .expect("a status");
        let began = minutes(option(head, "at").expect("a time"));
        let failed = exit != 0;
        self.runs.push(Run {
            id: name.to_owned(),
            session: option(head, "s").expect("a session").to_owned(),
            command: command(head),
            branch: None,
            cwd: Some(Vec::new()),
            exit: Some(exit),
            began,
            ended: began + MINUTE,
            places: if failed { places(output) } else { Vec::new() },
            event: Some(format!("end of {name}")),
        });
    }

    /// The links that are found, as the fixture writes them, hard ones and suggestions. That a commit
    /// changed a file is git's word, and would only make the figures better.
    pub fn found(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let history = History {
            beside: &[],
            vault: Some(&self.vault),
            texts: &self.texts,
            cards: &self.cards,
            marks: &[],
            commits: &self.commits,
            branches: &self.branches,
            runs: &self.runs,
            saves: &self.saves,
            begun: &self.begun,
            alike: &[],
        };
        let edges = find(&history, &self.known);
        let edges = edges.iter().filter(|edge| edge.kind != Kind::Touches);
        let (soft, hard): (Vec<&Edge>, Vec<&Edge>) = edges.partition(|edge| edge.suggestion);
        let told = |edges: Vec<&Edge>| edges.iter().map(|edge| self.told(edge)).collect();
        (told(hard), told(soft))
    }

    fn told(&self, edge: &Edge) -> String {
        let (from, to) = (self.called(&edge.from), self.called(&edge.to));
        format!("{from} {} {to}", edge.kind)
    }

    fn called(&self, thing: &Thing) -> String {
        let text = |path: &[u8]| String::from_utf8_lossy(path).into_owned();
        match thing {
            Thing::File(path) if path.ends_with(b".md") => format!("note:{}", text(path)),
            Thing::File(path) => format!("file:{}", text(path)),
            Thing::Heading(path, title) => format!("heading:{}#{title}", text(path)),
            Thing::Block(path, id) => format!("block:{}#{id}", text(path)),
            Thing::Task(id) => format!("task:{id}"),
            Thing::Symbol(id) => format!("symbol:{}", id.rsplit(' ').next().unwrap_or_default()),
            Thing::Commit(hash) => format!("commit:{}", &hash[..10]),
            Thing::Run(id) => format!("run:{id}"),
            Thing::Other(kind, id) => format!("{kind}:{id}"),
        }
    }
}

fn lines(body: &str) -> BTreeSet<String> {
    body.lines().map(str::to_owned).collect()
}

fn is_symbol(line: &str) -> bool {
    let words: Vec<&str> = line.split(' ').collect();
    let is_range = |text: &str| text.split('-').all(|end| end.parse::<u32>().is_ok());
    words.len() == 3 && words[0] == "fn" && is_range(words[2])
}

/// A file's text without the lines that say where its symbols are.
fn code(body: &str) -> String {
    let lines = body.lines().filter(|line| !is_symbol(line));
    lines.map(|line| format!("{line}\n")).collect()
}

/// The command at the end of a head: all behind the last option.
fn command(head: &str) -> String {
    let words = head.split(' ').skip(2);
    let words: Vec<&str> = words.skip_while(|word| word.contains('=')).collect();
    words.join(" ")
}

/// `fn Type.name 3-9`, with the comment lines before it.
fn symbol(path: &str, text: &str, line: &str) -> Symbol {
    let words: Vec<&str> = line.split(' ').collect();
    let mut parents: Vec<String> = words[1].split('.').map(str::to_owned).collect();
    let name = parents.pop().expect("a name");
    let (first, last) = words[2].split_once('-').expect("a range");
    let (first, last): (usize, usize) = (
        first.parse().expect("a line"),
        last.parse().expect("a line"),
    );
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let is_comment = |line: &str| line.trim_start().starts_with(['/', '#']);
    let mut from = first - 1;
    while from > 0 && is_comment(lines[from - 1]) {
        from -= 1;
    }
    let at = |line: usize| lines[..line].iter().map(|line| line.len()).sum::<usize>();
    let bytes = u32::try_from(at(from)).expect("short")..u32::try_from(at(last)).expect("short");
    Symbol {
        id: format!("{path} {}", words[1]),
        name,
        parents,
        path: path.as_bytes().to_vec(),
        bytes,
        line: u32::try_from(first).expect("a line"),
        end_line: u32::try_from(last).expect("a line"),
        says: [0; 16],
    }
}
