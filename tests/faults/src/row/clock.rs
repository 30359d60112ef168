//! A clock that is set forward and back while work goes on.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use anyhow::Result;
use tenon_api::app::App;
use tenon_core::{Clock, Millis};
use tenon_store::{DatabaseKind, prove_database};

use super::{Given, Outcome, Tally};
use crate::home::{Home, keep_layout, layout};

struct Stepping(AtomicI64);

impl Clock for Stepping {
    fn now(&self) -> Millis {
        self.0.fetch_add(1, Ordering::SeqCst)
    }
}

/// Opens, writes, backs up and closes, with a step of up to a year either way before each.
pub fn steps(given: &mut Given<'_>) -> Result<Tally> {
    let home = Home::new()?;
    let clock = Arc::new(Stepping(AtomicI64::new(1_795_219_200_000)));
    let mut around = home.surroundings();
    around.ambient.clock = clock.clone();
    let app = App::open(around, true)?;
    let mut tally = Tally::default();
    for round in 0..given.tries(100, 10) {
        let year: i64 = 365 * 86_400_000;
        let by = given.dice.below(2 * year as u64) as i64 - year;
        clock.0.fetch_add(by, Ordering::SeqCst);
        tally.count(one(&home, &app, round)?);
    }
    Ok(tally)
}

fn one(home: &Home, app: &Arc<App>, round: u64) -> Result<Outcome> {
    let owner = home.own(app)?;
    let report = owner.restored();
    let expected = match round {
        0 => String::new(),
        round => format!("{{\"is\":\"{}\"}}", round - 1),
    };
    let found = layout(&owner)?;
    keep_layout(&owner, &round.to_string())?;
    owner.close();
    if report.unclean || !report.lost.is_empty() {
        return Ok(Outcome::Silent("an end in order was taken for none".into()));
    }
    if found != expected {
        return Ok(Outcome::Lost(format!(
            "the layout is {found}, not {expected}"
        )));
    }
    app.scheduled_now(Duration::from_secs(86_400), 3)?;
    let backups = app.backups()?.backups;
    if backups.is_empty() || backups.len() > 3 {
        return Ok(Outcome::Lost(format!("{} backups are kept", backups.len())));
    }
    Ok(
        match prove_database(DatabaseKind::Workspace, &home.place(app)?.file, None) {
            Ok(_) => Outcome::Survived,
            Err(fault) => Outcome::Lost(fault.to_string()),
        },
    )
}
