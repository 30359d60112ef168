//! What is wrong with the settings of the work on meaning.

use std::path::Path;

use tenon_core::Code;

use crate::ApiError;
use crate::wire::{SettingsProblem, SettingsSnapshot};

/// Why the defaults of `embeddings.*` must not hold in place of what the person has written.
///
/// Another engine than the person meant would embed everything anew, and so would all defaults of a
/// file that cannot be read; a value that is wrong may have been meant to hold the work back.
pub(crate) fn fault(snapshot: &SettingsSnapshot) -> Option<ApiError> {
    let counts = |problem: &&SettingsProblem| {
        let key = problem.key.as_deref();
        problem.file == snapshot.settings_path
            && problem.code.is_some()
            && key.is_none_or(|key| key.starts_with("embeddings."))
    };
    let faults: Vec<_> = snapshot.problems.iter().filter(counts).collect();
    let refused = |problem: &&&SettingsProblem| problem.code == Some(Code::Permission);
    let first = faults.iter().find(refused).or(faults.first())?;
    // Where the file lies is said where settings are; a sentence needs its name.
    let file = Path::new(&first.file).file_name().unwrap_or_default();
    let place = format!("line {} of {}", first.line, file.display());
    let message = match &first.key {
        Some(_) => format!("{place}: {}", first.message),
        None => format!("{place}: the settings cannot be read: {}", first.message),
    };
    let hint = match first.code {
        Some(Code::Permission) => {
            "Only servers on this machine can be named; nothing is sent to another one."
        }
        _ => "Mend what is named, or take the line out.",
    };
    Some(ApiError::new(first.code.unwrap_or(Code::Invalid), message).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::SettingsFiles;

    fn fault_of(text: &str) -> Option<ApiError> {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("settings.json"), text).expect("written");
        fault(&SettingsFiles::open(folder.path()).snapshot())
    }

    #[test]
    fn each_value_that_does_not_hold_is_a_fault_with_its_place() {
        for (key, value) in [
            ("embeddings.engine", "\"nothing\""),
            ("embeddings.cpu", "5"),
            ("embeddings.scope", "\"some\""),
            ("embeddings.enabled", "\"no\""),
            ("embeddings.model", "7"),
            ("embeddings.folder", "\"not/absolute\""),
            ("embeddings.url", "\"127.0.0.1:11434\""),
        ] {
            let found = fault_of(&format!("{{\n  \"{key}\": {value}\n}}")).expect(key);
            assert_eq!(found.code, Code::Invalid, "{key}: {found:?}");
            let said = &found.message;
            assert!(
                said.starts_with("Line 2 of settings.json: ")
                    && said.contains(&format!("\"{key}\"")),
                "{said}"
            );
        }
        assert_eq!(fault_of("{\"editor.tabSize\": 99, \"no.such\": 1}"), None);
        assert_eq!(fault_of("{\"embeddings.cpu\": 50}"), None);
    }

    #[test]
    fn a_server_elsewhere_is_refused_before_anything_else_is_said() {
        let found =
            fault_of("{\"embeddings.cpu\": 5, \"embeddings.url\": \"https://api.example.com/v1\"}");
        let found = found.expect("it is refused");
        assert_eq!(found.code, Code::Permission, "{found:?}");
        assert!(found.message.contains("embeddings.url"), "{found:?}");
    }

    #[test]
    fn a_file_that_cannot_be_read_says_nothing_of_the_engine() {
        let found = fault_of("{ oops").expect("its engine is not known");
        assert!(found.message.contains("cannot be read"), "{found:?}");
    }
}
