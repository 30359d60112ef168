//! The doctor's look at the search by meaning: what the settings name, and what was put aside.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tenon_egress::Engine as Server;
use tenon_sidecar::Engine;
use tenon_store::MeaningDb;
use tenon_workspace::Root;

use super::check;
use crate::app::App;
use crate::meaning::engine;
use crate::wire::{Check, CheckState};
use crate::{ApiError, ApiResult};

/// Checks that the settings name an engine that can be used, and that nothing was lost.
pub(super) fn meaning(app: &App, folder: &Path) -> Check {
    let limited = |detail: String, hint: Option<&str>| {
        check("meaning", CheckState::Limited, false, detail, hint)
    };
    let settings = app.settings.snapshot().settings;
    match engine(app, &settings) {
        Err(error) => limited(told(&error), error.hint.as_deref()),
        Ok(_) if !settings.embeddings_enabled || !settings.sidecar_enabled => check(
            "meaning",
            CheckState::Ok,
            false,
            "switched off in the settings",
            None,
        ),
        Ok(engine) => match (works(&engine), kept(app, folder)) {
            (_, Ok(Kept::Damaged(why))) => limited(
                format!("what is known of the meaning of this folder's text is damaged ({why})"),
                Some(
                    "It is made again by itself when the folder is next opened; nothing of yours is in it.",
                ),
            ),
            (Err((why, hint)), _) => limited(why, Some(hint)),
            (Ok(told), Ok(Kept::Whole)) => {
                let detail = format!("its engine is {told}");
                check("meaning", CheckState::Ok, false, detail, None)
            }
            (_, Ok(Kept::PutAside(file))) => limited(
                format!(
                    "what was known of the meaning of this folder's text was damaged and was made again; the damaged file is \"{}\"",
                    file.display()
                ),
                Some("Nothing of yours is in it; it can be deleted."),
            ),
            // What is wrong with the folder or its data is said of these.
            (_, Err(error)) => limited(told(&error), error.hint.as_deref()),
        },
    }
}

/// How long a program that makes embeddings may take to be reached.
const REACHED: Duration = Duration::from_secs(1);

/// What an engine is called, or why it cannot work, as far as that is seen from here.
fn works(engine: &Engine) -> Result<String, (String, &'static str)> {
    let (name, url, model) = match engine {
        Engine::MiniLm => return Ok("minilm".to_owned()),
        Engine::Hashing => return Ok("hashing".to_owned()),
        Engine::Folder { folder } => {
            let missing = ["model.onnx", "tokenizer.json"]
                .into_iter()
                .map(|name| folder.join(name))
                .find(|file| !file.is_file());
            return match missing {
                None => Ok(format!("the model in \"{}\"", folder.display())),
                Some(file) => Err((
                    format!(
                        "its engine is a folder in which \"{}\" is missing",
                        file.display()
                    ),
                    "Put model.onnx and tokenizer.json there, or name another folder in \"embeddings.folder\".",
                )),
            };
        }
        Engine::OpenAi { url, model } => ("openai", url, model),
        Engine::Ollama { url, model } => ("ollama", url, model),
    };
    let told = format!("{name} at {url} with the model {model}");
    let why = match Server::parse(url) {
        Ok(server) => match TcpStream::connect_timeout(&server.address(), REACHED) {
            Ok(_) => return Ok(told),
            Err(why) => why.to_string(),
        },
        Err(why) => why.to_string(),
    };
    Err((
        format!("its engine is {told}, which cannot be reached ({why})"),
        "Start that program, or choose another engine (\"embeddings.engine\").",
    ))
}

/// A sentence with the word that scripts know it by.
fn told(error: &ApiError) -> String {
    let word = serde_json::to_value(error.code).unwrap_or_default();
    match word.as_str() {
        Some(word) => format!("{word}: {}", error.message),
        None => error.message.clone(),
    }
}

/// How what is known of the folder's text is.
enum Kept {
    Whole,
    Damaged(String),
    PutAside(PathBuf),
}

fn kept(app: &App, folder: &Path) -> ApiResult<Kept> {
    let Some(row) = app.known(&Root::open(folder)?, None)? else {
        return Ok(Kept::Whole);
    };
    let place = app.dirs.meaning_place(row.profile, row.id);
    Ok(
        match (MeaningDb::damage(&place), MeaningDb::put_aside(&place)) {
            (Some(why), _) => Kept::Damaged(why),
            (_, Some(file)) => Kept::PutAside(file),
            _ => Kept::Whole,
        },
    )
}
