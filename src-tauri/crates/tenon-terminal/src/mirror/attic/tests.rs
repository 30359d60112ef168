use alacritty_terminal::vte::ansi::Handler;
use tenon_core::RunId;
use tenon_testkit::Rng;
use uuid::Uuid;

use super::super::Mirror;
use super::*;
use crate::run::Mark;

/// Rows of history in these tests.
const MOST: usize = 600;

fn mirror(cols: u16) -> Mirror {
    Mirror::new(cols, 6, MOST)
}

/// Lines of many looks.
fn lines(rng: &mut Rng, count: usize) -> String {
    let looks = [
        "plain words of a program",
        "\x1b[31mred\x1b[0m and \x1b[1;44mbold on blue\x1b[0m",
        "\x1b]8;id=x;https://example.org\x1b\\a link\x1b]8;;\x1b\\ in it",
        "wide 日本語 and combined e\u{301}",
        "",
        "a line that is longer than the screen is wide, and is broken more than once by it",
        "\x1b[42mto the edge\x1b[K\x1b[0m",
        "a\tb\tc",
        "\x1b[4:3m\x1b[58;5;3mcurly\x1b[0m",
    ];
    let mut text = String::new();
    for number in 0..count {
        text += &format!("{number} {}\r\n", looks[rng.below(looks.len())]);
    }
    text
}

fn same(left: &mut Mirror, right: &mut Mirror, why: &str) {
    let (left_shot, left_marks) = left.snapshot();
    let (right_shot, right_marks) = right.snapshot();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (one, other) = (text(&left_shot.bytes), text(&right_shot.bytes));
    if let Some((one, other)) = one
        .lines()
        .zip(other.lines())
        .find(|(one, other)| one != other)
    {
        panic!("{why}: {one:?} is not {other:?}");
    }
    assert_eq!(one.len(), other.len(), "{why}");
    assert_eq!(left_marks, right_marks, "{why}");
    assert!(left.past().bytes == right.past().bytes, "{why}: the past");
}

#[test]
fn what_is_packed_looks_and_acts_as_if_it_were_not() {
    for seed in 1..25 {
        println!("seed {seed}");
        let mut rng = Rng::seeded(seed);
        let (mut packed, mut plain) = (mirror(40), mirror(40));
        let mut runs = 0_u128;
        for step in 0..14 {
            let why = format!("seed {seed}, step {step}");
            match rng.below(9) {
                0..=3 => {
                    let count = rng.below(500);
                    let text = lines(&mut rng, count);
                    packed.feed(text.as_bytes());
                    plain.feed(text.as_bytes());
                }
                4 => {
                    runs += 1;
                    let run = RunId(Uuid::from_u128(runs));
                    for mirror in [&mut packed, &mut plain] {
                        mirror.feed(b"$ make");
                        mirror.place(&Mark::Command { run, cwd: None });
                        mirror.feed(b"\r\nmade\r\n");
                        mirror.place(&Mark::End { run, exit: Some(0) });
                    }
                }
                5 => {
                    let (cols, rows) = (20 + rng.below(40) as u16, 3 + rng.below(300) as u16);
                    packed.resize(cols, rows);
                    plain.resize(cols, rows);
                }
                6 => {
                    let text = ["\x1b[3J", "\x1bc", "\x1b[H\x1b[2J\x1b[3J"][rng.below(3)];
                    let count = rng.below(400);
                    let text = format!("{text}{}", lines(&mut rng, count));
                    packed.feed(text.as_bytes());
                    plain.feed(text.as_bytes());
                }
                7 => {
                    let text = ["\x1b[?1049h", "\x1b[?1049l"][rng.below(2)];
                    packed.feed(text.as_bytes());
                    plain.feed(text.as_bytes());
                }
                _ => {
                    packed.tidy();
                }
            }
            if rng.below(3) == 0 {
                packed.tidy();
            }
            same(&mut packed, &mut plain, &why);
        }
    }
}

#[test]
fn rows_are_packed_and_given_back_as_they_were() {
    let mut rng = Rng::seeded(7);
    let mut mirror = mirror(40);
    mirror.feed(lines(&mut rng, 1_000).as_bytes());
    let before: Vec<Row<Cell>> = all(&mirror).collect();
    assert!(mirror.tidy());
    assert_eq!(mirror.term.grid().history_size(), STAY);
    assert_eq!(mirror.attic.rows.len(), MOST - STAY);
    assert!(!mirror.tidy(), "there is nothing more to pack");
    mirror.attic.restore(mirror.term.grid_mut(), MOST);
    let after: Vec<Row<Cell>> = all(&mirror).collect();
    assert!(before == after);
    mirror.term.linefeed();
    assert_eq!(mirror.term.grid().history_size(), MOST, "and it goes on");
}

fn all(mirror: &Mirror) -> impl Iterator<Item = Row<Cell>> + '_ {
    let grid = mirror.term.grid();
    let first = grid.topmost_line().0;
    (first..=grid.bottommost_line().0).map(|at| grid[Line(at)].clone())
}
