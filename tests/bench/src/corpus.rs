//! What is worked on: the same bytes in every run.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

/// Columns that a line of coloured text is drawn in.
const COLUMNS: usize = 78;

/// A Rust file of at least so many bytes. No word in it has the letter `q`.
pub fn rust_file(bytes: usize) -> String {
    let mut text = String::from("//! Records of a store, and what is done to them.\n\n");
    let mut number = 0_u32;
    while text.len() < bytes {
        number += 1;
        // A String takes whatever is written to it.
        let _ = write!(
            text,
            r#"/// Record {number} of the store: its name, its weight, and when it was seen.
#[derive(Debug, Clone, Default)]
pub struct Record{number} {{
    pub name: String,
    pub weight: f64,
    pub seen: Option<u64>,
}}

impl Record{number} {{
    /// Merges another one into this one; the heavier name stays.
    pub fn merge(&mut self, other: &Self) -> Result<(), &'static str> {{
        if other.weight.is_nan() {{
            return Err("a weight has to be a number, in every record");
        }}
        let total = self.weight + other.weight * {number}.0;
        self.name = match self.weight.partial_cmp(&other.weight) {{
            Some(std::cmp::Ordering::Less) => other.name.clone(),
            _ => format!("{{}}-{{:04x}}", self.name, 0x{number:x}),
        }};
        self.seen = self.seen.into_iter().chain(other.seen).max();
        self.weight = total; // kept as it is, also when it is zero
        Ok(())
    }}
}}

"#
        );
    }
    text
}

/// The first empty line behind the middle, from 1.
pub fn empty_line(text: &str) -> usize {
    let middle = text.lines().count() / 2;
    let below = text.lines().skip(middle).position(str::is_empty);
    middle + below.unwrap_or(0) + 1
}

/// Coloured text of about so many bytes, as a build or a log prints it.
pub fn coloured(bytes: usize) -> Vec<u8> {
    let levels = [
        "\x1b[32mINFO\x1b[0m ",
        "\x1b[33mWARN\x1b[0m ",
        "\x1b[1;31mERROR\x1b[0m",
    ];
    let mut text = String::with_capacity(bytes + 200);
    for number in 0_usize.. {
        if text.len() >= bytes {
            break;
        }
        let level = levels[number % 7 / 3];
        let colour = 16 + number % 200;
        let plain = format!(
            "{number:07} unit::{} took {} us ",
            number % 97,
            number * 37 % 10_007
        );
        let rest = "=".repeat(COLUMNS.saturating_sub(plain.len() + 6));
        let _ = writeln!(text, "{level} {plain}\x1b[38;5;{colour}m{rest}\x1b[0m");
    }
    text.into_bytes()
}

/// Coloured text of about so many bytes in which the terminal is asked again and again where its
/// cursor is; with the columns that it has to answer. What is lost on the way answers nothing.
pub fn questions(bytes: usize, every: usize) -> (Vec<u8>, Vec<usize>) {
    let block = coloured(every);
    let mut text = Vec::with_capacity(bytes + every);
    let mut columns = Vec::new();
    while text.len() < bytes {
        let column = columns.len() % 50;
        text.extend_from_slice(&block);
        text.extend(std::iter::repeat_n(b'.', column));
        text.extend_from_slice(b"\x1b[6n\n");
        columns.push(column + 1);
    }
    (text, columns)
}

/// Writes a block again and again.
pub fn write_times(path: &Path, block: &[u8], times: usize) -> io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    for _ in 0..times {
        file.write_all(block)?;
    }
    file.into_inner()?.sync_all()
}

/// A tree of so many small files with ignore files as projects have them. A tenth of the files on
/// top of those is ignored.
pub fn tree(top: &Path, files: usize) -> io::Result<()> {
    /// Files of one folder, and folders of one package.
    const FILES: usize = 40;
    const FOLDERS: usize = 25;
    // Ignore files count only inside a repository.
    fs::create_dir_all(top.join(".git"))?;
    fs::write(
        top.join(".gitignore"),
        "target/\n*.log\n/build-*\n!keep.log\n",
    )?;
    for folder in 0..files.div_ceil(FILES) {
        let package = top.join(format!("package-{:03}", folder / FOLDERS));
        let inside = package.join(format!("src/part-{:02}", folder % FOLDERS));
        fs::create_dir_all(&inside)?;
        if folder % FOLDERS == 0 {
            fs::write(package.join(".gitignore"), "/out\n*.tmp\ncache-[0-9]*\n")?;
            fs::create_dir_all(package.join("target/debug"))?;
        }
        for file in 0..FILES.min(files - folder * FILES) {
            fs::write(inside.join(format!("module_{file:02}.rs")), "")?;
            let ignored = match file {
                0 => inside.join("trace.log"),
                1 => inside.join("scratch.tmp"),
                2 => package.join(format!("target/debug/{folder:04}.o")),
                3 => inside.join(format!("cache-{file}")),
                _ => continue,
            };
            fs::write(ignored, "")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rust_file_has_an_empty_line_to_type_in_and_no_q() {
        let text = rust_file(20_000);
        assert!(text.len() >= 20_000, "{} bytes", text.len());
        assert!(!text.contains('q'), "typed letters can be counted");
        let line = empty_line(&text);
        assert_eq!(text.lines().nth(line - 1), Some(""), "line {line}");
    }

    #[test]
    fn a_line_of_coloured_text_fits_into_80_columns() {
        let text = String::from_utf8(coloured(50_000)).expect("it is text");
        for line in text.lines() {
            let mut shown = 0;
            let mut inside = false;
            for char in line.chars() {
                match char {
                    '\x1b' => inside = true,
                    'm' if inside => inside = false,
                    _ if !inside => shown += 1,
                    _ => {}
                }
            }
            assert!(shown <= 80, "{shown} columns: {line:?}");
        }
    }

    #[test]
    fn every_question_has_its_column() {
        let (text, columns) = questions(100_000, 10_000);
        let asked = text.windows(4).filter(|part| *part == b"\x1b[6n").count();
        assert_eq!(asked, columns.len());
        assert_eq!(columns[..3], [1, 2, 3], "each one column further");
    }

    #[test]
    fn the_tree_has_as_many_files_as_were_asked_for() {
        let folder = tempfile::tempdir().expect("a folder");
        tree(folder.path(), 130).expect("the tree can be made");
        let found = std::sync::Mutex::new(0);
        tenon_workspace::walk::files(folder.path(), false, 1, || {
            |path: &[u8]| {
                assert!(path.ends_with(b".rs"), "only sources are not ignored");
                *found.lock().expect("no other thread failed") += 1;
                true
            }
        });
        assert_eq!(found.into_inner().expect("no thread failed"), 130);
    }
}
