//! Where every file of Tenon's lies.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use tenon_core::WorkspaceId;

use crate::{ProfileId, StoreError, file};

/// Tenon's own folders. Nothing is created by naming them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataDirs {
    /// Databases, indexes, backups, logs.
    pub data: PathBuf,
    /// Settings, key bindings, keys.
    pub config: PathBuf,
    /// What can be made again: the models.
    pub cache: PathBuf,
}

/// What the surroundings say about folders: variables and the command line's `--data-dir`.
#[derive(Debug, Clone, Default)]
pub struct DirHints {
    /// The person's home folder.
    pub home: PathBuf,
    /// `--data-dir`, or else `TENON_DATA_DIR`: moves data and settings, not the model cache.
    pub data_dir: Option<PathBuf>,
    /// `XDG_DATA_HOME`.
    pub xdg_data: Option<OsString>,
    /// `XDG_CONFIG_HOME`.
    pub xdg_config: Option<OsString>,
    /// `XDG_CACHE_HOME`.
    pub xdg_cache: Option<OsString>,
}

/// A database file, and where copies of it go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The database.
    pub file: PathBuf,
    /// The folder for copies.
    pub backups: PathBuf,
    /// What copies are named after.
    pub label: String,
}

impl DataDirs {
    /// Finds the folders from what the surroundings say. XDG folders that are not absolute are
    /// ignored, as the XDG rules ask.
    pub fn resolve(hints: &DirHints) -> Self {
        let base = |xdg: &Option<OsString>, fallback: &str| {
            let named = xdg
                .as_ref()
                .map(PathBuf::from)
                .filter(|path| path.is_absolute());
            named
                .unwrap_or_else(|| hints.home.join(fallback))
                .join("tenon")
        };
        let cache = base(&hints.xdg_cache, ".cache");
        match &hints.data_dir {
            Some(dir) => Self {
                data: dir.clone(),
                config: dir.join("config"),
                cache,
            },
            None => Self {
                data: base(&hints.xdg_data, ".local/share"),
                config: base(&hints.xdg_config, ".config"),
                cache,
            },
        }
    }

    /// The database of profiles and workspaces.
    pub fn app_place(&self) -> Place {
        Place {
            file: self.data.join("app.db"),
            backups: self.backups(),
            label: "app".into(),
        }
    }

    /// A workspace's database.
    pub fn workspace_place(&self, profile: ProfileId, workspace: WorkspaceId) -> Place {
        Place {
            file: self.workspace_dir(profile, workspace).join("workspace.db"),
            backups: self.backups(),
            label: format!("workspace-{workspace}"),
        }
    }

    /// The history of the commands that ran in a profile.
    pub fn runs_place(&self, profile: ProfileId) -> Place {
        Place {
            file: self.profile_dir(profile).join("runs.db"),
            backups: self.backups(),
            label: format!("runs-{profile}"),
        }
    }

    /// All that belongs to a profile; deleting the profile means deleting this folder.
    pub fn profile_dir(&self, profile: ProfileId) -> PathBuf {
        self.data.join("profiles").join(profile.to_string())
    }

    /// All that belongs to a workspace.
    pub fn workspace_dir(&self, profile: ProfileId, workspace: WorkspaceId) -> PathBuf {
        self.profile_dir(profile)
            .join("workspaces")
            .join(workspace.to_string())
    }

    /// The workspace's text index, which can be made again.
    pub fn index_dir(&self, profile: ProfileId, workspace: WorkspaceId) -> PathBuf {
        self.workspace_dir(profile, workspace).join("index")
    }

    /// The database of what can be found by meaning. It can be made again, so copies of it lie
    /// beside it and in no backup.
    pub fn meaning_place(&self, profile: ProfileId, workspace: WorkspaceId) -> Place {
        let folder = self.workspace_dir(profile, workspace);
        Place {
            file: folder.join("meaning.db"),
            backups: folder,
            label: "meaning".into(),
        }
    }

