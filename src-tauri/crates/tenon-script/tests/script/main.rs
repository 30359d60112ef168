//! Manifests and outputs of real tools.

mod corpus;
mod find;
mod output;
mod work;
