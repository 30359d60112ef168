//! Owners that are killed at random moments.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tenon_api::app::App;
use tenon_api::link::Link;
use tenon_store::{DatabaseKind, prove_database};

use super::{Given, Outcome, Tally};
use crate::home::Home;
use crate::typist::Typist;

/// One person types and saves while the owner is killed.
pub fn typing(given: &mut Given<'_>) -> Result<Tally> {
    let rounds = given.tries(200, 12);
    rounds_of(given, rounds, 1)
}

/// Four clients write while the owner is killed.
pub fn clients(given: &mut Given<'_>) -> Result<Tally> {
    let rounds = given.tries(100, 6);
    rounds_of(given, rounds, 4)
}

fn rounds_of(given: &mut Given<'_>, rounds: u64, clients: usize) -> Result<Tally> {
    let home = Home::new()?;
    for client in 0..clients {
        std::fs::write(home.work().join(name(client)), "begun")?;
    }
    let app = home.app()?;
    let (mut tally, mut saves, mut changes) = (Tally::default(), 0, 0);
    for round in 0..rounds {
        let mut owner = start(&home, given.run.tenon.as_deref())?;
        let links = (0..clients).map(|_| reach(&app, &home));
        let links = links.collect::<Result<Vec<_>>>()?;
        let delay = Duration::from_micros(given.dice.below(60_000));
        let work = |(client, link)| write_until_it_ends(link, client, round);
        let told: Vec<Told> = std::thread::scope(|scope| -> Result<Vec<Told>> {
            let writing: Vec<_> = links
                .into_iter()
                .enumerate()
                .map(|pair| scope.spawn(move || work(pair)))
                .collect();
            // To be killed at a moment that nobody chose is what is tried here.
            std::thread::sleep(delay);
            owner.kill()?;
            owner.wait()?;
            let told = writing.into_iter().map(|one| one.join());
            told.map(|one| match one {
                Ok(told) => told,
                Err(_) => bail!("a client panicked"),
            })
            .collect()
        })?;
        let mut outcome = Outcome::Survived;
        for (client, told) in told.iter().enumerate() {
            saves += told.saves;
            changes += told.changes;
            if let Some(fault) = lost(&home, client, told)? {
                outcome = Outcome::Lost(fault);
            }
        }
        if let Err(fault) = prove_database(DatabaseKind::Workspace, &home.place(&app)?.file, None) {
            outcome = Outcome::Lost(format!("the database: {fault}"));
        }
        tally.count(outcome);
    }
    tally.note(format!("{saves} saves and {changes} changes acknowledged"));
    Ok(tally)
}

fn name(client: usize) -> String {
    format!("f{client}.txt")
}

/// What a client was told before the owner died.
struct Told {
    /// What the file held when it was opened, then what was last saved for certain.
    saved: String,
    /// What was on its way to be saved.
    tried: String,
    saves: u64,
    changes: u64,
}

fn write_until_it_ends(link: Link, client: usize, round: u64) -> Result<Told> {
    // The owner may be dead before anything began.
    let Ok(mut typist) = Typist::open(link, &name(client), format!("c{client}r{round}")) else {
        return Ok(Told {
            saved: String::new(),
            tried: String::new(),
            saves: 0,
            changes: 0,
        });
    };
    let mut told = Told {
        saved: String::new(),
        tried: String::new(),
        saves: 0,
        changes: 0,
    };
    for word in 0.. {
        for _ in 0..3 {
            if typist.type_in(&format!(" {round}.{word}")).is_err() {
                return Ok(told);
            }
            told.changes += 1;
        }
        told.tried.clone_from(&typist.text);
        if typist.save().is_err() {
            return Ok(told);
        }
        told.saves += 1;
        told.saved.clone_from(&typist.text);
    }
    Ok(told)
}

/// What is wrong with a file, if anything.
fn lost(home: &Home, client: usize, told: &Told) -> Result<Option<String>> {
    let text = std::fs::read_to_string(home.work().join(name(client)))?;
    if !text.starts_with("begun") {
        return Ok(Some("a file is empty or half".to_owned()));
    }
    let known = told.saves == 0 || text == told.saved || text == told.tried;
    Ok((!known).then(|| "a file is not what was saved last".to_owned()))
}

/// Starts an owner and waits until it says that it is one.
fn start(home: &Home, tenon: Option<&std::path::Path>) -> Result<Child> {
    let mut command = match tenon {
        None => home.command("serve")?,
        Some(tenon) => {
            let mut command = Command::new(tenon);
            command.args(["serve", "--json", "--workspace"]);
            command.arg(home.work());
            command.env_clear().envs(home.environment());
            command
        }
    };
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let out = child.stdout.take().context("piped")?;
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line)?;
    if !line.contains("serving") {
        bail!("the owner did not start: {line}");
    }
    Ok(child)
}

fn reach(app: &Arc<App>, home: &Home) -> Result<Link> {
    Link::reach(app, &home.work(), None)?.context("the owner answers")
}
