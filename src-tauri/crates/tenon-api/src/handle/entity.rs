//! What the texts of the workspace speak of.

use tenon_core::{Code, WirePath};
use tenon_knowledge::entity::Source;
use tenon_sidecar::{
    Condition, EntitiesAsk, EntitiesFound as NamesFound, SidecarError, Supervisor,
};
use tenon_store::{EntityOf, EntityQuery, EntityRow};

use crate::entities::{NAMES, Names, Refreshed, Texts, add, is_kind, kinds};
use crate::owner::{Caller, Owner};
use crate::wire::{EntitiesFindParams, EntitiesFound, EntityFound, Whole};
use crate::{ApiError, ApiResult};

/// The most rows of one answer.
const MOST: u32 = 10_000;

/// The sidecar as one who finds names.
struct Sidecar<'a>(&'a Supervisor);

impl Names for Sidecar<'_> {
    fn names(&self, ask: &EntitiesAsk) -> Result<NamesFound, SidecarError> {
        self.0.entities(ask)
    }
}

pub(crate) fn entities_find(
    owner: &Owner,
    _: &Caller,
    params: EntitiesFindParams,
) -> ApiResult<EntitiesFound> {
    if let Some(kind) = params.kinds.iter().find(|kind| !is_kind(kind)) {
        let message = format!("\"{kind}\" is no kind of entity");
        return Err(
            ApiError::new(Code::Invalid, message).hint(format!("The kinds are {}.", kinds()))
        );
    }
    if let Some(text) = &params.text {
        return names_of(owner, &params, text);
    }
    let path = params.path.as_ref().map(WirePath::to_bytes).transpose()?;
    let path = path.map(|path| {
        let path = owner
            .root
            .relative(path.strip_suffix(b"/").unwrap_or(&path))?;
        owner.root.place(path)?;
        Ok::<_, ApiError>(path.to_vec())
    });
    let path = path.transpose()?;
    let path = path.filter(|path| !path.is_empty() && path != b".");
    let db = owner.meaning().db()?;
    let sidecar = sidecar(owner, params.kinds.iter().any(|kind| is_name(kind)));
    let texts = Texts {
        root: &owner.root,
        gatekeeper: &owner.app().gatekeeper,
        is_open: &|path| owner.journaled(path),
        names: sidecar.as_ref().map(|sidecar| sidecar as &dyn Names),
    };
    let Refreshed { mut problems, lost } = texts.refresh(&db)?;
    if params.kinds.is_empty() || params.kinds.iter().any(|kind| is_name(kind)) {
        let asked = lost.iter().filter(|(of, _)| is_in(of, path.as_deref()));
        problems.extend(asked.map(|(of, why)| unanswered(&reference(of).0, why)));
    }
    let limit = params.limit.clamp(1, MOST);
    let query = EntityQuery {
        kinds: params.kinds,
        value: params.value,
        path,
        limit: limit + 1,
        offset: params.offset,
    };
    let mut rows = db.entities(&query)?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    Ok(EntitiesFound {
        entities: rows.into_iter().map(found).collect(),
        more,
        names: texts.names.is_some(),
        problems,
    })
}

/// The sidecar, where it is ready. Who asks for names waits for it; where there is none the answer
/// says so.
fn sidecar(owner: &Owner, waits: bool) -> Option<Sidecar<'_>> {
    if waits && let Err(error) = owner.meaning().wait_for_sidecar() {
        tracing::info!(%error.message, "names are not looked for");
    }
    let told = owner.app().sidecar.told()?;
    let is_ready = told.state == Condition::Ready;
    let supervisor = is_ready.then(|| owner.app().sidecar.supervisor().ok())?;
    supervisor.map(Sidecar)
}

/// The names in a text that was given, which go nowhere else.
fn names_of(owner: &Owner, params: &EntitiesFindParams, text: &str) -> ApiResult<EntitiesFound> {
    if params.path.is_some() || !params.kinds.iter().all(|kind| is_name(kind)) {
        let message = "in a given text only names are looked for, and it has no path";
        let hint = format!("Leave the path out, and ask for {}.", NAMES.join(", "));
        return Err(ApiError::new(Code::Invalid, message).hint(hint));
    }
    let sidecar = sidecar(owner, true);
    let mut rows = vec![Vec::new()];
    let lost = sidecar
        .as_ref()
        .map(|sidecar| add(sidecar, &[(Source::Prose, text)], &mut rows))
        .unwrap_or_default();
    let secrets = owner.app().gatekeeper.find(text);
    let value = params.value.to_lowercase();
    let mut rows = rows.remove(0);
    rows.sort_by_key(|row| row.start);
    rows.retain(|row| {
        let (start, end) = (row.start as usize, row.end as usize);
        (params.kinds.is_empty() || params.kinds.contains(&row.kind))
            && row.value.to_lowercase().contains(&value)
            && !secrets.iter().any(|one| one.start < end && start < one.end)
    });
    let limit = params.limit.clamp(1, MOST) as usize;
    let offset = params.offset as usize;
    let more = rows.len() > offset.saturating_add(limit);
    let rows = rows.into_iter().skip(offset).take(limit);
    Ok(EntitiesFound {
        entities: rows.map(|row| entity(String::new(), None, row)).collect(),
        more,
        names: sidecar.is_some(),
        problems: lost
            .values()
            .map(|why| unanswered("the text", why))
            .collect(),
    })
}

fn is_name(kind: &str) -> bool {
    NAMES.contains(&kind)
}

/// Whether a text is the file that was asked for, or in the folder.
fn is_in(of: &EntityOf, path: Option<&[u8]>) -> bool {
    let Some(path) = path else { return true };
    let EntityOf::File(file) = of else {
        return false;
    };
    let rest = file.strip_prefix(path);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
}

fn unanswered(what: &str, why: &str) -> String {
    format!("names in {what} were not found, because the sidecar did not answer: {why}")
}

/// What a text is called, and its path where it is a file.
fn reference(of: &EntityOf) -> (String, Option<WirePath>) {
    match of {
        EntityOf::File(path) => {
            let path = WirePath::from_bytes(path);
            (format!("file:{}", path.path), Some(path))
        }
        EntityOf::Commit(hash) => (format!("commit:{hash}"), None),
    }
}

fn found((of, row): (EntityOf, EntityRow)) -> EntityFound {
    let (reference, path) = reference(&of);
    entity(reference, path, row)
}

fn entity(reference: String, path: Option<WirePath>, row: EntityRow) -> EntityFound {
    EntityFound {
        kind: row.kind,
        value: row.value,
        text: row.text,
        reference,
        path,
        line: Whole::size(row.line.into()),
        column: Whole::size(row.column.into()),
        start: Whole::size(row.start.into()),
        end: Whole::size(row.end.into()),
    }
}
