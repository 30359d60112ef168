//! What the page may ask for, and how: without a window and without a display.

mod bindings;
mod command;
mod config;
