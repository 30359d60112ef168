//! The built-in model: whether it is whole, and what mends it where it is not.

use tenon_sidecar::{Engine, MODEL, WEIGHTS_PACKAGE, has_model, has_weights, model_problem};

use crate::app::App;
use crate::meaning;
use crate::wire::{Check, CheckState};

const SETUP: &str = "\"tenon sidecar setup\" (in the source tree \"make setup\") makes it.";

/// Reads each file of the model and compares it with what was noted when it was built.
pub(super) fn check(app: &App) -> Check {
    let settings = app.settings.snapshot().settings;
    if meaning::engine(app, &settings).is_ok_and(|engine| engine != Engine::MiniLm) {
        let detail = "the settings name another engine than the built-in model";
        return super::check("model", CheckState::Ok, false, detail, None);
    }
    let models = app.dirs.models();
    let folder = models.join(MODEL);
    let folder = folder.display();
    let Some(problem) = model_problem(&models) else {
        return super::check(
            "model",
            CheckState::Ok,
            false,
            format!("{folder} is whole"),
            None,
        );
    };
    let detail = match has_model(&models) {
        true => format!("{folder}: {problem}"),
        false => format!("{folder} is not built yet"),
    };
    let python = match app.sidecar_python() {
        Ok(python) => python,
        Err(error) => {
            let hint = error.hint.as_deref();
            return super::check("model", CheckState::Missing, false, detail, hint);
        }
    };
    if has_weights(&python) {
        let hint = "The next start of the sidecar builds it, without a network; \"tenon sidecar \
                    setup\" does it now.";
        return super::check("model", CheckState::Limited, false, detail, Some(hint));
    }
    let environment = python.parent().and_then(std::path::Path::parent);
    let environment = environment.unwrap_or(&python).display();
    let detail = format!(
        "{detail}, and the weights that it is built from (the package {WEIGHTS_PACKAGE}) are not in {environment}"
    );
    super::check("model", CheckState::Missing, false, detail, Some(SETUP))
}
