//! A folder whose texts are embedded by a real sidecar, and what is looked for in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tenon_api::app::App;
use tenon_api::meaning::{About, Filter};
use tenon_api::ops::{self, Op};
use tenon_api::owner::{Caller, Owner};
use tenon_api::wire::{
    MeaningState, MeaningStatus, SearchMode, SearchQuery, SearchRanked, SearchRankedParams,
    SidecarState,
};

use crate::home::Home;
use crate::row::Given;

/// Files of the folder, each with so many functions.
const FILES: u64 = 40;
const FUNCTIONS: u64 = 6;
/// How long anything may take to be as it should.
pub(super) const PATIENCE: Duration = Duration::from_secs(90);

/// A folder whose texts are embedded by a real sidecar with its engine for tests.
pub(super) struct Bench {
    pub owner: Arc<Owner>,
    pub app: Arc<App>,
    pub home: Home,
    /// What each file's functions are about.
    words: BTreeMap<u64, Vec<String>>,
    pub next: u64,
}

impl Bench {
    /// One that is filled; nothing where there is no Python for it. `before` the sidecar is started
    /// something may be done to the folder of its vectors.
    pub fn new(before: impl FnOnce(&Path) -> Result<()>) -> Result<Option<Self>> {
        let home = Home::new()?;
        let mut around = home.surroundings();
        let Some(python) = python() else {
            return Ok(None);
        };
        around
            .environment
            .retain(|(name, _)| name != "TENON_SIDECAR_PYTHON");
        let more = [
            ("TENON_SIDECAR_PYTHON", python.into_os_string()),
            ("TENON_SIDECAR_ENGINE", "hashing".into()),
        ];
        let more = more.map(|(name, value)| (name.into(), value));
        around.environment.extend(more);
        around.answers_as_launcher();
        let app = App::open(around, true)?;
        let owner = home.own(&app)?;
        before(&app.dirs.vectors(owner.row().profile))?;
        owner.serve()?;
        app.start_sidecar();
        let mut bench = Self {
            owner,
            app,
            home,
            words: BTreeMap::new(),
            next: 0,
        };
        for file in 0..FILES {
            bench.write(file)?;
        }
        bench.settle()?;
        Ok(Some(bench))
    }

    /// Writes a file whose functions are about words that stand nowhere else.
    fn write(&mut self, file: u64) -> Result<()> {
        let (mut text, mut words) = (String::new(), Vec::new());
        for _ in 0..FUNCTIONS {
            self.next += 1;
            let word = spelled(self.next);
            text.push_str(&format!(
                "fn {word}() {{ let {word}_done = {word}_begun(); }}\n\n"
            ));
            words.push(word);
        }
        fs::write(self.home.work().join(format!("f{file}.rs")), text)?;
        self.words.insert(file, words);
        Ok(())
    }

    /// Changes some of the files, so that there is something to embed.
    pub fn change(&mut self, given: &mut Given<'_>) -> Result<()> {
        for _ in 0..12 {
            self.write(given.dice.below(FILES))?;
        }
        Ok(())
    }

    pub fn signal(&self, signal: Signal) -> Result<()> {
        let began = Instant::now();
        loop {
            if let Some(pid) = self.app.sidecar.status().pid {
                return Ok(kill(Pid::from_raw(i32::try_from(pid)?), signal)?);
            }
            self.is_wanted()?;
            if began.elapsed() > PATIENCE {
                bail!("no sidecar runs");
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Fails when the sidecar was given up: no kill of others' is a reason for that.
    fn is_wanted(&self) -> Result<()> {
        let status = self.app.sidecar.status();
        if status.state == SidecarState::Failed {
            bail!("the sidecar was given up: {:?}", status.reason);
        }
        Ok(())
    }

    /// Waits until everything that the files hold now can be found.
    pub fn settle(&self) -> Result<()> {
        let began = Instant::now();
        let wanted = FILES * FUNCTIONS;
        loop {
            self.is_wanted()?;
            let status = self.owner.meaning().status();
            let done = u64::try_from(status.done.get())?;
            if status.state == MeaningState::Ready && done == wanted && self.is_current() {
                return Ok(());
            }
            if began.elapsed() > PATIENCE {
                bail!("{done} of {wanted} can be found: {:?}", status.state);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Whether the last word of each file is found.
    fn is_current(&self) -> bool {
        let mut last = self
            .words
            .iter()
            .filter_map(|(file, words)| Some((file, words.last()?)));
        last.all(|(file, word)| self.found(*file, word).unwrap_or(false))
    }

    /// Waits until the sidecar answers.
    pub fn until_ready(&self) -> Result<()> {
        let began = Instant::now();
        while self.app.sidecar.status().state != SidecarState::Ready {
            self.is_wanted()?;
            if began.elapsed() > PATIENCE {
                bail!("the sidecar does not come back");
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// Waits until the work is as it should be.
    pub fn until(&self, what: &str, holds: impl Fn(&MeaningStatus) -> bool) -> Result<()> {
        let began = Instant::now();
        loop {
            let status = self.owner.meaning().status();
            if holds(&status) {
                return Ok(());
            }
            if began.elapsed() > PATIENCE {
                bail!("{what}: not so, it is {:?}", status.state);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Asks as the box does, for words that stand in every file.
    pub fn ask_hybrid(&self) -> Result<SearchRanked> {
        let params = SearchRankedParams {
            search: SearchQuery {
                text: "zq done begun".to_owned(),
                mode: SearchMode::Hybrid,
                ..SearchQuery::default()
            },
            limit: 20,
            front: None,
            like: None,
            like_run: None,
        };
        let caller = Caller::window("main");
        Ok(ops::search_ranked::run(&self.owner, &caller, params)?)
    }

    /// Looks for some texts; says what is wrong.
    pub fn look(&self, given: &mut Given<'_>) -> Result<Option<String>> {
        for _ in 0..20 {
            let file = given.dice.below(FILES);
            let words = self.words.get(&file).context("it was written")?;
            let word = &words[usize::try_from(given.dice.below(FUNCTIONS))?];
            if !self.found(file, word)? {
                return Ok(Some("a text is not found by its meaning".to_owned()));
            }
        }
        Ok(None)
    }

    /// Whether a word is found in its file, with its own vector. The engine for tests has few figures,
    /// so that texts of other files may be as near.
    pub fn found(&self, file: u64, word: &str) -> Result<bool> {
        let question = format!("{word}\nfn {word}() {{ let {word}_done = {word}_begun(); }}");
        let near = self.owner.meaning();
        let near = near.search(About::Text(&question), &Filter::default(), 100)?;
        let path = format!("f{file}.rs").into_bytes();
        Ok(near
            .hits
            .iter()
            .any(|hit| hit.path == path && hit.score > 0.99))
    }
}

/// A number as a word of letters alone, which no other number has.
fn spelled(mut number: u64) -> String {
    let mut word = String::from("zq");
    loop {
        word.push(char::from(b'a' + (number % 20) as u8));
        number /= 20;
        if number == 0 {
            return word;
        }
    }
}

/// The Python of the source tree, or the one that the environment names.
#[expect(
    clippy::disallowed_methods,
    reason = "the caller may name another Python"
)]
fn python() -> Option<PathBuf> {
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sidecar/.venv/bin/python");
    let named = std::env::var_os("TENON_SIDECAR_PYTHON").map(PathBuf::from);
    named.or(Some(tree)).filter(|python| python.is_file())
}