    /// The vectors of all workspaces of a profile, which belong to the sidecar: what it may write is
    /// settled when it starts, and one sidecar serves many workspaces.
    pub fn vectors(&self, profile: ProfileId) -> PathBuf {
        self.profile_dir(profile).join("vectors")
    }

    /// The vectors of one workspace.
    pub fn vectors_dir(&self, profile: ProfileId, workspace: WorkspaceId) -> PathBuf {
        self.vectors(profile).join(workspace.to_string())
    }

    /// Copies of databases.
    pub fn backups(&self) -> PathBuf {
        self.data.join("backups")
    }

    /// Daily logs.
    pub fn logs(&self) -> PathBuf {
        self.data.join("logs")
    }

    /// Model graphs; they stay in the cache folder wherever the data lies.
    pub fn models(&self) -> PathBuf {
        self.cache.join("models")
    }

    /// `settings.json`.
    pub fn settings(&self) -> PathBuf {
        self.config.join("settings.json")
    }

    /// `keybindings.json`.
    pub fn keybindings(&self) -> PathBuf {
        self.config.join("keybindings.json")
    }

    /// The scripts by which shells in terminals mark their commands.
    pub fn shell_integration(&self) -> PathBuf {
        self.data.join("shell-integration")
    }

    /// The folder for writing without one.
    pub fn scratch(&self) -> PathBuf {
        self.data.join("scratch")
    }

    /// Makes [`DataDirs::scratch`], which nobody else may enter.
    pub fn make_scratch(&self) -> Result<(), StoreError> {
        file::private_folder(&self.scratch())
    }

    /// The folder of key files.
    pub fn keys(&self) -> PathBuf {
        self.config.join("keys")
    }

    /// The name of the key file that seals a workspace's content.
    pub fn workspace_key(workspace: WorkspaceId) -> String {
        format!("{workspace}.key")
    }

    /// The name of the key file that tags the gatekeeper's marks.
    pub const REDACTION_KEY: &'static str = "redaction.key";
}

impl Place {
    /// Where a copy made at schema `version` and time `at` is kept.
    pub(crate) fn copy_path(&self, version: i32, at: tenon_core::Millis) -> PathBuf {
        self.backups
            .join(format!("{}-schema-{version}-{at}.db", self.label))
    }

    /// The folder that the database lies in.
    pub(crate) fn folder(&self) -> &Path {
        self.file.parent().unwrap_or_else(|| Path::new("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hints() -> DirHints {
        DirHints {
            home: "/home/ada".into(),
            ..DirHints::default()
        }
    }

    #[test]
    fn folders_follow_xdg_and_ignore_what_is_not_absolute() {
        let plain = DataDirs::resolve(&hints());
        assert_eq!(
            plain.data,
            Path::new("/home/ada/.local/share/tenon"),
            "the XDG default"
        );
        assert_eq!(
            plain.config,
            Path::new("/home/ada/.config/tenon"),
            "the XDG default"
        );
        let moved = DataDirs::resolve(&DirHints {
            xdg_data: Some("/d".into()),
            xdg_config: Some("relative".into()),
            ..hints()
        });
        assert_eq!(moved.data, Path::new("/d/tenon"), "as the variable says");
        assert_eq!(moved.config, plain.config, "a relative folder is ignored");
    }

    #[test]
    fn a_data_folder_of_its_own_moves_data_and_settings_but_not_the_models() {
        let dirs = DataDirs::resolve(&DirHints {
            data_dir: Some("/x".into()),
            ..hints()
        });
        assert_eq!(dirs.app_place().file, Path::new("/x/app.db"), "data moves");
        assert_eq!(
            dirs.settings(),
            Path::new("/x/config/settings.json"),
            "settings move"
        );
        assert_eq!(
            dirs.models(),
            Path::new("/home/ada/.cache/tenon/models"),
            "models stay"
        );
    }
}
