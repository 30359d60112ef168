//! Looking for secrets: in clean code, beside the same rules one after the other, and in an event.

use std::time::Instant;

use anyhow::{Result, ensure};
use regex_automata::meta::Regex;
use regex_automata::util::syntax;
use serde_json::{Value, json};
use tenon_gatekeeper::{Gatekeeper, rule_file};

use crate::corpus;
use crate::measure::figure::Statistic;
use crate::measure::pairs::{Side, alternate};
use crate::measure::report::{Bar, Question, Row};
use crate::work::Work;

/// The size of the clean code, in bytes.
const CODE: usize = 16 << 20;
/// What the rules are tried on one after the other, which takes long, in bytes.
const SLOWLY: usize = 1 << 20;
/// Events in a sample.
const EVENTS: usize = 2_000;

pub fn run(work: &Work) -> Result<Vec<Row>> {
    let gatekeeper = Gatekeeper::new([7; 32]);
    let code = corpus::rust_file(CODE);
    ensure!(gatekeeper.find(&code).is_empty(), "the code is clean");
    let part = &code[..SLOWLY];
    let rules = one_by_one()?;
    let pairs = alternate(work.pairs, work.at_most(60), |side| {
        let began = Instant::now();
        let size = match side {
            Side::Ours => {
                std::hint::black_box(gatekeeper.find(&code));
                code.len()
            }
            Side::Peer => {
                for rule in &rules {
                    std::hint::black_box(rule.find_iter(part.as_bytes()).count());
                }
                part.len()
            }
        };
        Ok(vec![size as f64 / 1e6 / began.elapsed().as_secs_f64()])
    })?;
    let question = |what: &str, unit, peer, statistic, bar| Question {
        what: what.to_owned(),
        unit,
        peer,
        statistic,
        bar,
    };
    let beside = "the same rules one by one";
    let what = "the gatekeeper over clean code, all rules";
    let median = Statistic::Median;
    let fast = pairs.all(Side::Ours);
    let mut rows = vec![
        Row::of(
            &question(what, "MB/s", beside, median, Bar::RatioAtLeast(3.0)),
            &pairs,
        ),
        Row::alone(
            &question(what, "s for 200 MB", "", median, Bar::AtMost(1.0)),
            &seconds(&fast),
        ),
    ];
    let events: Vec<f64> = (0..work.pairs.max(5)).map(|_| event(&gatekeeper)).collect();
    let what = "an event of 1 KiB masked";
    rows.push(Row::alone(
        &question(what, "us", "", median, Bar::AtMost(20.0)),
        &events,
    ));
    Ok(rows)
}

/// Seconds that 200 MB take at these MB/s.
fn seconds(speeds: &[f64]) -> Vec<f64> {
    speeds.iter().map(|speed| 200.0 / speed).collect()
}

/// Every rule as an expression by itself.
fn one_by_one() -> Result<Vec<Regex>> {
    let file: Value = serde_json::from_str(rule_file())?;
    let rules = file["rules"].as_array().cloned().unwrap_or_default();
    let expressions = rules.iter().filter_map(|rule| rule["expression"].as_str());
    let compiled = expressions.map(|expression| {
        Ok(Regex::builder()
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            .configure(Regex::config().utf8_empty(false))
            .build(expression)?)
    });
    compiled.collect()
}

/// Microseconds for one event of 1 KiB, in the mean of many.
fn event(gatekeeper: &Gatekeeper) -> f64 {
    let payload = json!({
        "path": "src/store/record.rs",
        "command": "cargo test -p store --quiet",
        "output": corpus::rust_file(800).chars().take(800).collect::<String>(),
        "exit": 0,
        "at": 1_767_225_600_000_u64,
        "tags": ["test", "store"],
    });
    let copies: Vec<Value> = vec![payload; EVENTS];
    let began = Instant::now();
    for copy in copies {
        std::hint::black_box(gatekeeper.mask_json(copy));
    }
    began.elapsed().as_secs_f64() * 1e6 / EVENTS as f64
}
