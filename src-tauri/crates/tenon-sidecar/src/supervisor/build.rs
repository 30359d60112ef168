//! Building the built-in model before a sidecar that needs it, in a process of its own.
//!
//! The sidecar reads texts of the person's and may not write what it runs. So a model that is
//! missing or damaged is built by another process, which reads no text, has no network either, and
//! may write the folder of the models alone. It holds the folder's own lock meanwhile, so that two
//! Tenons build once.

use std::path::PathBuf;

use super::driver::Driver;
use super::report::not_started;
use crate::engine::Engine;
use crate::error::SidecarError;
use crate::model::{has_model, has_weights, model_problem};
use crate::python::find_python;
use crate::state::{Ending, Input};
use crate::status::Trouble;

impl Driver {
    /// Starts what a launch begins with: the sidecar, or the builder of its model.
    pub(super) fn launch(&mut self, launch: u64) -> Result<u32, SidecarError> {
        let python = find_python(&self.config.python)?;
        let Some((models, problem)) = self.to_build().filter(|_| has_weights(&python)) else {
            // Without weights the sidecar itself says what is missing.
            return self.start(launch, &python, None);
        };
        let reason = match has_model(&models) {
            true => format!("The built-in model is being built again, because {problem}."),
            false => "The built-in model is being built, which is done once.".to_owned(),
        };
        tracing::info!(%problem, "the built-in model is built");
        self.note = Some(Trouble::new(
            reason,
            "It takes less than a minute on most machines.",
        ));
        self.builds = Some(launch);
        self.start(launch, &python, Some(&models))
    }

    /// The folder of the models and what is wrong with the one that is wanted, if anything is.
    fn to_build(&self) -> Option<(PathBuf, String)> {
        let engines = &self.config.engines;
        let wanted = [Some(&engines.engine), engines.old.as_ref()];
        let models = self.config.models.as_ref()?;
        let is_wanted = wanted.contains(&Some(&Engine::MiniLm));
        let problem = is_wanted.then(|| model_problem(models)).flatten()?;
        Some((models.clone(), problem))
    }

    /// Goes on with the sidecar when the builder has ended, however it did: the sidecar says what is
    /// wrong with its model, and what to do.
    pub(super) fn built(&mut self, launch: u64, ending: Ending) {
        self.note = None;
        if !self.state.is_starting(launch) {
            return self.feed(Input::Exited { launch, ending });
        }
        if let Some((_, problem)) = self.to_build() {
            let words = ending.last_words.join(" | ");
            tracing::error!(%problem, how = %ending.how, words, "the model could not be built");
        }
        let python = find_python(&self.config.python);
        let started = python.and_then(|python| self.start(launch, &python, None));
        self.feed(match started {
            Ok(pid) => Input::Spawned { launch, pid },
            Err(error) => not_started(launch, error),
        });
    }
}
