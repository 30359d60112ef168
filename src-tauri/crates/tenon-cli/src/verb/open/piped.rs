//! `… | tenon open -`: standard input as a new text without a file.

use std::io::{IsTerminal, Read};
use std::process::ExitCode;

use serde_json::json;
use tenon_api::link::Link;
use tenon_api::owner::Caller;
use tenon_api::wire::{DocumentInfo, DocumentNewParams, RaiseParams};
use tenon_api::{ApiError, ApiResult, ops};
use tenon_core::Code;
use tenon_workspace::text::{Decoded, Encoding, decode, looks_binary};

use super::{folder_of_window, owner_of, raise, start};
use crate::Session;

/// As much as a new text may begin with, in bytes.
const MOST: u64 = 16 << 20;

pub fn run(session: &Session) -> ApiResult<ExitCode> {
    let folder = folder_of_window(session);
    let read = text(std::io::stdin().lock(), std::io::stdin().is_terminal())?;
    let (text, encoding) = (read.text, read.encoding);
    if encoding != Encoding::Utf8 {
        let name = encoding.name();
        session
            .out
            .notice(&format!("what was piped in was read as {name}"));
    }
    let (link, is_new) = match owner_of(session, folder)? {
        Some(link) => (link, false),
        None => {
            start::display(session)?;
            (
                Link::open(&session.app()?, folder, session.profile.as_deref())?,
                true,
            )
        }
    };
    let text = DocumentNewParams { text: Some(text) };
    let made = link.call::<ops::document_new>(&Caller::command_line(), text)?;
    if !is_new && show(session, &link, &made)? {
        told(session, &made, encoding, "shown in the open window:")?;
        return Ok(ExitCode::SUCCESS);
    }
    // The window finds it among what is not saved. Until then it is kept as any unsaved text.
    link.end();
    let begun = start::display(session).and_then(|()| start::window(session, folder, None));
    match begun {
        Ok(()) => told(session, &made, encoding, "opened")?,
        Err(why) => {
            let kept = format!(
                "no window shows it: {}. The next one that opens \"{}\" does",
                why.message.trim_end_matches('.'),
                folder.display()
            );
            session.out.notice(&kept);
            told(session, &made, encoding, "kept unsaved:")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn show(session: &Session, link: &Link, made: &DocumentInfo) -> ApiResult<bool> {
    let params = RaiseParams {
        document: Some(made.doc),
        ..RaiseParams::default()
    };
    raise(session, link, params)
}

fn told(session: &Session, made: &DocumentInfo, encoding: Encoding, how: &str) -> ApiResult<()> {
    let record = json!({
        "opened": made.name,
        "doc": made.doc,
        "encoding": encoding.name(),
        "workspace": folder_of_window(session).display().to_string(),
    });
    let text = format!("{how} {}", made.name);
    session.out.record(&record, |_| text)
}

/// All of a text, in the encoding that a file with the same bytes would be opened in, or why it cannot
/// be shown.
fn text(input: impl Read, is_terminal: bool) -> ApiResult<Decoded> {
    if is_terminal {
        let message = "nothing is piped into \"tenon open -\"";
        return Err(ApiError::new(Code::Invalid, message).hint("Write COMMAND | tenon open -"));
    }
    let mut bytes = Vec::new();
    let read = input.take(MOST + 1).read_to_end(&mut bytes);
    read.map_err(|e| ApiError::new(Code::Storage, format!("standard input cannot be read: {e}")))?;
    if looks_binary(&bytes) {
        let message = "what is piped into \"tenon open -\" is no text";
        return Err(ApiError::new(Code::Invalid, message)
            .hint("Write it into a file, and open that: it is shown as bytes."));
    }
    let read = decode(&bytes);
    if bytes.len() as u64 > MOST || read.text.len() as u64 > MOST {
        let message = "what is piped into \"tenon open -\" is longer than 16 MiB";
        return Err(ApiError::new(Code::Invalid, message)
            .hint("Nothing was opened. Write it into a file, and open that."));
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_taken_up_to_the_limit_and_nothing_else_is() {
        let check = |bytes: &[u8]| {
            let read = text(bytes, false).map_err(|error| error.message)?;
            Ok::<_, String>((read.text, read.encoding))
        };
        let utf8 = |text: &str| Ok((text.to_owned(), Encoding::Utf8));
        assert_eq!(check(b"a\r\nb\n"), utf8("a\nb\n"));
        assert_eq!(
            check(b"caf\xe9"),
            Ok(("café".into(), Encoding::Windows1252)),
            "another encoding"
        );
        assert_eq!(check(b""), utf8(""));
        let no_text = check(b"\x7fELF\x00\x01").expect_err("binary");
        assert!(no_text.contains("is no text"), "{no_text}");
        let mut long = vec![b'a'; MOST as usize];
        assert_eq!(check(&long).map(|read| read.0.len()), Ok(MOST as usize));
        long.push(b'a');
        let long = check(&long).expect_err("a byte too much");
        assert!(long.contains("longer than 16 MiB"), "{long}");
        assert!(
            text(std::io::repeat(b'x'), false).is_err(),
            "without an end"
        );
        let typed = text(&b""[..], true).expect_err("a keyboard");
        assert_eq!(typed.code, Code::Invalid);
    }
}
