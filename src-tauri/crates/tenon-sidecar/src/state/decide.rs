//! One step of the supervisor.

use std::mem;
use std::time::Duration;

use tenon_core::counted;

use super::{
    Action, Activity, Ending, EngineReport, Input, Moment, Phase, Process, State, end_of_start,
};
use crate::rules::Rules;
use crate::status::Trouble;

pub(crate) const BY_ITSELF: &str = "It is being started again.";
const BY_HAND: &str = "Look at its log, mend the cause, then restart the sidecar.";
const STUCK: &str = "The sidecar answers but does not finish its work.";
const STRANGER: &str = "What answered on the sidecar's port did not prove that it is Tenon's own, \
                        and was not believed.";

/// What follows from `input` in `state`: the next state, and what is to be done.
pub fn step(rules: &Rules, state: &State, input: Input, moment: Moment) -> (State, Vec<Action>) {
    let mut step = Step {
        rules,
        moment,
        state: state.clone(),
        actions: Vec::new(),
    };
    step.take(input);
    step.advance();
    (step.state, step.actions)
}

struct Step<'a> {
    rules: &'a Rules,
    moment: Moment,
    state: State,
    actions: Vec<Action>,
}

impl Step<'_> {
    fn take(&mut self, input: Input) {
        match input {
            Input::Start => match self.state.phase {
                Phase::Stopped | Phase::Unusable(_) | Phase::Failed(_) => self.begin(),
                Phase::Waiting { .. } | Phase::Starting { .. } | Phase::Up { .. } => {}
            },
            Input::Restart => {
                self.end();
                self.begin();
            }
            Input::Stop => {
                self.end();
                self.state.phase = Phase::Stopped;
            }
            Input::Spawned { launch, pid } => self.spawned(launch, pid),
            Input::NotStarted {
                launch,
                trouble,
                lasting,
            } if self.is_current(launch) => self.not_started(trouble, lasting),
            Input::Healthy {
                launch,
                engine,
                report,
            } if self.is_current(launch) => self.healthy(launch, engine, report),
            Input::Missed { launch, what, seen } if self.is_current(launch) => {
                self.missed(launch, &what, seen);
            }
            Input::Stuck { launch } if self.is_current(launch) => self.crash(STUCK.to_owned()),
            Input::Stranger { launch } if self.is_current(launch) => {
                self.crash(STRANGER.to_owned());
            }
            Input::Exited { launch, ending } if self.state.launch() == Some(launch) => {
                self.state.process = None;
                self.exited(ending);
            }
            // Time has passed, or a report came about a launch that is over.
            Input::Tick
            | Input::NotStarted { .. }
            | Input::Healthy { .. }
            | Input::Missed { .. }
            | Input::Stuck { .. }
            | Input::Stranger { .. }
            | Input::Exited { .. } => {}
        }
    }

    /// Whether a report about `launch` still matters: it was not given up in the meantime.
    fn is_current(&self, launch: u64) -> bool {
        self.state.launch() == Some(launch)
            && matches!(self.state.phase, Phase::Starting { .. } | Phase::Up { .. })
    }

    fn begin(&mut self) {
        self.forgive();
        self.state.phase = Phase::Waiting {
            until: self.moment.at,
            trouble: None,
        };
    }

    fn end(&mut self) {
        if let Some(launch) = self.state.launch() {
            self.actions.push(Action::End { launch });
        }
    }

    fn spawned(&mut self, launch: u64, pid: u32) {
        match &mut self.state.process {
            Some(process) if process.launch == launch => process.pid = Some(pid),
            _ => return,
        }
        if self.is_current(launch) {
            self.probe(launch, Duration::ZERO);
        }
    }

    fn not_started(&mut self, trouble: Trouble, lasting: bool) {
        self.state.process = None;
        if lasting {
            self.state.phase = Phase::Unusable(trouble);
        } else {
            self.crash(trouble.reason);
        }
    }

    fn healthy(&mut self, launch: u64, engine: String, report: EngineReport) {
        self.state.engine = Some(engine);
        let now = self.moment.at;
        let since = match &self.state.phase {
            Phase::Up { since, .. } => *since,
            _ => now,
        };
        let starts = matches!(self.state.phase, Phase::Starting { .. });
        let trouble = match report {
            // An engine never goes back to loading, so this is a start that is not over.
            EngineReport::Loading => {
                if let Phase::Starting {
                    loading, stopped, ..
                } = &mut self.state.phase
                {
                    (*loading, *stopped) = (true, 0);
                }
                return self.probe(launch, self.rules.starting_period);
            }
            EngineReport::Ready => {
                if starts {
                    let forgiven = mem::take(&mut self.state.killed_starts);
                    self.state.crashes = self.state.crashes.saturating_sub(forgiven);
                }
                None
            }
            EngineReport::Failed { reason, hint } => {
                let hint = hint.unwrap_or_else(|| BY_HAND.to_owned());
                Some(Trouble::new(reason, hint))
            }
        };
        self.forget_restarts();
        self.state.phase = Phase::Up {
            since,
            misses: 0,
            idle: 0,
            trouble,
        };
        self.probe(launch, self.rules.health_period);
    }

    fn missed(&mut self, launch: u64, what: &str, seen: Activity) {
        match &mut self.state.phase {
            Phase::Up { misses, idle, .. } => {
                *misses += 1;
                *idle += u32::from(seen != Activity::Working);
                if *idle < self.rules.misses && *misses < self.rules.working_misses {
                    // Somebody may wait for it, so it is asked again soon.
                    self.probe(launch, self.rules.starting_period);
                } else {
                    let reason = format!("The sidecar hung ({misses} times in a row, {what}).");
                    self.crash(reason);
                }
            }
            Phase::Starting {
                missed,
                worked,
                stopped,
                ..
            } => {
                *missed = Some(what.to_owned());
                match seen {
                    Activity::Working => (*worked, *stopped) = (self.moment.at, 0),
                    Activity::Idle => *stopped = 0,
                    Activity::Stopped => *stopped += 1,
                }
                // A start may be slow. One that is stopped comes to nothing.
                if *stopped >= self.rules.misses {
                    let reason = format!("The sidecar was stopped before it was ready ({what}).");
                    return self.crash(reason);
                }
                self.probe(launch, self.rules.starting_period);
            }
            _ => {}
        }
    }

    fn exited(&mut self, ending: Ending) {
        let when = match self.state.phase {
            Phase::Starting { .. } => " before it was ready",
            Phase::Up { .. } => "",
            _ => return,
        };
        if let (Phase::Starting { .. }, Some(trouble)) = (&self.state.phase, ending.broken) {
            self.state.phase = Phase::Unusable(trouble);
            return;
        }
        if ending.killed && matches!(self.state.phase, Phase::Up { trouble: None, .. }) {
            let reason = format!("The sidecar was ended {} from outside.", ending.how);
            return self.killed(reason);
        }
        let tail = ending.last_words.len().saturating_sub(3);
        let words = ending.last_words[tail..].join(" | ");
        let how = ending.how;
        self.crash(if words.is_empty() {
            format!("The sidecar ended {how}{when}.")
        } else {
            format!("The sidecar ended {how}{when}; its last words: {words}")
        });
        if ending.killed {
            // Once it is ready this was no fault of its own.
            self.state.killed_starts += 1;
        }
    }

    /// Starts again after a wait, or gives up.
    fn crash(&mut self, reason: String) {
        if let Some(launch) = self.state.launch() {
            self.actions.push(Action::Kill { launch });
        }
        self.forget_restarts();
        if self.state.crashes >= self.rules.restarts {
            let reason = format!(
                "The sidecar was given up after {}. {reason}",
                counted(self.state.crashes, "restart")
            );
            self.state.phase = Phase::Failed(Trouble::new(reason, BY_HAND));
            return;
        }
        self.state.crashes += 1;
        self.state.restarts += 1;
        self.wait(self.state.crashes, reason);
    }

    /// Starts one again that did its work until somebody ended it. That is no fault of its own, so
    /// it is never given up for it.
    fn killed(&mut self, reason: String) {
        self.forget_restarts();
        self.state.restarts += 1;
        self.wait(self.state.restarts.min(self.rules.restarts), reason);
    }

    /// After a while of health what was before counts no more.
    fn forget_restarts(&mut self) {
        if let Phase::Up { since, .. } = self.state.phase
            && self.moment.at.saturating_sub(since) >= self.rules.stable
        {
            self.forgive();
        }
    }

    fn forgive(&mut self) {
        (self.state.restarts, self.state.crashes) = (0, 0);
        self.state.killed_starts = 0;
    }

    fn wait(&mut self, restart: u32, reason: String) {
        let wait = self.rules.wait_before(restart, self.moment.chance);
        self.state.phase = Phase::Waiting {
            until: self.moment.at + wait,
            trouble: Some(Trouble::new(reason, BY_ITSELF)),
        };
    }

    fn probe(&mut self, launch: u64, after: Duration) {
        self.actions.push(Action::Probe { launch, after });
    }

    /// Does what only waits for its time.
    fn advance(&mut self) {
        let now = self.moment.at;
        match &mut self.state.phase {
            Phase::Waiting { until, .. } if *until <= now && self.state.process.is_none() => {
                self.launch();
            }
            Phase::Starting {
                since,
                worked,
                loading,
                missed,
                ..
            } => {
                if now < end_of_start(self.rules, *since, *worked, *loading) {
                    return;
                }
                let waited = now.saturating_sub(*since);
                let mut reason = match loading {
                    true => "The sidecar's engine was still loading",
                    false => "The sidecar did not answer",
                }
                .to_owned();
                reason.push_str(&format!(" after {} ms", waited.as_millis()));
                match mem::take(missed) {
                    Some(missed) => reason.push_str(&format!(" (at last {missed}).")),
                    None => reason.push('.'),
                }
                self.crash(reason);
            }
            _ => {}
        }
    }

    fn launch(&mut self) {
        self.state.launches += 1;
        let launch = self.state.launches;
        self.state.process = Some(Process { launch, pid: None });
        self.state.engine = None;
        self.state.phase = Phase::Starting {
            since: self.moment.at,
            worked: self.moment.at,
            loading: false,
            missed: None,
            stopped: 0,
        };
        self.actions.push(Action::Launch { launch });
    }
}
