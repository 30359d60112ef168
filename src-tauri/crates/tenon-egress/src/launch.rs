//! Tenon's end of one launch: the plan goes in, the report and the attempts come out.

use std::ffi::OsString;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::os::fd::{AsFd, AsRawFd, RawFd};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, PoisonError};
use std::thread;
use std::time::Duration;

use tenon_core::ActorKind;
use tenon_policy::{Action, Decision, Policy, Subject, decide};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};

use crate::attempt::{Attempt, Ledger, Verdict};
use crate::channel;
use crate::engine::{Engine, loopback};
use crate::level::{Hold, Level};
use crate::plan::{LAUNCH_WORD, ONE_THREAD, Plan, Report};
use crate::proxy::{self, Culprit};

/// How often it is looked for what is to be told.
const SETTLES: Duration = Duration::from_secs(5);
/// How long the launcher may take to say what holds.
const LONGEST_REPORT: Duration = Duration::from_secs(10);
/// The longest line about an attempt, in bytes.
const LONGEST_LINE: u64 = 4 * 1024;

/// Why a locked start cannot be prepared.
#[derive(Debug, thiserror::Error)]
pub enum EgressError {
    /// No port, pair of sockets or thread could be had.
    #[error("{0}")]
    System(#[from] io::Error),
    /// The system gave no random bytes.
    #[error("no credential could be made: {0}")]
    Random(#[source] io::Error),
    /// The plan cannot be written down: a path is not UTF-8.
    #[error("its plan could not be written: {0}")]
    Plan(#[from] serde_json::Error),
}

/// Who decides about requests, and who is told of attempts.
#[derive(Clone)]
pub struct Gate {
    /// The engines that the person names now.
    pub engines: Arc<dyn Fn() -> Vec<Engine> + Send + Sync>,
    /// What the workspace and its profile allow.
    pub policy: Policy,
    /// Takes the attempts.
    pub ledger: Arc<Ledger>,
}

impl Gate {
    /// Asks the policy about a server, and records the attempt.
    pub(crate) fn may_reach(&self, host: &str, port: u16, by: &str) -> Result<Engine, Verdict> {
        let here = loopback(host);
        let engines = (self.engines)();
        let named = engines
            .into_iter()
            .find(|engine| here == Some(engine.address().ip()) && engine.address().port() == port);
        let subject = Subject::Server {
            host,
            port,
            loopback: here.is_some(),
            named: named.is_some(),
        };
        let decision = decide(
            &self.policy,
            ActorKind::Tenon,
            Action::ReachServer,
            &subject,
        );
        let verdict = match (decision, &named) {
            (Decision::Allow, Some(_)) => Verdict {
                decision: "allowed",
                rule: String::new(),
                why: "The settings name this engine.".into(),
            },
            (Decision::Deny(grounds) | Decision::Ask(grounds), _) => Verdict {
                decision: "denied",
                rule: grounds.rule,
                why: sentences(&grounds.reason, &grounds.way_out),
            },
            (Decision::Allow, None) => Verdict {
                decision: "denied",
                rule: "egress.unnamed".into(),
                why: "No setting names this server.".into(),
            },
        };
        let attempt = Attempt {
            way: "proxy".into(),
            target: format!("{host}:{port}"),
            by: by.to_owned(),
        };
        self.ledger.record(attempt, &verdict);
        match named {
            Some(engine) if verdict.decision == "allowed" => Ok(engine),
            _ => Err(verdict),
        }
    }

    /// Records what Python's hook saw under what `hold` says.
    fn saw(&self, attempt: Attempt, hold: &Hold) {
        let starts = attempt.way == "subprocess";
        let decision = decide(
            &self.policy,
            ActorKind::Tenon,
            Action::LeaveMachine,
            &Subject::Workspace,
        );
        let (Decision::Deny(grounds) | Decision::Ask(grounds)) = decision else {
            return;
        };
        let (decision, why) = match hold.level {
            Level::ByAgreement => (
                "seen",
                "Nothing enforces that it does not leave this machine.",
            ),
            Level::Limited if !starts => ("denied", "The sidecar's sockets reach its proxy only."),
            Level::Enforced if !starts => (
                "denied",
                "The sidecar has a network of its own, which is empty.",
            ),
            _ => ("seen", "What the sidecar starts is behind the same lock."),
        };
        let verdict = Verdict {
            decision,
            rule: grounds.rule,
            why: why.into(),
        };
        self.ledger.record(attempt, &verdict);
    }
}

/// Two sentences out of a reason and a way out.
fn sentences(reason: &str, way_out: &str) -> String {
    let mut letters = reason.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    format!(
        "{}{}. {way_out}",
        first.unwrap_or_default(),
        letters.as_str()
    )
}

/// A launch that is prepared: the proxy has its port, and the launcher its end of the channel.
pub struct Launch {
    ours: UnixStream,
    theirs: UnixStream,
    listener: TcpListener,
    port: u16,
    credential: String,
}

impl Launch {
    /// Takes a port and makes the channel and the credential.
    ///
    /// # Errors
    /// [`EgressError`] when the system has no room for them.
    pub fn prepare() -> Result<Self, EgressError> {
        let (ours, theirs) = UnixStream::pair()?;
        // Open outside as well: where the sidecar has no network of its own it is the proxy's, and
        // where it has one nobody else can take a port that the sidecar may connect to.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let mut bytes = [0u8; 16];
        getrandom::fill(&mut bytes).map_err(|error| EgressError::Random(error.into()))?;
        let credential = hex::encode(bytes);
        Ok(Self {
            ours,
            theirs,
            listener,
            port,
            credential,
        })
    }

    /// The descriptor that the launcher has to inherit under the same number.
    pub fn descriptor(&self) -> RawFd {
        self.theirs.as_fd().as_raw_fd()
    }

    /// The proxy's port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The arguments that make this executable the launcher.
    pub fn arguments(&self) -> [OsString; 2] {
        [LAUNCH_WORD.into(), self.descriptor().to_string().into()]
    }

    /// The variables that tell HTTP libraries of the proxy, and the audit hook of its channel.
    pub fn environment(&self) -> Vec<(OsString, OsString)> {
        let proxy = format!("http://tenon:{}@127.0.0.1:{}", self.credential, self.port);
        let names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
        let both = names
            .iter()
            .flat_map(|name| [(*name).to_owned(), name.to_ascii_lowercase()]);
        let channel = ("TENON_EGRESS_FD".to_owned(), self.descriptor().to_string());
        let alone = (ONE_THREAD.0.to_owned(), ONE_THREAD.1.to_owned());
        both.map(|name| (name, proxy.clone()))
            .chain([channel, alone])
            .map(|(name, value)| (name.into(), value.into()))
            .collect()
    }

    /// Sends the plan, which may wait until the launcher is there to read it.
    ///
    /// # Errors
    /// [`EgressError::Plan`] when a path cannot be written down.
    pub fn send(&mut self, plan: &Plan) -> Result<(), EgressError> {
        let mut line = serde_json::to_vec(plan)?;
        line.push(b'\n');
        Ok(channel::send(&self.ours, &line, None)?)
    }

    /// The channel alone, once the launcher has its own end.
    pub(crate) fn into_channel(self) -> UnixStream {
        self.ours
    }

    /// Serves the launch from a thread of its own until the program has ended: tells `on_hold`
    /// once what holds, then answers the proxy's requests and records attempts.
    ///
    /// # Errors
    /// [`EgressError::System`] when the system gives no thread.
    pub fn serve(
        self,
        gate: Gate,
        on_hold: impl FnOnce(Hold) + Send + 'static,
    ) -> Result<Session, EgressError> {
        let Self {
            ours,
            theirs,
            listener,
            port,
            credential,
        } = self;
        // Only the program may hold the other end, so that its end is the channel's.
        drop(theirs);
        let ender = ours.try_clone()?;
        let ledger = Arc::clone(&gate.ledger);
        thread::Builder::new()
            .name("egress".into())
            .spawn(move || match report(&ours) {
                Ok((hold, inside)) => {
                    on_hold(hold.clone());
                    let served = Served {
                        gate,
                        hold,
                        credential,
                        door: format!("127.0.0.1:{port}"),
                        last: Culprit::default(),
                    };
                    if let Err(error) = served.run(ours, inside, listener) {
                        tracing::warn!(%error, "the sidecar's proxy could not be served");
                    }
                }
                // The process has ended, and its end is told by whoever waits for it.
                Err(error) => tracing::warn!(%error, "the sidecar's launcher did not report"),
            })?;
        Ok(Session {
            channel: ender,
            ledger,
        })
    }
}

/// A launch that is served; the proxy ends when this is dropped.
pub struct Session {
    channel: UnixStream,
    ledger: Arc<Ledger>,
}

impl Drop for Session {
    fn drop(&mut self) {
        // Whoever reads it sees its end; it may be over already.
        let _ = self.channel.shutdown(std::net::Shutdown::Both);
        self.ledger.close();
    }
}

pub(crate) fn report(channel: &UnixStream) -> io::Result<(Hold, Option<TcpListener>)> {
    channel.set_read_timeout(Some(LONGEST_REPORT))?;
    let (line, carried) = channel::receive(channel)?;
    channel.set_read_timeout(None)?;
    let report: Report = serde_json::from_slice(&line)?;
    Ok((
        report.hold,
        carried.filter(|_| report.listener).map(TcpListener::from),
    ))
}

/// Tells now and then of what was only counted, for ever.
async fn settle(ledger: &Ledger) {
    loop {
        tokio::time::sleep(SETTLES).await;
        ledger.settle();
    }
}

struct Served {
    gate: Gate,
    hold: Hold,
    credential: String,
    /// The proxy's own address.
    door: String,
    last: Culprit,
}

impl Served {
    fn run(
        self,
        channel: UnixStream,
        inside: Option<TcpListener>,
        outside: TcpListener,
    ) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let done = runtime.block_on(async {
            // The outer one is held, unheard, while there is an inner one.
            let (listener, _held) = match inside {
                Some(inside) => (inside, Some(outside)),
                None => (outside, None),
            };
            let proxy = proxy::serve(
                listener,
                self.gate.clone(),
                &self.credential,
                Arc::clone(&self.last),
            )?;
            tokio::select! {
                () = proxy => Ok(()),
                done = self.attempts(channel) => done,
                () = settle(&self.gate.ledger) => Ok(()),
            }
        });
        // What a connection still waits for is given up.
        runtime.shutdown_background();
        done
    }

    /// Reads what the audit hook tells, until the program has ended.
    async fn attempts(&self, channel: UnixStream) -> io::Result<()> {
        channel.set_nonblocking(true)?;
        let mut lines = BufReader::new(tokio::net::UnixStream::from_std(channel)?);
        loop {
            let mut line = Vec::new();
            let got = (&mut lines)
                .take(LONGEST_LINE)
                .read_until(b'\n', &mut line)
                .await?;
            if got == 0 {
                return Ok(());
            }
            // What is too long or no attempt is passed over; it comes from behind the lock.
            if let Ok(attempt) = serde_json::from_slice::<Attempt>(&line) {
                // Whoever goes to the proxy is told of by the proxy, which knows where to.
                if attempt.target == self.door {
                    *self.last.lock().unwrap_or_else(PoisonError::into_inner) = attempt.by;
                } else {
                    self.gate.saw(attempt, &self.hold);
                }
            }
        }
    }
}
