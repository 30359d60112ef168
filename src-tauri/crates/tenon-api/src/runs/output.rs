//! What a command wrote, as it is kept: masked, with its first error found.

use tenon_gatekeeper::Gatekeeper;
use tenon_store::{KeptOutput, NewOutput};
use tenon_terminal::Ended;

use super::cut;
use super::first_error::first_error;

/// The longest line that is told as an error, in bytes.
const LINE: usize = 1_000;

/// Makes what is kept of what `run` wrote.
pub(super) fn prepare(gatekeeper: &Gatekeeper, run: &Ended) -> NewOutput {
    let output = &run.output;
    let bytes = output.head.len() as u64 + output.tail.len() as u64 + output.left_out;
    let (mut head, mut tail, mut left_out) = (String::new(), String::new(), output.left_out);
    if run.binary {
        left_out = bytes;
    } else if output.left_out == 0 {
        // One text, so that a secret across the two parts is one.
        head = format!("{}{}", output.head, output.tail);
    } else {
        let first = cut::before(gatekeeper, &output.head);
        let last = cut::behind(gatekeeper, &output.tail);
        left_out += (output.head.len() - first.len() + output.tail.len() - last.len()) as u64;
        head.push_str(first);
        tail.push_str(last);
    }
    let (head, tail) = (gatekeeper.masked(&head), gatekeeper.masked(&tail));
    let failed = run.exit.is_some_and(|exit| exit != 0);
    let first_error = failed.then(|| {
        let shown = shown(head.get(), tail.get(), left_out);
        let (line, text) = first_error(&shown)?;
        let end = cut::floor(text, LINE);
        Some((u32::try_from(line).ok()?, gatekeeper.masked(&text[..end])))
    });
    NewOutput {
        first_error: first_error.flatten(),
        head,
        tail,
        left_out,
        bytes,
    }
}

/// What is kept of an output, as people read it.
pub(crate) fn text(kept: &KeptOutput) -> String {
    shown(&kept.head, &kept.tail, kept.left_out)
}

fn shown(head: &str, tail: &str, left_out: u64) -> String {
    if left_out == 0 {
        return format!("{head}{tail}");
    }
    let gap = if head.is_empty() || head.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    let left_out = tenon_core::counted(left_out, "byte");
    format!("{head}{gap}… {left_out} left out …\n{tail}")
}

#[cfg(test)]
mod tests {
    use tenon_core::RunId;
    use tenon_terminal::Output;
    use uuid::Uuid;

    use super::*;

    const SECRET: &str = concat!("ghp_", "0123456789abcdefghijABCDEFGHIJ012345");

    fn ended(head: &str, tail: &str, left_out: u64) -> Ended {
        Ended {
            run: RunId(Uuid::nil()),
            exit: Some(1),
            at: 0,
            output: Output {
                head: head.into(),
                tail: tail.into(),
                left_out,
            },
            binary: false,
        }
    }

    fn kept(run: &Ended) -> NewOutput {
        prepare(&Gatekeeper::new([1; 32]), run)
    }

    #[test]
    fn a_secret_at_any_cut_is_masked_or_left_out() {
        for at in 1..SECRET.len() {
            let (first, second) = SECRET.split_at(at);
            let whole = kept(&ended(&format!("key {first}"), second, 0));
            assert!(whole.head.get().contains("<REDACTED:"), "{at}");
            for end in ["", " and on", "\nand on"] {
                let run = ended(
                    &format!("a\nkey {first}"),
                    &format!("{second}{end}\nlast\n"),
                    9,
                );
                let cut = kept(&run);
                let both = format!("{}{}", cut.head.get(), cut.tail.get());
                assert!(
                    !both.contains(&first[..1.max(at / 2)].to_owned()) || at < 4,
                    "{both}"
                );
                assert!(!both.contains(second), "{both}");
                assert!(both.ends_with("last\n"), "{both}");
                let all = run.output.head.len() + run.output.tail.len() + 9;
                let here = cut.head.get().len() + cut.tail.get().len();
                assert_eq!(
                    (cut.left_out + here as u64, cut.bytes),
                    (all as u64, all as u64)
                );
            }
        }
    }

    #[test]
    fn a_line_without_end_is_cut_within_bounds() {
        let long = "ä".repeat(10_000);
        let cut = kept(&ended(&long, &long, 5));
        assert!(cut.head.get().len() >= long.len() - 4_098);
        assert!(cut.tail.get().len() >= long.len() - 4_098);
    }

    #[test]
    fn the_first_error_is_a_line_of_what_is_shown() {
        let run = ended("make\n", "x\na.c:3:1: error: no\nb.c:4:1: error: no\n", 40);
        let found = kept(&run);
        let (line, text) = found.first_error.clone().expect("there is one");
        assert_eq!(text.get(), "a.c:3:1: error: no");
        let shown = shown(found.head.get(), found.tail.get(), found.left_out);
        assert_eq!(
            shown.lines().nth(line as usize - 1),
            Some("a.c:3:1: error: no"),
            "{shown}"
        );
        let went_well = Ended {
            exit: Some(0),
            ..run
        };
        assert_eq!(kept(&went_well).first_error, None);
    }

    #[test]
    fn what_is_no_text_is_not_kept() {
        let run = Ended {
            binary: true,
            ..ended("\u{fffd}ELF", "", 100)
        };
        let kept = kept(&run);
        assert_eq!((kept.head.get().as_str(), kept.bytes), ("", 106));
    }
}
