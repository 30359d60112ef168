//! What each command does. One module an area; the names are those of the list.

mod backup;
mod buffer;
mod context;
pub(crate) mod document;
mod entity;
pub(crate) mod git;
mod graph;
pub(crate) mod history;
mod journal;
mod link;
mod meaning;
mod note;
mod owner;
mod problem;
mod profile;
mod raise;
mod ranked;
pub(crate) mod run;
pub(crate) mod script;
mod search;
mod secret;
mod settings;
mod sidecar;
pub(crate) mod symbol;
mod task;
pub(crate) mod terminal;
pub(crate) mod tree;

pub(crate) use backup::*;
pub(crate) use buffer::*;
pub(crate) use context::context_now;
pub(crate) use document::*;
pub(crate) use entity::entities_find;
pub(crate) use git::{commit_list, git_marks, git_status};
pub(crate) use graph::{link_counts, link_graph, link_judge, link_suggest, links_above};
pub(crate) use history::{
    history_list, history_pin, history_read, history_restore, history_scan, history_status,
    history_text, history_undo, history_version,
};
pub(crate) use journal::*;
pub(crate) use link::{end as link_end, has_run, is_there, link_add, link_list, link_remove};
pub(crate) use meaning::{meaning_pause, meaning_status};
pub(crate) use note::{
    markdown_html, note_attach, note_backlinks, note_complete, note_daily, note_find, note_folders,
    note_list, note_new, note_rename, note_show, note_tags, note_template, note_templates,
    picture_fetch,
};
pub(crate) use owner::*;
pub(crate) use problem::{problem_clear, problem_list};
pub(crate) use profile::*;
pub(crate) use raise::*;
pub(crate) use ranked::search_ranked;
pub(crate) use run::{run_import, run_list, run_output, terminal_runs};
pub(crate) use script::{script_command, script_list, script_run};
pub(crate) use search::*;
pub(crate) use secret::document_secrets;
pub(crate) use settings::*;
pub(crate) use sidecar::*;
pub(crate) use symbol::{
    symbol_definition, symbol_references, symbols_find, symbols_list, symbols_outline,
};
pub(crate) use task::{
    task_adopt, task_board, task_candidates, task_create, task_edit, task_list, task_move,
    task_problems, task_ready, task_repair, task_show,
};
pub(crate) use terminal::{
    terminal_ack, terminal_attach, terminal_close, terminal_detach, terminal_list, terminal_rename,
    terminal_resize, terminal_start, terminal_write,
};
pub(crate) use tree::*;
