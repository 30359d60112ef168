//! Finding the sidecar's Python, and telling a broken one from a sidecar that fell over.

use std::path::{Path, PathBuf};

use crate::error::SidecarError;
use crate::status::Trouble;

/// What makes a Python for the sidecar of a Tenon that was built here.
const MAKE: &str = "Run `make setup` in Tenon's source folder, then restart the sidecar.";
/// And of one that was installed.
const SETUP: &str = "Run `tenon sidecar setup`, which fetches its packages from PyPI, then restart \
                     the sidecar.";
/// Makes the environment; an installed Tenon has it beside the sidecar's sources.
const SCRIPT: &str = "setup.sh";

/// Where the Python may be, in the order of looking.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// The value of `TENON_SIDECAR_PYTHON`; when it is set nothing else is looked at.
    pub chosen: Option<PathBuf>,
    /// The running program's own file; an installed one has its Python in `../lib/tenon/sidecar`.
    pub program: Option<PathBuf>,
    /// Where an installed Tenon makes its Python for one person, who may not write beside it.
    pub own: Option<PathBuf>,
    /// The source tree that the program was built from. An installed Tenon does not look there.
    pub source: Option<PathBuf>,
}

/// How a Python for the sidecar is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// The script that makes it.
    pub script: PathBuf,
    /// The folder that it is to be made in; the script's own choice when there is none.
    pub environment: Option<PathBuf>,
}

impl Places {
    /// The folder beside the program in which an installed Tenon has the sidecar.
    fn installed(&self) -> Option<PathBuf> {
        // The program may be a link in a folder of links; its Python lies beside the real file.
        let program = self.program.as_ref()?.canonicalize().ok()?;
        Some(program.parent()?.parent()?.join("lib/tenon/sidecar"))
    }

    fn is_installed(&self) -> bool {
        let folder = self.installed();
        folder.is_some_and(|folder| folder.join(SCRIPT).is_file())
    }

    /// What a person does about a Python that is missing or broken.
    pub(crate) fn remedy(&self) -> &'static str {
        if self.is_installed() { SETUP } else { MAKE }
    }

    /// How a Python is made here.
    ///
    /// # Errors
    /// [`SidecarError::NoPython`] when neither an installed sidecar nor its source tree is here.
    pub fn setup(&self) -> Result<Setup, SidecarError> {
        if let Some(folder) = self.installed().filter(|_| self.is_installed()) {
            return Ok(Setup {
                script: folder.join(SCRIPT),
                environment: self.own.clone(),
            });
        }
        let script = self
            .source
            .as_ref()
            .map(|source| source.join("scripts/setup-sidecar.sh"));
        match script.filter(|script| script.is_file()) {
            Some(script) => Ok(Setup {
                script,
                environment: None,
            }),
            None => Err(SidecarError::NoPython(Trouble::new(
                "The sidecar's sources are not here, so that its Python cannot be made.",
                "Install Tenon's package again.",
            ))),
        }
    }
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
        return choose(chosen, places);
    }
    let beside = places.installed();
    let others = if places.is_installed() {
        places.own.clone()
    } else {
        let source = places.source.as_ref();
        source.map(|source| source.join("sidecar/.venv"))
    };
    let candidates: Vec<PathBuf> = beside
        .into_iter()
        .chain(others)
        .map(|environment| environment.join("bin/python"))
        .collect();
    for candidate in &candidates {
        if candidate.is_file() {
            return Ok(candidate.clone());
        }
        if candidate.is_symlink() {
            let reason = format!(
                "The sidecar's Python {} leads nowhere.",
                candidate.display()
            );
            return Err(SidecarError::NoPython(Trouble::new(
                reason,
                places.remedy(),
            )));
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
    Err(SidecarError::NoPython(Trouble::new(
        reason,
        places.remedy(),
    )))
}

fn choose(chosen: &Path, places: &Places) -> Result<PathBuf, SidecarError> {
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
    let hint = format!(
        "Set it to a Python that has the sidecar's packages, or unset it. {}",
        places.remedy()
    );
    Err(SidecarError::NoPython(Trouble::new(reason, hint)))
}

/// What is wrong with a Python that the system refused to run at all.
pub(crate) fn cannot_run(python: &Path, error: &std::io::Error, places: &Places) -> Trouble {
    let reason = format!(
        "The sidecar's Python {} cannot be run: {error}.",
        python.display()
    );
    Trouble::new(reason, places.remedy())
}

/// What is wrong with a Python that ran but could not even load the sidecar, judged by its status
/// and last words; nothing when the sidecar itself ended. The supervisor, which knows where the
/// Python was looked for, names the remedy that fits.
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
        MAKE,
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
            own: Some(root.join("cache/env")),
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
    fn an_installed_tenon_looks_beside_itself_and_in_the_person_s_own_folder_only() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().canonicalize().expect("its real name");
        let sidecar = root.join("usr/lib/tenon/sidecar");
        put(&root.join("usr/bin/tenon"));
        put(&root.join("src/sidecar/.venv/bin/python"));
        put(&root.join("src/scripts/setup-sidecar.sh"));
        let places = Places {
            program: Some(root.join("usr/bin/tenon")),
            own: Some(root.join("cache/env")),
            source: Some(root.join("src")),
            ..Places::default()
        };
        let built = places.setup().expect("from the source tree");
        assert_eq!(built.script, root.join("src/scripts/setup-sidecar.sh"));
        assert_eq!(built.environment, None);
        put(&sidecar.join("setup.sh"));
        let said = trouble(&places).to_string();
        assert!(said.contains("`tenon sidecar setup`"), "{said}");
        assert!(said.contains("PyPI"), "it says what it needs: {said}");
        assert!(
            !said.contains("src"),
            "the source tree counts no more: {said}"
        );
        let chosen = Places {
            chosen: Some("/nowhere/python".into()),
            ..places.clone()
        };
        let said = trouble(&chosen).to_string();
        assert!(
            said.contains("`tenon sidecar setup`") && !said.contains("make setup"),
            "there is no source tree: {said}"
        );
        let setup = Setup {
            script: sidecar.join("setup.sh"),
            environment: Some(root.join("cache/env")),
        };
        assert_eq!(places.setup().expect("from the package"), setup);
        for python in ["cache/env/bin/python", "usr/lib/tenon/sidecar/bin/python"] {
            put(&root.join(python));
            assert_eq!(find_python(&places).expect("one"), root.join(python));
        }
        let nothing = Places::default().setup().expect_err("nowhere").to_string();
        assert!(nothing.contains("sources are not here"), "{nothing}");
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
                ..Places::default()
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
