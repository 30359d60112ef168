//! What a question leaves out, as the sidecar takes it.

use tenon_index::find::{Ask, languages, path_patterns};

use crate::ApiResult;
use crate::meaning::{CODE, Filter};

/// The filter of a question. It may leave in more than the question does, never less: what comes
/// back is looked at again.
pub(super) fn filter(ask: &Ask) -> ApiResult<Filter> {
    let paths = path_patterns(&ask.globs)?;
    Ok(Filter {
        kinds: vec![CODE.to_owned()],
        languages: languages(ask)?,
        include: paths.include,
        exclude: paths.exclude,
        since: ask.since,
    })
}
