//! `app.db`: profiles, and the workspaces bound to them.

use std::path::Path;

use rusqlite::Connection;
use tenon_core::WorkspaceId;

use crate::database::{Database, Migration, Schema, connect_made, connect_reader};
use crate::table::{profile, workspace};
use crate::{Ambient, FolderMark, Place, Profile, ProfileId, StoreError, Workspace};
use crate::{inspect, sums};

pub(crate) const SCHEMA: Schema = Schema {
    // "TNNA"
    application: 0x544e_4e41,
    migrations: &[
        Migration {
            version: 2_026_112_101,
            steps: &[profile::CREATE, workspace::CREATE],
        },
        Migration {
            version: 2_026_112_230,
            steps: &[sums::CREATE],
        },
        Migration {
            version: 2_026_112_250,
            steps: &[workspace::WITH_FOLDER],
        },
    ],
};

/// The profile that is there from the start.
const FIRST_PROFILE: &str = "Personal";

/// The database of profiles and workspaces. It can be open in several programs.
#[derive(Debug)]
pub struct AppDb {
    database: Database,
    ambient: Ambient,
}

impl AppDb {
    /// Opens the database, making it and the profile "Personal" when there is none.
    pub fn open(place: &Place, ambient: Ambient) -> Result<Self, StoreError> {
        let database = Database::open(&SCHEMA, place, ambient.clock.as_ref())?;
        let first = Profile {
            id: ProfileId(ambient.ids.next()),
            name: FIRST_PROFILE.into(),
            created_at: ambient.clock.now(),
            local_only: false,
        };
        if database.read(profile::list)?.is_empty() {
            // Another program may have been first since we looked.
            database.write(move |conn| match profile::list(conn)?.is_empty() {
                true => profile::insert(conn, &first),
                false => Ok(()),
            })?;
        }
        Ok(Self { database, ambient })
    }

    /// The workspace at `root` in the database at `place`, which is only looked at.
    pub fn look_up(place: &Place, root: &[u8]) -> Result<Option<Workspace>, StoreError> {
        if !inspect::look(&place.file, &SCHEMA)? {
            return Ok(None);
        }
        let look =
            || connect_made(&place.file)?.map_or(Ok(None), |conn| workspace::at(&conn, root));
        look().map_err(|fault| fault.at(&place.file))
    }

    /// Opens a database that cannot be written, for the reason `why`, for reading only.
    pub fn open_reading(
        place: &Place,
        ambient: Ambient,
        why: StoreError,
    ) -> Result<Self, StoreError> {
        let database = Database::open_reading(&SCHEMA, place, why)?;
        Ok(Self { database, ambient })
    }

    /// Why it is only read, when it is.
    pub fn refusal(&self) -> Option<&StoreError> {
        self.database.refusal()
    }

    /// All profiles, oldest first; there is always one.
    pub fn profiles(&self) -> Result<Vec<Profile>, StoreError> {
        self.database.read(profile::list)
    }

    /// One profile.
    pub fn profile(&self, id: ProfileId) -> Result<Profile, StoreError> {
        self.database.read(|conn| profile::get(conn, id))
    }

    /// The profile of that name, in any case of letters.
    pub fn profile_named(&self, name: &str) -> Result<Option<Profile>, StoreError> {
        self.database.read(|conn| profile::named(conn, name))
    }

    /// Makes a profile. Names have 1 to 64 characters and are unique ignoring case.
    pub fn create_profile(&self, name: &str) -> Result<Profile, StoreError> {
        let made = Profile {
            id: ProfileId(self.ambient.ids.next()),
            name: name.to_owned(),
            created_at: self.ambient.clock.now(),
            local_only: false,
        };
        self.database
            .write(move |conn| profile::insert(conn, &made).map(|()| made))
    }

    /// Renames a profile; its folder keeps its name.
    pub fn rename_profile(&self, id: ProfileId, to: &str) -> Result<Profile, StoreError> {
        let to = to.to_owned();
        self.database.write(move |conn| {
            profile::get(conn, id)?;
            profile::rename(conn, id, &to)
        })
    }

    /// Sets whether nothing may leave the machine from this profile.
    pub fn set_local_only(&self, id: ProfileId, local_only: bool) -> Result<Profile, StoreError> {
        self.database
            .write(move |conn| profile::set_local_only(conn, id, local_only))
    }

    /// Deletes a profile and forgets its workspaces. The caller deletes
    /// [`crate::DataDirs::profile_dir`] and the workspaces' keys, whose ids are given back.
    pub fn delete_profile(&self, id: ProfileId) -> Result<(Profile, Vec<Workspace>), StoreError> {
        self.database.write(move |conn| {
            let workspaces = workspace::recent(conn, Some(id), u32::MAX)?;
            Ok((profile::delete(conn, id)?, workspaces))
        })
    }

    /// The workspace at `root`, if it was opened before.
    pub fn workspace_at(&self, root: &[u8]) -> Result<Option<Workspace>, StoreError> {
        self.database.read(|conn| workspace::at(conn, root))
    }

    /// One workspace.
    pub fn workspace(&self, id: WorkspaceId) -> Result<Workspace, StoreError> {
        self.database.read(|conn| workspace::get(conn, id))
    }

