//! Days that were written by hand: six kinds of work, with what happened in the order of a journal.
//! Those with an odd number were looked at when the weights were chosen, the others were not.

use super::replay::{Event, Score, replay};

const DAYS: [(&str, &str); 6] = [
    ("1 Rust tool", include_str!("days/1-rust-tool.jsonl")),
    ("2 web app", include_str!("days/2-web-app.jsonl")),
    (
        "3 Python service",
        include_str!("days/3-python-service.jsonl"),
    ),
    (
        "4 Go refactoring",
        include_str!("days/4-go-refactoring.jsonl"),
    ),
    ("5 reading", include_str!("days/5-reading.jsonl")),
    ("6 C++ engine", include_str!("days/6-cpp-engine.jsonl")),
];

fn events(day: &str) -> Vec<Event> {
    let read =
        |line: &str| serde_json::from_str(line).unwrap_or_else(|why| panic!("{why}: {line}"));
    day.lines().map(read).collect()
}

#[test]
fn on_days_that_were_not_looked_at_the_next_file_is_named_more_often() {
    let (mut seen, mut held_out) = (Score::default(), Score::default());
    for (place, (name, day)) in DAYS.into_iter().enumerate() {
        let score = replay(&events(day));
        println!("{}", score.told(name));
        match place % 2 {
            0 => seen.add(score),
            _ => held_out.add(score),
        }
    }
    println!("{}", seen.told("looked at"));
    println!("{}", held_out.told("not looked at"));
    let [ours, recent, together] = held_out.percent();
    assert!(ours >= recent + 10.0, "{ours} to {recent}");
    assert!(ours >= together + 10.0, "{ours} to {together}");
}
