//! Numbers of things in sentences.

/// `1 file`, `2 files`: a number with the word for what is counted, which takes an `s` unless there
/// is exactly one.
pub fn counted(number: impl TryInto<u64>, one: &str) -> String {
    // A number below zero is of nothing that could be counted.
    let number = number.try_into().unwrap_or(0);
    let end = if number == 1 { "" } else { "s" };
    format!("{number} {one}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_one_thing() {
        let told = [
            counted(0_u64, "file"),
            counted(1_i64, "terminal"),
            counted(2_usize, "edit"),
        ];
        assert_eq!(told, ["0 files", "1 terminal", "2 edits"]);
    }
}