    /// Notes that the folder with the absolute path `root` is opened. The first time binds it to
    /// `profile`; afterwards it stays with the profile it has, whatever is named here.
    pub fn open_workspace(&self, root: &[u8], profile: ProfileId) -> Result<Workspace, StoreError> {
        let now = self.ambient.clock.now();
        let new = Workspace {
            id: WorkspaceId::new(self.ambient.ids.as_ref()),
            profile,
            name: folder_name(root),
            root: root.to_owned(),
            trusted: false,
            trusted_at: None,
            created_at: now,
            last_opened_at: now,
        };
        self.database
            .write(move |conn| match workspace::at(conn, &new.root)? {
                Some(known) => workspace::touch(conn, known.id, now),
                None => {
                    profile::get(conn, new.profile)?;
                    workspace::insert(conn, &new)?;
                    Ok(new)
                }
            })
    }

    /// Notes which folder a workspace is.
    pub fn mark_workspace(&self, id: WorkspaceId, mark: FolderMark) -> Result<(), StoreError> {
        if self.database.read(|conn| workspace::mark_of(conn, id))? == Some(mark) {
            return Ok(());
        }
        self.database
            .write(move |conn| workspace::mark(conn, id, mark))
    }

    /// The workspaces that were this folder when they were last open, the last opened first.
    pub fn workspaces_in(&self, mark: FolderMark) -> Result<Vec<Workspace>, StoreError> {
        self.database.read(|conn| workspace::marked(conn, mark))
    }

    /// Notes that a workspace's folder is at `root` now. One that was called as its folder still is.
    pub fn move_workspace(&self, id: WorkspaceId, root: &[u8]) -> Result<Workspace, StoreError> {
        let root = root.to_owned();
        self.database.write(move |conn| {
            let known = workspace::get(conn, id)?;
            let name = match known.name == folder_name(&known.root) {
                true => folder_name(&root),
                false => known.name,
            };
            workspace::relocate(conn, id, &root, &name)
        })
    }

    /// Binds a workspace to another profile. Its folder in the data folder stays where it is; the
    /// caller moves it while nobody has it open.
    pub fn bind_workspace(
        &self,
        id: WorkspaceId,
        profile: ProfileId,
    ) -> Result<Workspace, StoreError> {
        self.database
            .write(move |conn| workspace::bind(conn, id, profile))
    }

    /// Notes whether the person trusts what lies in the folder.
    pub fn set_trust(&self, id: WorkspaceId, trusted: bool) -> Result<Workspace, StoreError> {
        let now = self.ambient.clock.now();
        self.database
            .write(move |conn| workspace::trust(conn, id, trusted, now))
    }

    /// The workspaces of one profile or of all, the last opened first.
    pub fn recent(
        &self,
        profile: Option<ProfileId>,
        limit: u32,
    ) -> Result<Vec<Workspace>, StoreError> {
        self.database
            .read(|conn| workspace::recent(conn, profile, limit))
    }

    /// Takes over the profiles and workspaces that a copy of this database knows, all or those in
    /// `only`. What the copy does not know stays, so that nothing loses its way to its data.
    pub fn adopt(&self, copy: &Path, only: Option<&[WorkspaceId]>) -> Result<(), StoreError> {
        let conn = connect_reader(copy).map_err(|fault| fault.at(copy))?;
        let profiles = profile::list(&conn)?;
        let mut workspaces = workspace::recent(&conn, None, u32::MAX)?;
        if let Some(only) = only {
            workspaces.retain(|known| only.contains(&known.id));
        }
        drop(conn);
        self.database.write(move |conn| {
            for known in profiles {
                let wanted = workspaces.iter().any(|row| row.profile == known.id);
                if wanted && profile::find(conn, known.id)?.is_none() {
                    adopt_profile(conn, known)?;
                }
            }
            for mut known in workspaces {
                // A folder that was opened anew since has another identity, which gives way.
                if let Some(other) = workspace::at(conn, &known.root)? {
                    workspace::delete(conn, other.id)?;
                }
                if let Some(present) = workspace::find(conn, known.id)? {
                    known.profile = present.profile;
                    workspace::delete(conn, known.id)?;
                }
                workspace::insert(conn, &known)?;
            }
            Ok(())
        })
    }

    /// SQLite's check of the file's structure.
    pub fn check(&self) -> Result<(), StoreError> {
        self.database.check()
    }
}

/// Adds a profile of a copy. A profile of its name that holds nothing gives way, as the one that
/// every new data folder has; otherwise the new one gets a number.
fn adopt_profile(conn: &Connection, mut known: Profile) -> Result<(), StoreError> {
    let name = known.name.clone();
    let taken = profile::named(conn, &name)?;
    for number in 2.. {
        if profile::named(conn, &known.name)?.is_none() {
            break;
        }
        known.name = format!("{name} ({number})");
    }
    profile::insert(conn, &known)?;
    if let Some(other) = taken
        && workspace::recent(conn, Some(other.id), 1)?.is_empty()
    {
        profile::delete(conn, other.id)?;
        profile::rename(conn, known.id, &name)?;
    }
    Ok(())
}

/// What a workspace is called at first: the last part of its path.
fn folder_name(root: &[u8]) -> String {
    let last = root
        .split(|&byte| byte == b'/')
        .rfind(|part| !part.is_empty());
    String::from_utf8_lossy(last.unwrap_or(b"/")).into_owned()
}
