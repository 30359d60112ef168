//! Finding the sidecar's Python, and telling a broken one from a sidecar that fell over.

use std::path::{Path, PathBuf};

use crate::error::SidecarError;
use crate::status::Trouble;

/// What makes a Python for the sidecar.
const REMEDY: &str = "Run `make setup` in Tenon's source folder, then restart the sidecar.";

/// Where the Python may be, in the order of looking.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// The value of `TENON_SIDECAR_PYTHON`; when it is set nothing else is looked at.
    pub chosen: Option<PathBuf>,
    /// The running program's own file; an installed one has its Python in `../lib/tenon/sidecar`.
    pub program: Option<PathBuf>,
    /// The source tree that the program was built from.
    pub source: Option<PathBuf>,
}

/// Finds the Python that runs the sidecar. Whether it works is seen when it is started.
///
/// # Errors
/// [`SidecarError::NoPython`] with what was looked at and the command that makes one.
pub fn find_python(places: &Places) -> Result<PathBuf, SidecarError> {
    if let Some(chosen) = places
        .chosen
        .as_ref()
        .filter(|path| !path.as_os_str().is_empty())
    {
        return choose(chosen);
    }
    // The program may be a link in a folder of links; its Python lies beside the real file.
    let program = places
        .program
        .as_ref()
        .and_then(|program| program.canonicalize().ok());
    let installed = program
        .as_deref()
        .and_then(|program| program.parent()?.parent())
        .map(|prefix| prefix.join("lib/tenon/sidecar/bin/python"));
    let built = places
        .source
        .as_ref()
        .map(|source| source.join("sidecar/.venv/bin/python"));
    let candidates: Vec<PathBuf> = installed.into_iter().chain(built).collect();
    for candidate in &candidates {
        if candidate.is_file() {
            return Ok(candidate.clone());
        }
        if candidate.is_symlink() {
            let reason = format!(
                "The sidecar's Python {} leads nowhere.",
                candidate.display()
            );
            return Err(SidecarError::NoPython(Trouble::new(reason, REMEDY)));
        }
    }
    let looked: Vec<String> = candidates
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let reason = if looked.is_empty() {
        "There is no Python for the sidecar.".to_owned()
    } else {
        format!(
            "There is no Python for the sidecar at {}.",
            looked.join(" or ")
        )
    };
    Err(SidecarError::NoPython(Trouble::new(reason, REMEDY)))
}

fn choose(chosen: &Path) -> Result<PathBuf, SidecarError> {
    let problem = if !chosen.is_absolute() {
        "is not a full path"
    } else if chosen.is_file() {
        return Ok(chosen.to_owned());
    } else if chosen.exists() {
        "is not a file"
    } else {
        "is not there"
    };
    let reason = format!(
        "TENON_SIDECAR_PYTHON names {}, which {problem}.",
        chosen.display()
    );
    let hint = "Set it to a Python that has the sidecar's packages, or unset it and run \
                `make setup`; then restart the sidecar.";
    Err(SidecarError::NoPython(Trouble::new(reason, hint)))
}

/// What is wrong with a Python that the system refused to run at all.
pub(crate) fn cannot_run(python: &Path, error: &std::io::Error) -> Trouble {
    let reason = format!(
        "The sidecar's Python {} cannot be run: {error}.",
        python.display()
    );
    Trouble::new(reason, REMEDY)
}

