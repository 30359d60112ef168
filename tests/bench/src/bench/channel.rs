//! Raw bytes to the page, 64 KiB a message.

use std::time::Instant;

use anyhow::Result;
use serde_json::json;

use super::Stage;
use crate::measure::figure::Statistic;
use crate::measure::pairs::{Side, alternate};
use crate::measure::report::{Bar, Question, Row};
use crate::program::peer::Peer;

/// Messages of one turn: 64 MiB.
const MESSAGES: usize = 1_024;
const MIB: f64 = MESSAGES as f64 / 16.0;

pub fn run(stage: &Stage<'_>) -> Result<Vec<Row>> {
    let mut ours = Peer::open(stage.work, stage.desk, "channel-as-tenon", None)?;
    let mut peer = Peer::open(stage.work, stage.desk, "channel", None)?;
    let mut turn = |side: Side| {
        let page = match side {
            Side::Ours => &mut ours,
            Side::Peer => &mut peer,
        };
        let began = Instant::now();
        page.ask(&json!({ "do": "pour", "messages": MESSAGES }))?;
        Ok(vec![MIB / began.elapsed().as_secs_f64()])
    };
    turn(Side::Ours)?;
    turn(Side::Peer)?;
    let pairs = alternate(stage.work.pairs, stage.work.at_most(100), turn)?;
    stage.desk.close(ours.pid)?;
    stage.desk.close(peer.pid)?;
    let question = Question {
        what: "raw channel, 64 KiB a message".to_owned(),
        unit: "MiB/s",
        peer: "a minimal program's channel",
        statistic: Statistic::Median,
        bar: Bar::RatioAtLeast(0.9),
    };
    let row = Row::of(&question, &pairs).note(
        "ours: the page's own client under its frozen prototypes, and the type its terminals send",
    );
    Ok(vec![row])
}
