//! The canonical form of JSON (RFC 8785), written by hand where it is written often.
//!
//! A journal takes hundreds of thousands of headers a second, and a general serializer spends most
//! of that time on sorting keys that are known. What is unusual goes through the library, and a
//! test compares the two.

use serde_json::Value;

use crate::event::{ActorKind, Header, HeaderError};

/// The largest whole number that every reader of JSON keeps.
const SAFE: u64 = (1 << 53) - 1;

/// Adds the canonical form of `value` to `out`.
pub fn write_canonical(value: &Value, out: &mut String) -> Result<(), HeaderError> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::String(text) => string(text, out),
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(whole), _) if whole <= SAFE => unsigned(whole, out),
            (None, Some(whole)) if whole.unsigned_abs() <= SAFE => signed(whole, out),
            _ => out.push_str(&serde_json_canonicalizer::to_string(number)?),
        },
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_canonical(item, out)?;
            }
            out.push(']');
        }
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            // The order of UTF-16 units, which differs from that of bytes above U+FFFF.
            sorted.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (at, (key, value)) in sorted.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                string(key, out);
                out.push(':');
                write_canonical(value, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

/// Adds the canonical form of `header` to `out`; its keys stand in their sorted order here.
pub(crate) fn write_header(header: &Header, out: &mut String) -> Result<(), HeaderError> {
    if header.at.unsigned_abs() > SAFE || header.source_seq > SAFE {
        out.push_str(&serde_json_canonicalizer::to_string(header)?);
        return Ok(());
    }
    let mut id = uuid::Uuid::encode_buffer();
    out.push_str("{\"actor\":{\"kind\":\"");
    out.push_str(actor_word(header.actor.kind));
    out.push_str("\",\"name\":");
    string(&header.actor.name, out);
    out.push_str("},\"at\":");
    signed(header.at, out);
    if let Some(cause) = header.cause {
        out.push_str(",\"cause\":\"");
        out.push_str(cause.0.hyphenated().encode_lower(&mut id));
        out.push('"');
    }
    out.push_str(",\"id\":\"");
    out.push_str(header.id.0.hyphenated().encode_lower(&mut id));
    out.push_str("\",\"kind\":");
    string(&header.kind, out);
    out.push_str(",\"payloadHash\":");
    string(&header.payload_hash, out);
    out.push_str(",\"session\":\"");
    out.push_str(header.session.0.hyphenated().encode_lower(&mut id));
    out.push_str("\",\"source\":\"");
    out.push_str(header.source.0.hyphenated().encode_lower(&mut id));
    out.push_str("\",\"sourceSeq\":");
    unsigned(header.source_seq, out);
    out.push_str(",\"subject\":");
    reference(&header.subject, out);
    if let Some(trace) = &header.trace {
        out.push_str(",\"trace\":");
        string(trace, out);
    }
    if let Some(turn) = &header.turn {
        out.push_str(",\"turn\":");
        reference(turn, out);
    }
    out.push_str(",\"v\":");
    unsigned(u64::from(header.v), out);
    out.push('}');
    Ok(())
}

fn actor_word(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "person",
        ActorKind::Tenon => "tenon",
        ActorKind::Job => "job",
        ActorKind::Agent => "agent",
        ActorKind::Plugin => "plugin",
        ActorKind::External => "external",
    }
}

fn reference(reference: &crate::EntityRef, out: &mut String) {
    out.push('"');
    out.push_str(reference.kind().word());
    out.push(':');
    escaped(reference.id(), out);
    out.push('"');
}

fn string(text: &str, out: &mut String) {
    out.push('"');
    escaped(text, out);
    out.push('"');
}

/// Adds a text with the escapes of RFC 8785: two letters where JSON has them, else `\u00xx`.
fn escaped(text: &str, out: &mut String) {
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let short = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            0x08 => "\\b",
            0x09 => "\\t",
            0x0a => "\\n",
            0x0c => "\\f",
            0x0d => "\\r",
            0..0x20 => "",
            _ => continue,
        };
        out.push_str(&text[plain..at]);
        plain = at + 1;
        if short.is_empty() {
            const DIGITS: &[u8; 16] = b"0123456789abcdef";
            out.push_str("\\u00");
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        } else {
            out.push_str(short);
        }
    }
    out.push_str(&text[plain..]);
}

