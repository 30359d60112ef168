//! What the renderer gives, and what a text says of itself.

mod examples;
mod facts;
mod html;
mod payloads;
mod properties;
mod seed;
mod tokens;
mod work;
