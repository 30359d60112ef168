//! Folders of one try: data, sockets, and the folder that is worked in.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use tempfile::TempDir;
use tenon_api::app::App;
use tenon_api::journal_source::JournalSource;
use tenon_api::link::Link;
use tenon_api::ops::{self, Op};
use tenon_api::owner::{Caller, Claim, Owner};
use tenon_api::surroundings::Surroundings;
use tenon_api::wire::{HistoryListParams, JournalPageParams, LayoutParams, WindowParams};
use tenon_core::WirePath;
use tenon_store::Place;

use crate::act::FILE;

/// Everything of one try lies in one folder.
pub struct Home {
    path: PathBuf,
    _folder: Option<TempDir>,
}

impl Home {
    pub fn new() -> Result<Self> {
        // A short name: a socket's path has at most 107 bytes.
        let folder = tempfile::Builder::new().prefix("tf").tempdir()?;
        let path = folder.path().canonicalize()?;
        for name in ["run", "home", "tree", "tree/data", "tree/work"] {
            fs::create_dir(path.join(name))?;
            fs::set_permissions(path.join(name), fs::Permissions::from_mode(0o700))?;
        }
        let _folder = Some(folder);
        Ok(Self { path, _folder })
    }

    /// One that another process made, and removes.
    pub fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            _folder: None,
        }
    }

    /// What faults concern: the data and the folder that is worked in.
    pub fn tree(&self) -> PathBuf {
        self.path.join("tree")
    }

    pub fn data(&self) -> PathBuf {
        self.path.join("tree/data")
    }

    pub fn work(&self) -> PathBuf {
        self.path.join("tree/work")
    }

    pub fn environment(&self) -> Vec<(OsString, OsString)> {
        vec![
            ("HOME".into(), self.path.join("home").into()),
            ("XDG_RUNTIME_DIR".into(), self.path.join("run").into()),
            ("TENON_DATA_DIR".into(), self.data().into()),
            ("PATH".into(), "/usr/local/bin:/usr/bin:/bin".into()),
            ("SHELL".into(), "/bin/sh".into()),
            ("TENON_SIDECAR_PYTHON".into(), "/nowhere/python".into()),
        ]
    }

    pub fn surroundings(&self) -> Surroundings {
        let mut around = Surroundings::of_this_process(Some(self.data()));
        around.dirs.home = self.path.join("home");
        // The sidecar's folders lie here too, and not in those of whoever runs this.
        around.dirs.xdg_cache = None;
        around.environment = self.environment();
        around
    }

    pub fn app(&self) -> Result<Arc<App>> {
        Ok(App::open(self.surroundings(), true)?)
    }

    /// What a call of the command line reads here, and what it is told besides.
    pub fn look(&self) -> Result<String> {
        let app = App::open(self.surroundings(), false)?;
        let told = app.mended().unwrap_or_default();
        let all = JournalPageParams {
            limit: 500,
            ..JournalPageParams::default()
        };
        let source = JournalSource::open(&app, &self.work(), None)?;
        let events = source.page(all)?.events.len();
        let link = Link::open(&app, &self.work(), None)?;
        let caller = Caller::command_line();
        let params = HistoryListParams {
            path: WirePath::from_bytes(FILE.as_bytes()),
        };
        let versions = link.call::<ops::history_list>(&caller, params)?;
        Ok(format!(
            "{events} events, {} versions. {told}",
            versions.versions.len()
        ))
    }

    pub fn own(&self, app: &Arc<App>) -> Result<Arc<Owner>> {
        match Owner::claim(app, &self.work(), None)? {
            Claim::Owned(owner) => Ok(owner),
            Claim::Taken(socket) => bail!("{} is taken", socket.display()),
        }
    }

    /// This program again, doing something in this home.
    pub fn command(&self, act: &str) -> Result<Command> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("act").arg(act).arg(&self.path);
        command.env_clear().envs(self.environment());
        Ok(command)
    }

    /// Where the database of the folder lies.
    pub fn place(&self, app: &App) -> Result<Place> {
        use std::os::unix::ffi::OsStrExt;
        let work = self.work();
        let row = app.db.workspace_at(work.as_os_str().as_bytes())?;
        let row = row.context("the folder was open before")?;
        Ok(app.dirs.workspace_place(row.profile, row.id))
    }

    /// Copies the tree to `to`, or back from there.
    pub fn keep(&self, to: &Path) -> Result<()> {
        copy_tree(&self.tree(), to)
    }

    pub fn put_back(&self, from: &Path) -> Result<()> {
        fs::remove_dir_all(self.tree())?;
        copy_tree(from, &self.tree())
    }
}

fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    fs::set_permissions(to, fs::metadata(from)?.permissions())?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else if entry.file_type()?.is_file() {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Keeps a layout that says `word`.
pub fn keep_layout(owner: &Owner, word: &str) -> Result<()> {
    let params = LayoutParams {
        window: None,
        layout: format!("{{\"is\":\"{word}\"}}"),
    };
    ops::layout_save::run(owner, &Caller::window("main"), params)?;
    Ok(())
}

/// The layout that was kept.
pub fn layout(owner: &Owner) -> Result<String> {
    let params = WindowParams { window: None };
    let kept = ops::layout_read::run(owner, &Caller::window("main"), params)?;
    Ok(kept.layout.unwrap_or_default())
}
