//! What holds for any text.

use std::ops::Range;

use tenon_markdown::{Facts, Fragment, Options, facts, front_matter, html, raw};
use tenon_testkit::Rng;

use crate::payloads::findings;
use crate::seed::text;

#[test]
fn any_text_gives_html_of_the_list_and_the_same_again() {
    let mut rng = Rng::seeded(0x3d0c);
    for _ in 0..4_000 {
        let text = text(&mut rng, 60);
        for positions in [false, true] {
            let options = Options { positions };
            let got = html(&text, &options).expect("short");
            let findings = findings(&got);
            assert!(findings.is_empty(), "{findings:?}\n{text:?}\n{got}");
            assert_eq!(got, html(&text, &options).expect("short"));
        }
        raw(&text);
    }
}

#[test]
fn every_place_of_the_facts_says_what_they_say() {
    let mut rng = Rng::seeded(0xfac7);
    let mut seen = [0_usize; 6];
    for _ in 0..6_000 {
        let text = text(&mut rng, 40);
        let facts = facts(&text);
        check(&text, &facts);
        let counts = [
            facts.headings.len(),
            facts.wikilinks.len(),
            facts.links.len(),
            facts.tags.len(),
            facts.block_ids.len(),
            facts.tasks.len(),
        ];
        for (sum, count) in seen.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    println!("headings, wikilinks, links, tags, ids, tasks: {seen:?}");
    assert!(seen.iter().all(|sum| *sum > 30), "the texts hold enough");
}

#[track_caller]
fn at<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    text.get(range.clone())
        .unwrap_or_else(|| panic!("{range:?} is no place in {text:?}"))
}

fn check(text: &str, facts: &Facts) {
    // That byte is read as another one, as the facts say.
    let text = &text.replace('\0', "\u{1}");
    if let Some(found) = &facts.front_matter {
        assert_eq!(front_matter::find(text).as_ref(), Some(found));
        assert!(text[found.yaml.end..found.body].starts_with(['-', '.']));
    }
    let body = facts.front_matter.as_ref().map_or(0, |found| found.body);
    for heading in &facts.headings {
        assert!(heading.range.start >= body);
        at(text, &heading.range);
        assert_eq!(
            heading.line,
            line(text, heading.range.start),
            "{heading:?} {text:?}"
        );
    }
    for link in &facts.wikilinks {
        let whole = at(text, &link.range);
        let opening = if link.embed { "![[" } else { "[[" };
        assert!(
            whole.starts_with(opening) && whole.ends_with("]]"),
            "{link:?} {text:?}"
        );
        assert_eq!(at(text, &link.target_range), link.target, "{text:?}");
        assert!(
            link.range.start < link.target_range.start && link.target_range.end < link.range.end
        );
        if let Some(Fragment::Heading(part) | Fragment::Block(part)) = &link.fragment {
            assert!(whole.contains(part.as_str()));
        }
    }
    for link in &facts.links {
        let whole = at(text, &link.range);
        assert!(
            whole.starts_with(if link.image { "![" } else { "[" }),
            "{link:?} {text:?}"
        );
        if let Some(place) = &link.destination {
            let written = at(text, place);
            assert!(
                written == link.target || written.contains(['\\', '&']),
                "{link:?} {text:?}"
            );
        }
    }
    for tag in &facts.tags {
        assert_eq!(at(text, &tag.range), format!("#{}", tag.name));
    }
    for id in &facts.block_ids {
        assert_eq!(at(text, &id.range), format!("^{}", id.id));
        assert_eq!(id.line, line(text, id.range.start));
    }
    for task in &facts.tasks {
        assert!(text[..task.offset].ends_with('['), "{task:?} {text:?}");
        let state = format!("{}]", task.state);
        assert!(text[task.offset..].starts_with(&state), "{task:?} {text:?}");
        assert_eq!(task.line, line(text, task.offset));
    }
    assert!(
        facts
            .headings
            .is_sorted_by_key(|heading| heading.range.start)
    );
    assert!(facts.wikilinks.is_sorted_by_key(|link| link.range.start));
    assert!(facts.links.is_sorted_by_key(|link| link.range.start));
    assert!(facts.tags.is_sorted_by_key(|tag| tag.range.start));
    assert!(facts.block_ids.is_sorted_by_key(|id| id.range.start));
    assert!(facts.tasks.is_sorted_by_key(|task| task.offset));
    let mut end = body;
    for range in &facts.plain {
        at(text, range);
        assert!(
            end <= range.start && range.start < range.end,
            "{range:?} {text:?}"
        );
        end = range.end;
    }
    for link in &facts.wikilinks {
        assert!(
            !facts
                .plain
                .iter()
                .any(|range| range.start < link.range.end && link.range.start < range.end)
        );
    }
}

/// The line of a byte, counted from 1, by the line ends of Markdown.
fn line(text: &str, offset: usize) -> usize {
    let before = &text[..offset];
    let ends = before.replace("\r\n", "\n").matches(['\n', '\r']).count();
    // A place between the two bytes of a line end does not come.
    ends + 1
}
