//! What the person's settings say of the work on meaning.

use std::path::PathBuf;

use tenon_core::{Code, Millis};
use tenon_egress::Engine as Server;
use tenon_sidecar::Engine;
use tenon_store::ProfileId;

use crate::app::App;
use crate::settings::embeddings::fault;
use crate::wire::{EmbeddingEngine, MeaningScope, Settings};
use crate::{ApiError, ApiResult};

/// What is wished now.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wishes {
    pub enabled: bool,
    /// Where it is not, what to set so that it is.
    pub switch_on: Option<String>,
    pub scope: MeaningScope,
    /// Percent of the time.
    pub cpu: u32,
    /// What the sidecar is told to make embeddings with, or why it cannot be.
    pub engine: Result<String, ApiError>,
    /// Why this workspace has no vectors at all in this process.
    pub refused: Option<ApiError>,
    /// Changes when the same file would give other texts.
    pub salt: Vec<u8>,
}

impl Wishes {
    /// What is wished for a workspace of `profile`, or for none.
    pub fn of(app: &App, profile: impl Into<Option<ProfileId>>) -> Self {
        let settings = app.settings.snapshot().settings;
        let rules = (&settings.secrets_rules, &settings.secrets_allow);
        Self {
            enabled: settings.embeddings_enabled && settings.sidecar_enabled,
            switch_on: switch_on(&settings),
            scope: settings.embeddings_scope,
            cpu: settings.embeddings_cpu.clamp(10, 100),
            engine: engine(app, &settings).map(|engine| engine.variable()),
            refused: profile.into().and_then(|profile| apart(app, profile)),
            salt: format!("{} {rules:?}", env!("CARGO_PKG_VERSION")).into_bytes(),
        }
    }
}

/// Names the settings that are off, and none that is on.
fn switch_on(settings: &Settings) -> Option<String> {
    let off: Vec<_> = [
        (settings.embeddings_enabled, "\"embeddings.enabled\""),
        (settings.sidecar_enabled, "\"sidecar.enabled\""),
    ]
    .into_iter()
    .filter_map(|(on, key)| (!on).then_some(key))
    .collect();
    (!off.is_empty()).then(|| format!("Switch on {} in the settings.", off.join(" and ")))
}

/// The sidecar of a process keeps the vectors of one profile, and profiles share nothing.
fn apart(app: &App, profile: ProfileId) -> Option<ApiError> {
    let kept = app.sidecar.profile()?;
    (kept != profile).then(|| {
        let message = "this Tenon keeps vectors for another profile, whose folder was opened first";
        ApiError::new(Code::PreconditionFailed, message).hint(
            "Close all windows, and open the folders of one profile at a time to search them by meaning.",
        )
    })
}

/// The engine that the settings name, unless it was tried in vain.
pub(crate) fn engine(app: &App, settings: &Settings) -> ApiResult<Engine> {
    let named = named(app, settings)?;
    app.sidecar.broken(&named).map_or(Ok(named), Err)
}

fn named(app: &App, settings: &Settings) -> ApiResult<Engine> {
    if let Some(fault) = fault(&app.settings.snapshot()) {
        return Err(fault);
    }
    // Tests have an engine without a model.
    let told = app.surroundings.var("TENON_SIDECAR_ENGINE");
    if told.and_then(|name| name.to_str()) == Some("hashing") {
        return Ok(Engine::Hashing);
    }
    let named = |what: &str, key: &str, value: &str| match value.trim() {
        "" => Err(ApiError::new(
            Code::Invalid,
            format!("the setting \"embeddings.engine\" needs {what}"),
        )
        .hint(format!("Set \"{key}\"."))),
        value => Ok(value.to_owned()),
    };
    let server = || {
        let url = named(
            "a server's address",
            "embeddings.url",
            &settings.embeddings_url,
        )?;
        Ok::<_, ApiError>((
            allowed(url, &settings.egress_engines)?,
            named(
                "a model's name",
                "embeddings.model",
                &settings.embeddings_model,
            )?,
        ))
    };
    Ok(match settings.embeddings_engine {
        EmbeddingEngine::Minilm => Engine::MiniLm,
        EmbeddingEngine::Folder => {
            let folder = named("a folder", "embeddings.folder", &settings.embeddings_folder)?;
            let folder = PathBuf::from(folder);
            if !folder.is_absolute() || !folder.is_dir() {
                let message = format!("the model's folder \"{}\" is not there", folder.display());
                return Err(ApiError::new(Code::NotFound, message)
                    .hint("Set \"embeddings.folder\" to the absolute path of a folder."));
            }
            Engine::Folder { folder }
        }
        EmbeddingEngine::Openai => {
            let (url, model) = server()?;
            Engine::OpenAi { url, model }
        }
        EmbeddingEngine::Ollama => {
            let (url, model) = server()?;
            Engine::Ollama { url, model }
        }
    })
}

/// The address of a server, if the person lets the sidecar ask it.
fn allowed(url: String, engines: &[String]) -> ApiResult<String> {
    let address = |text: &str| Server::parse(text).ok().map(|server| server.address());
    let wanted = address(&url);
    if wanted.is_some() && engines.iter().any(|one| address(one) == wanted) {
        return Ok(url);
    }
    let message = format!("the sidecar may not ask \"{url}\"");
    Err(ApiError::new(Code::Permission, message)
        .hint("Add the address to \"egress.engines\". Only servers on this machine can be named."))
}

/// When today began here.
pub(crate) fn midnight(now: Millis) -> Millis {
    let zone = jiff::tz::TimeZone::system();
    let begun = jiff::Timestamp::from_millisecond(now)
        .and_then(|now| now.to_zoned(zone).start_of_day())
        .map(|start| start.timestamp().as_millisecond());
    begun.unwrap_or(now - 86_400_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_server_that_the_person_names_is_asked() {
        let engines = ["http://127.0.0.1:11434".to_owned()];
        assert!(allowed("http://localhost:11434".into(), &engines).is_ok());
        for url in ["http://127.0.0.1:11435", "https://api.example.com/v1", ""] {
            let refused = allowed(url.into(), &engines).expect_err("nobody named it");
            assert_eq!(refused.code, Code::Permission, "{url}");
            assert!(refused.hint.expect("a way").contains("egress.engines"));
        }
    }

    #[test]
    fn only_what_is_off_is_to_be_switched_on() {
        let said = |embeddings_enabled, sidecar_enabled| {
            switch_on(&Settings {
                embeddings_enabled,
                sidecar_enabled,
                ..crate::settings::defaults()
            })
        };
        let both = "Switch on \"embeddings.enabled\" and \"sidecar.enabled\" in the settings.";
        assert_eq!(said(true, true), None);
        assert_eq!(said(false, false).as_deref(), Some(both));
        let one = "Switch on \"embeddings.enabled\" in the settings.";
        assert_eq!(said(false, true).as_deref(), Some(one));
        let other = "Switch on \"sidecar.enabled\" in the settings.";
        assert_eq!(said(true, false).as_deref(), Some(other));
    }

    #[test]
    fn today_began_within_a_day() {
        let now = 1_760_000_000_000;
        let begun = midnight(now);
        assert!(begun <= now && now - begun < 90_000_000, "{begun}");
    }
}
