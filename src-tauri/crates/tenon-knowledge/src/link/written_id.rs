//! Ids of tasks as messages write them: in small letters, and joined to one word.

use std::ops::Range;

use super::mention::CLOSING;
use crate::entity::is_short;

/// Ids of one word: `T-21/T-24`.
pub(super) fn joined_ids(text: &str) -> Vec<Range<usize>> {
    let is_id = |part: &str| {
        part.split_once('-').is_some_and(|(prefix, number)| {
            let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
            let is_prefix = prefix.bytes().all(|byte| byte.is_ascii_alphabetic());
            !prefix.is_empty() && is_prefix && is_number && (1..7).contains(&number.len())
        })
    };
    let mut ids = Vec::new();
    let is_of_word = |c: char| c.is_alphanumeric() || "-_./@".contains(c);
    let mut end = 0;
    for whole in text.split_inclusive(|c: char| !is_of_word(c)) {
        let mut at = end;
        end += whole.len();
        let said = whole.trim_end_matches(|c: char| !is_of_word(c) || c == '.');
        let parts: Vec<&str> = said.split('/').collect();
        if parts.len() < 2 || !parts.iter().all(|part| is_id(part)) {
            continue;
        }
        for part in parts {
            ids.push(at..at + part.len());
            at += part.len() + 1;
        }
    }
    ids
}

fn is_capital_id(word: &str) -> bool {
    word.split_once('-').is_some_and(|(prefix, number)| {
        let is_prefix = prefix.bytes().all(|byte| byte.is_ascii_uppercase());
        !prefix.is_empty() && is_prefix && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Words after which an id of one letter is one in small letters too.
const POINTING: [&str; 10] = [
    "see",
    "ref",
    "refs",
    "reference",
    "references",
    "task",
    "ticket",
    "issue",
    "todo",
    "re",
];

/// Whether what stands here points to something: at the beginning of a line, in brackets, after a
/// word such as `see` or `fixes`. `x[t-1]` and `shift by t-2` do not.
fn is_pointed_at(text: &str, at: usize) -> bool {
    let said = &text[..at];
    let line = said.rsplit('\n').next().unwrap_or_default();
    if line.trim().is_empty() {
        return true;
    }
    let is_bracket = line.ends_with(['(', '[']) && line[..line.len() - 1].ends_with([' ', '\t']);
    let said = line.trim_end_matches([' ', ':', '#', '[', '(']);
    let word = said.rsplit(|c: char| !c.is_alphabetic()).next();
    let word = word.unwrap_or_default().to_lowercase();
    is_bracket || POINTING.contains(&&*word) || CLOSING.contains(&&*word)
}

/// Words that are written as ids in small letters are: `t-3`, `shop-12.1`. Whether there is such a
/// task is not asked here.
pub(super) fn small_ids(text: &str) -> Vec<Range<usize>> {
    let mut ids: Vec<Range<usize>> = Vec::new();
    let is_of_word = |c: char| c.is_alphanumeric() || "-_./@".contains(c);
    let mut end = 0;
    for whole in text.split_inclusive(|c: char| !is_of_word(c)) {
        let at = end;
        end += whole.len();
        let said = whole.trim_end_matches(|c: char| !is_of_word(c) || c == '.');
        let Some((prefix, number)) = said.split_once('-') else {
            continue;
        };
        let is_prefix = prefix.bytes().all(|byte| byte.is_ascii_lowercase());
        let mut numbers = number.split('.');
        let is_number = numbers.all(|part| {
            !part.is_empty() && part.len() < 7 && part.bytes().all(|byte| byte.is_ascii_digit())
        });
        // What stands before it may be an id in capitals.
        let last = text[..at].trim_end_matches(|c: char| " ,&+".contains(c));
        let last = last.strip_suffix(" and").unwrap_or(last);
        let is_after = ids.last().is_some_and(|id| id.end == last.len())
            || last
                .rsplit(|c: char| !is_of_word(c))
                .next()
                .is_some_and(is_capital_id);
        // `axis: t-3: wrap labels`
        let is_headed = text[at + said.len()..].starts_with(": ") && text[..at].ends_with(": ");
        let is_one = !is_short(said) || is_after || is_headed || is_pointed_at(text, at);
        if !prefix.is_empty() && is_prefix && is_number && is_one {
            ids.push(at..at + said.len());
        }
    }
    ids
}