fn signed(number: i64, out: &mut String) {
    if number < 0 {
        out.push('-');
    }
    unsigned(number.unsigned_abs(), out);
}

fn unsigned(mut number: u64, out: &mut String) {
    let mut digits = [0; 20];
    let mut from = digits.len();
    loop {
        from -= 1;
        digits[from] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    for &digit in &digits[from..] {
        out.push(char::from(digit));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::{Actor, EntityKind, EntityRef, EventId, SessionId, SourceId};

    const TEXTS: &[&str] = &[
        "",
        "plain",
        "quote \" and \\ back",
        "\u{0}\u{1}\u{8}\t\n\u{b}\u{c}\r\u{1f}\u{20}\u{7f}\u{80}",
        "größe €",
        "\u{10000}\u{ffff}\u{e000}",
        "</script>\u{2028}",
    ];

    #[track_caller]
    fn same(value: &Value) {
        let mut ours = String::new();
        write_canonical(value, &mut ours).expect("it has a form");
        let theirs = serde_json_canonicalizer::to_string(value).expect("it has a form");
        assert_eq!(ours, theirs);
    }

    #[test]
    fn values_are_written_as_the_library_writes_them() {
        for text in TEXTS {
            same(&json!({ "text": text, *text: [text, 1] }));
        }
        let odd: Vec<Value> = TEXTS.iter().map(|text| json!({ *text: 1 })).collect();
        same(&json!(odd));
        for number in [
            json!(0),
            json!(-0.0),
            json!(-1),
            json!(i64::MIN),
            json!(u64::MAX),
            json!((1_u64 << 53) - 1),
            json!(1_u64 << 53),
            json!(-(1_i64 << 53)),
            json!(0.1),
            json!(1e21),
            json!(1e-7),
            json!(5e-324),
            json!(123_456_789.5),
        ] {
            same(&json!([number, null, true, false, {}, []]));
        }
        same(&json!({ "\u{e000}": 1, "\u{10000}": 2, "b": 3, "a": { "z": 1, "y": 2 } }));
    }

    #[test]
    fn headers_are_written_as_the_library_writes_them() {
        let id = |n: u128| Uuid::from_u128(n << 100 | n);
        for (n, text) in TEXTS.iter().enumerate() {
            for at in [0, -1, 1_795_219_200_000, i64::MAX, i64::MIN] {
                let reference =
                    |kind| EntityRef::new(kind, format!("a{}", text.replace(char::is_control, "")));
                let header = Header {
                    v: 1,
                    id: EventId(id(1)),
                    at,
                    source: SourceId(id(2)),
                    source_seq: if n == 1 { u64::MAX } else { n as u64 + 1 },
                    actor: Actor {
                        kind: [
                            ActorKind::Person,
                            ActorKind::Tenon,
                            ActorKind::Job,
                            ActorKind::Agent,
                            ActorKind::Plugin,
                            ActorKind::External,
                        ][n % 6],
                        name: (*text).to_owned(),
                    },
                    session: SessionId(id(3)),
                    kind: (*text).to_owned(),
                    subject: reference(EntityKind::Run).expect("an id"),
                    cause: (n % 2 == 0).then_some(EventId(id(4))),
                    turn: (n % 3 == 0).then(|| reference(EntityKind::Turn).expect("an id")),
                    trace: (n % 2 == 1).then(|| (*text).to_owned()),
                    payload_hash: "00ff".into(),
                };
                let mut ours = String::new();
                write_header(&header, &mut ours).expect("it has a form");
                let theirs = serde_json_canonicalizer::to_string(&header).expect("it has a form");
                assert_eq!(ours, theirs);
            }
        }
    }
}
