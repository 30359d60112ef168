//! The rules of the source tree, read from the files themselves.

mod decisions;
mod imports;
mod manifests;
mod modules;
mod privacy;
mod repository;
mod sizes;