/// What is wrong with a Python that ran but could not even load the sidecar, judged by its status
/// and last words; nothing when the sidecar itself ended.
pub(crate) fn cannot_load(status: Option<i32>, last_words: &[String]) -> Option<Trouble> {
    const SIGNS: &[&str] = &[
        "ModuleNotFoundError:",
        "ImportError:",
        "SyntaxError:",
        "No module named",
    ];
    let sign = last_words
        .iter()
        .rev()
        .find(|line| SIGNS.iter().any(|sign| line.contains(sign)));
    let said = match (sign, status) {
        (Some(line), _) => line.as_str(),
        // What loaders and shells answer for a program that cannot be run or is not there.
        (None, Some(126 | 127)) => last_words.last().map_or("it cannot be run", String::as_str),
        _ => return None,
    };
    Some(Trouble::new(
        format!("The sidecar's Python is broken: {said}"),
        REMEDY,
    ))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    fn put(path: &Path) {
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, "").expect("a file");
    }

    fn trouble(places: &Places) -> Trouble {
        match find_python(places) {
            Err(SidecarError::NoPython(trouble)) => trouble,
            other => panic!("expected no Python, found {other:?}"),
        }
    }

    #[test]
    fn the_chosen_one_is_before_the_installed_one_and_that_before_the_source_tree() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().canonicalize().expect("its real name");
        let (chosen, program) = (root.join("chosen"), root.join("usr/bin/tenon"));
        let installed = root.join("usr/lib/tenon/sidecar/bin/python");
        let built = root.join("src/sidecar/.venv/bin/python");
        put(&program);
        put(&built);
        let mut places = Places {
            chosen: Some("".into()),
            program: Some(root.join("link")),
            source: Some(root.join("src")),
        };
        symlink(&program, root.join("link")).expect("a link to the program");
        assert_eq!(
            find_python(&places).expect("one"),
            built,
            "only the source tree has one"
        );
        put(&installed);
        assert_eq!(
            find_python(&places).expect("one"),
            installed,
            "beside the real program"
        );
        put(&chosen);
        places.chosen = Some(chosen.clone());
        assert_eq!(
            find_python(&places).expect("one"),
            chosen,
            "the person's choice wins"
        );
    }

    #[test]
    fn when_there_is_none_the_sentence_has_the_command_that_makes_it() {
        let dir = tempfile::tempdir().expect("a folder");
        let places = Places {
            source: Some(dir.path().into()),
            ..Places::default()
        };
        let said = trouble(&places).to_string();
        assert!(
            said.contains("sidecar/.venv/bin/python"),
            "where it looked: {said}"
        );
        assert!(said.contains("`make setup`"), "what makes one: {said}");
        assert!(
            trouble(&Places::default())
                .to_string()
                .contains("`make setup`")
        );
    }

    #[test]
    fn a_choice_that_is_not_there_is_not_replaced_by_another() {
        let dir = tempfile::tempdir().expect("a folder");
        put(&dir.path().join("sidecar/.venv/bin/python"));
        for (chosen, problem) in [
            (dir.path().join("nothing"), "is not there"),
            (dir.path().to_owned(), "is not a file"),
            ("python3".into(), "is not a full path"),
        ] {
            let places = Places {
                chosen: Some(chosen),
                source: Some(dir.path().into()),
                program: None,
            };
            let reason = trouble(&places).reason;
            assert!(reason.contains(problem), "{reason}");
        }
    }

    #[test]
    fn an_environment_whose_python_was_removed_is_named() {
        let dir = tempfile::tempdir().expect("a folder");
        let bin = dir.path().join("sidecar/.venv/bin");
        fs::create_dir_all(&bin).expect("folders");
        symlink("/nowhere/python3", bin.join("python")).expect("a dangling link");
        let places = Places {
            source: Some(dir.path().into()),
            ..Places::default()
        };
        assert!(trouble(&places).reason.contains("leads nowhere"));
    }

    #[test]
    fn only_a_failure_to_load_counts_as_a_broken_python() {
        let check = |status, words: &[&str], broken| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(
                cannot_load(status, &words).is_some(),
                broken,
                "{status:?} {words:?}"
            );
        };
        check(
            Some(1),
            &[
                "Traceback:",
                "ModuleNotFoundError: No module named 'uvicorn'",
            ],
            true,
        );
        check(
            Some(1),
            &["/usr/bin/python3: No module named tenon_sidecar"],
            true,
        );
        check(
            Some(1),
            &["ImportError: cannot import name 'StrEnum' from 'enum'"],
            true,
        );
        check(Some(127), &[], true);
        check(Some(1), &["MemoryError"], false);
        check(Some(1), &[], false);
        check(None, &["killed"], false);
    }
}
