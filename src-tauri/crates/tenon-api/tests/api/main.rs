//! The owner, its socket and its files, as windows and clients see them.

mod backups;
mod contract;
mod damage;
mod desk;
mod disk;
mod docs;
mod doctor;
mod documents;
mod forget;
mod git;
mod history;
mod hot;
mod journal;
mod log;
mod ownership;
mod paths;
mod profiles;
mod restore;
mod screens;
mod secrets;
mod settings;
mod sidecar;
mod socket;
mod terminals;
mod timeline;
mod tree;
