//! Where the marks of tasks were seen last, as it is kept.

use serde::{Deserialize, Serialize};
use tenon_core::{Code, DocId};
use tenon_knowledge::task::{Around, Mark};

use crate::owner::Owner;
use crate::{ApiError, ApiResult};

/// Under this key stands where the marks of tasks were seen last.
const KEY: &str = "tasks.marks";

/// Where the mark of a task was seen last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Kept {
    pub task: String,
    doc: DocId,
    line: usize,
    mark: String,
    around: Option<(u32, u32)>,
}

impl Kept {
    /// What is kept of the mark of a task. The file is kept by its identity, which outlives its path.
    pub fn of(owner: &Owner, task: String, mark: &Mark) -> ApiResult<Self> {
        let document = owner.db.see_document(&owner.masked_path(&mark.path))?;
        Ok(Self {
            task,
            doc: document.id,
            line: mark.line,
            mark: mark.text.clone(),
            around: mark.around.map(|around| (around.above, around.below)),
        })
    }

    /// The mark, in the file as it is called now; without a path where that is not known.
    pub fn mark(&self, owner: &Owner) -> ApiResult<Mark> {
        let document = owner.db.document(self.doc)?;
        Ok(Mark {
            path: document
                .and_then(|document| document.path)
                .unwrap_or_default(),
            line: self.line,
            text: self.mark.clone(),
            around: self.around.map(|(above, below)| Around { above, below }),
        })
    }
}

/// What is kept. What a newer Tenon or a fault made unreadable is found again by the tasks' texts.
pub(super) fn kept(owner: &Owner) -> ApiResult<Vec<Kept>> {
    let value = owner.db.kept(KEY)?;
    let read = value.map(serde_json::from_value).transpose();
    Ok(read.ok().flatten().unwrap_or_default())
}

pub(super) fn keep(owner: &Owner, kept: &[Kept]) -> ApiResult<()> {
    let fault = |error: serde_json::Error| ApiError::new(Code::Internal, error.to_string());
    let value = serde_json::to_value(kept).map_err(fault)?;
    Ok(owner.db.keep(KEY, value)?)
}
