//! What a question leaves out, as the sidecar takes it.

use tenon_index::find::{languages, path_patterns};

use super::Asked;
use crate::ApiResult;
use crate::meaning::{CODE, Filter};

/// The filter of a question. It may leave in more than the question does, never less: what comes
/// back is looked at again.
pub(super) fn filter(asked: &Asked) -> ApiResult<Filter> {
    let ask = &asked.ask;
    let mut paths = path_patterns(&ask.globs)?;
    if asked.prose.is_some() && paths.include.is_empty() {
        let notes = ["*.md", "*.markdown"].map(str::to_owned);
        paths.include = path_patterns(&notes)?.include;
    }
    Ok(Filter {
        kinds: vec![CODE.to_owned()],
        languages: languages(ask)?,
        include: paths.include,
        exclude: paths.exclude,
        since: ask.since,
    })
}
