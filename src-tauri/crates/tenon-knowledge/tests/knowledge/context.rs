//! What matters now.

mod days;
mod histories;
mod replay;
mod rules;
