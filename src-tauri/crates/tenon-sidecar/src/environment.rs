//! The little that the process inherits, and what it is told.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::proof::Token;
use crate::supervisor::Engines;

/// Variables that are passed on when they are set; nothing else is, so no secret is.
const PASSED: &[&str] = &[
    "HOME",
    "LANG",
    "LANGUAGE",
    "LOGNAME",
    "PATH",
    "TMPDIR",
    "TZ",
    "USER",
    "XDG_CACHE_HOME",
];

/// Variables that are always set. Those of libraries keep them from the network.
const FIXED: &[(&str, &str)] = &[
    ("DO_NOT_TRACK", "1"),
    ("HF_HUB_DISABLE_TELEMETRY", "1"),
    ("HF_HUB_OFFLINE", "1"),
    ("LITELLM_LOCAL_MODEL_COST_MAP", "True"),
    ("PYTHONNOUSERSITE", "1"),
    // `-m` would otherwise look for modules in the working folder first.
    ("PYTHONSAFEPATH", "1"),
    ("PYTHONUNBUFFERED", "1"),
    ("PYTHONUTF8", "1"),
    ("TOKENIZERS_PARALLELISM", "false"),
    ("TRANSFORMERS_OFFLINE", "1"),
];

/// Builds the whole environment of the process out of Tenon's own.
pub(crate) fn environment(
    own: &[(OsString, OsString)],
    token: &Token,
    engines: &Engines,
    models: Option<&Path>,
    vectors: Option<&Path>,
) -> Vec<(OsString, OsString)> {
    let mut made: Vec<(OsString, OsString)> = own
        .iter()
        .filter(|(name, _)| is_passed(name))
        .cloned()
        .collect();
    let mut set = |name: &str, value: &OsStr| made.push((name.into(), value.to_owned()));
    for (name, value) in FIXED {
        set(name, OsStr::new(value));
    }
    set("TENON_SIDECAR_TOKEN", OsStr::new(token.reveal()));
    set("TENON_SIDECAR_ENGINE", engines.engine.variable().as_ref());
    if let Some(old) = &engines.old {
        set("TENON_SIDECAR_OLD_ENGINE", old.variable().as_ref());
    }
    if let Some(threads) = engines.threads {
        set("TENON_SIDECAR_THREADS", threads.to_string().as_ref());
    }
    if let Some(vectors) = vectors {
        set("TENON_VECTORS_DIR", vectors.as_os_str());
    }
    if let Some(models) = models {
        set("TENON_MODELS_DIR", models.as_os_str());
    }
    made
}

fn is_passed(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    PASSED.contains(&name.as_ref()) || name.starts_with("LC_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;

    #[test]
    fn secrets_and_what_would_change_the_python_stay_outside() {
        let own: Vec<(OsString, OsString)> = [
            ("PATH", "/bin"),
            ("LC_ALL", "C.UTF-8"),
            ("PYTHONPATH", "/evil"),
            ("PYTHONHOME", "/evil"),
            ("AWS_SECRET_ACCESS_KEY", "x"),
            ("HTTP_PROXY", "http://evil"),
            ("LD_PRELOAD", "/evil.so"),
            ("TENON_SIDECAR_TOKEN", "stale"),
        ]
        .map(|(name, value)| (name.into(), value.into()))
        .to_vec();
        let made = environment(
            &own,
            &Token::from("fresh"),
            &Engines {
                engine: Engine::Hashing,
                old: Some(Engine::MiniLm),
                threads: None,
            },
            Some("/m".as_ref()),
            Some("/v".as_ref()),
        );
        let mut passed: Vec<_> = made
            .iter()
            .map(|(name, _)| name.to_str().expect("plain names"))
            .filter(|name| FIXED.iter().all(|(fixed, _)| fixed != name))
            .collect();
        passed.sort_unstable();
        assert_eq!(
            passed,
            [
                "LC_ALL",
                "PATH",
                "TENON_MODELS_DIR",
                "TENON_SIDECAR_ENGINE",
                "TENON_SIDECAR_OLD_ENGINE",
                "TENON_SIDECAR_TOKEN",
                "TENON_VECTORS_DIR"
            ],
            "nothing but what is listed goes in"
        );
        assert!(
            made.contains(&("TENON_SIDECAR_TOKEN".into(), "fresh".into())),
            "this launch's"
        );
    }
}
