//! What the texts of the workspace speak of.

use tenon_core::{Code, WirePath};
use tenon_sidecar::{
    Condition, EntitiesAsk, EntitiesFound as NamesFound, SidecarError, Supervisor,
};
use tenon_store::{EntityOf, EntityQuery, EntityRow};

use crate::entities::{NAMES, Names, Texts, is_kind, kinds};
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
    // Who asks for names waits for a sidecar; where there is none the answer says so.
    if params.kinds.iter().any(|kind| NAMES.contains(&&**kind))
        && let Err(error) = owner.meaning().wait_for_sidecar()
    {
        tracing::info!(%error.message, "names are not looked for");
    }
    let sidecar = owner.app().sidecar.told();
    let sidecar = sidecar.filter(|status| status.state == Condition::Ready);
    let sidecar = sidecar.and_then(|_| owner.app().sidecar.supervisor().ok());
    let sidecar = sidecar.map(Sidecar);
    let texts = Texts {
        root: &owner.root,
        gatekeeper: &owner.app().gatekeeper,
        is_open: &|path| owner.journaled(path),
        names: sidecar.as_ref().map(|sidecar| sidecar as &dyn Names),
    };
    let problems = texts.refresh(&db)?;
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

fn found((of, row): (EntityOf, EntityRow)) -> EntityFound {
    let (reference, path) = match of {
        EntityOf::File(path) => {
            let path = WirePath::from_bytes(&path);
            (format!("file:{}", path.path), Some(path))
        }
        EntityOf::Commit(hash) => (format!("commit:{hash}"), None),
    };
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
