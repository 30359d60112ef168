//! Terminals with real shells.
#![allow(
    clippy::unwrap_used,
    reason = "the rule's exception covers test functions, not what they call"
)]

mod desk;
mod ending;
mod flow;
mod host;
mod keeping;
mod shells;
mod typing;
