//! Marks on their way to a window.

use serde_json::{Map, Value, json};
use tenon_terminal::Mark;

/// The marks as the JSON array that follows the first byte of their message: objects
/// `{"at": "prompt" | "input" | "command" | "end" | "placed", "run": ID | null, …}`. An end has
/// `exit`, null where the shell gave none. A command has `cwd` where its shell told that. What is placed has `line`, and `input` and `end` where
/// they are to be seen, all counted from the first line of the snapshot before; and `exit` once it
/// has ended. An input that stands in that snapshot has `line` too.
pub(super) fn json(marks: &[Mark]) -> Vec<u8> {
    let marks: Vec<Value> = marks.iter().map(object).collect();
    Value::Array(marks).to_string().into_bytes()
}

fn object(mark: &Mark) -> Value {
    match mark {
        Mark::Prompt => json!({ "at": "prompt", "run": null }),
        Mark::Input => json!({ "at": "input", "run": null }),
        Mark::Typing { line } => json!({ "at": "input", "run": null, "line": line }),
        Mark::Command { run, cwd: None } => json!({ "at": "command", "run": run }),
        Mark::Command {
            run,
            cwd: Some(cwd),
        } => json!({ "at": "command", "run": run, "cwd": cwd.to_string_lossy() }),
        Mark::End { run, exit } => json!({ "at": "end", "run": run, "exit": exit }),
        Mark::Placed {
            run,
            line,
            input,
            end,
            exit,
        } => {
            let mut placed = Map::new();
            placed.insert("at".into(), "placed".into());
            placed.insert("run".into(), json!(run));
            placed.insert("line".into(), json!(line));
            let mut put = |name: &str, value: Option<Value>| {
                if let Some(value) = value {
                    placed.insert(name.into(), value);
                }
            };
            put("input", input.map(Value::from));
            put("end", end.map(Value::from));
            put("exit", exit.map(|exit| json!(exit)));
            Value::Object(placed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_has_its_shape() {
        let id = "0190e3b4-0000-7000-8000-000000000001";
        let run = id.parse().expect("a UUID");
        let placed = |input, end, exit| Mark::Placed {
            run,
            line: 3,
            input,
            end,
            exit,
        };
        let marks = [
            Mark::Prompt,
            Mark::Input,
            Mark::Typing { line: 7 },
            Mark::Command { run, cwd: None },
            Mark::Command {
                run,
                cwd: Some("/w/a b".into()),
            },
            Mark::End { run, exit: Some(2) },
            Mark::End { run, exit: None },
            placed(None, None, None),
            placed(Some(1), Some(9), Some(None)),
            placed(Some(1), Some(9), Some(Some(0))),
        ];
        let told: Value = serde_json::from_slice(&json(&marks)).expect("JSON");
        let expected = json!([
            { "at": "prompt", "run": null },
            { "at": "input", "run": null },
            { "at": "input", "run": null, "line": 7 },
            { "at": "command", "run": id },
            { "at": "command", "run": id, "cwd": "/w/a b" },
            { "at": "end", "run": id, "exit": 2 },
            { "at": "end", "run": id, "exit": null },
            { "at": "placed", "run": id, "line": 3 },
            { "at": "placed", "run": id, "line": 3, "input": 1, "end": 9, "exit": null },
            { "at": "placed", "run": id, "line": 3, "input": 1, "end": 9, "exit": 0 },
        ]);
        assert_eq!(told, expected);
    }
}
