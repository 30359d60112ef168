//! The sidecar is killed or stopped, and its vectors are damaged, while texts are embedded.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
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
use tenon_api::wire::{MeaningState, Nothing, SidecarState};

use super::{Given, Outcome, Tally};
use crate::home::Home;

/// Files of the folder, each with so many functions.
const FILES: u64 = 40;
const FUNCTIONS: u64 = 6;
/// How long anything may take to be as it should.
const PATIENCE: Duration = Duration::from_secs(90);

/// A folder whose texts are embedded by a real sidecar with its engine for tests.
struct Bench {
    owner: Arc<Owner>,
    app: Arc<App>,
    home: Home,
    /// What each file's functions are about.
    words: BTreeMap<u64, Vec<String>>,
    next: u64,
}

/// The sidecar is killed while texts are embedded.
pub fn killed(given: &mut Given<'_>) -> Result<Tally> {
    rounds(given, 200, 3, |bench, given| {
        // To be killed at a moment that nobody chose is what is tried here.
        std::thread::sleep(Duration::from_millis(given.dice.below(400)));
        bench.signal(Signal::SIGKILL)
    })
}

/// The sidecar is stopped, and does not say so.
pub fn stopped(given: &mut Given<'_>) -> Result<Tally> {
    rounds(given, 5, 1, |bench, _| {
        bench.signal(Signal::SIGSTOP)?;
        let began = Instant::now();
        while bench.app.sidecar.status().state == SidecarState::Ready {
            if began.elapsed() > PATIENCE {
                bail!("a sidecar that is stopped is not noticed");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    })
}

/// The vectors are damaged while no sidecar runs.
pub fn damaged(given: &mut Given<'_>) -> Result<Tally> {
    rounds(given, 40, 4, |bench, given| {
        bench.settle()?;
        bench.signal(Signal::SIGKILL)?;
        bench.damage(given)
    })
}

fn rounds(
    given: &mut Given<'_>,
    whole: u64,
    few: u64,
    mut fault: impl FnMut(&mut Bench, &mut Given<'_>) -> Result<()>,
) -> Result<Tally> {
    let mut tally = Tally::default();
    let Some(mut bench) = Bench::new()? else {
        tally.note("left out: there is no Python of the sidecar");
        return Ok(tally);
    };
    for _ in 0..given.tries(whole, few) {
        bench.change(given)?;
        fault(&mut bench, given)?;
        let outcome = match bench.settle().and_then(|()| bench.look(given)) {
            Ok(None) => Outcome::Survived,
            Ok(Some(wrong)) => Outcome::Silent(wrong),
            Err(error) => Outcome::Lost(format!("{error:#}")),
        };
        tally.count(outcome);
    }
    let status = bench.owner.meaning().status();
    tally.note(format!(
        "{} texts embedded, {} wanted",
        status.embedded.get(),
        bench.next
    ));
    bench.app.sidecar.stop();
    bench.owner.close();
    Ok(tally)
}

impl Bench {
    fn new() -> Result<Option<Self>> {
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
    fn change(&mut self, given: &mut Given<'_>) -> Result<()> {
        for _ in 0..12 {
            self.write(given.dice.below(FILES))?;
        }
        Ok(())
    }

    fn signal(&self, signal: Signal) -> Result<()> {
        let began = Instant::now();
        loop {
            if let Some(pid) = self.app.sidecar.status().pid {
                return Ok(kill(Pid::from_raw(i32::try_from(pid)?), signal)?);
            }
            self.wake()?;
            if began.elapsed() > PATIENCE {
                bail!("no sidecar runs");
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Does what a person does whose sidecar was given up, because it has ended too often.
    fn wake(&self) -> Result<()> {
        let status = self.app.sidecar.status();
        if status.state == SidecarState::Failed || status.restarts >= 3 && status.pid.is_none() {
            let caller = Caller::window("main");
            ops::sidecar_restart::run(&self.owner, &caller, Nothing {})?;
        }
        Ok(())
    }

    /// Waits until everything that the files hold now can be found.
    fn settle(&self) -> Result<()> {
        let began = Instant::now();
        let wanted = FILES * FUNCTIONS;
        loop {
            self.wake()?;
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

    /// Looks for some texts; says what is wrong.
    fn look(&self, given: &mut Given<'_>) -> Result<Option<String>> {
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
    fn found(&self, file: u64, word: &str) -> Result<bool> {
        let question = format!("{word}\nfn {word}() {{ let {word}_done = {word}_begun(); }}");
        let near = self.owner.meaning();
        let near = near.search(About::Text(&question), &Filter::default(), 100)?;
        let path = format!("f{file}.rs").into_bytes();
        Ok(near
            .hits
            .iter()
            .any(|hit| hit.path == path && hit.score > 0.99))
    }

    /// Damages one file of the vectors.
    fn damage(&self, given: &mut Given<'_>) -> Result<()> {
        let mut all = Vec::new();
        below(&self.home.data().join("profiles"), &mut all);
        let vectors = |path: &&PathBuf| path.to_string_lossy().contains("/vectors/");
        let of = |end: &str| -> Vec<PathBuf> {
            let ends = |path: &&PathBuf| path.extension().is_some_and(|is| is == end);
            all.iter().filter(vectors).filter(ends).cloned().collect()
        };
        let mut manifests = of("manifest");
        manifests.sort_by_key(|path| fs::metadata(path).and_then(|meta| meta.modified()).ok());
        let newest = manifests.last().context("there is a manifest")?;
        match given.dice.below(4) {
            0 => fs::write(
                newest,
                vec![0; usize::try_from(fs::metadata(newest)?.len())?],
            )?,
            1 => {
                let length = fs::metadata(newest)?.len();
                let file = OpenOptions::new().write(true).open(newest)?;
                file.set_len(given.dice.below(length.max(1)))?;
            }
            2 => fs::remove_file(newest)?,
            _ => {
                let data = of("lance");
                let data: Vec<_> = data.iter().filter(|path| path.is_file()).collect();
                let file = data[usize::try_from(given.dice.below(data.len() as u64))?];
                let mut bytes = fs::read(file)?;
                let at = usize::try_from(given.dice.below(bytes.len() as u64))?;
                bytes[at] ^= 1 << given.dice.below(8);
                fs::write(file, bytes)?;
            }
        }
        Ok(())
    }
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => below(&path, found),
            path => found.push(path),
        }
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
