//! What a text says of itself.

use tenon_markdown::{Fragment, facts, slugs};

const NOTE: &str = "\u{feff}---\ntags: [a]\n---\n# The *title* ^top\n\nSee [[Other note#Part|there]], [[#Here]], [[x#^id]] and ![[img.png]].\n\
    `[[code]] #code` %%[[comment]] #c%% $[[math]]$ <b title=\"[[no]]\">#yes</b>\n\n\
    ## The title\n\nA [link](../a%20b.md#x \"t\") ![i](<b c.png>) [ref][r] [away](https://a.b) [mail](mailto:x@y) [part](#x)\n\n\
    [r]: other.md\n\n- [ ] open #todo/now ^t-1\n- [x] done\n  1. [-] dropped ü\n\n> quoted #q\n> [[in quote]] ^q1\n\n\
    | a | b |\n|---|---|\n| [[t\\|u]] | #cell |\n\n```\n[[fence]] #f\n```\n\n<div>\n[[html]] #h\n</div>\n";

#[test]
fn a_note_says_what_it_is_and_where_it_points() {
    for text in [NOTE.to_owned(), NOTE.replace('\n', "\r\n")] {
        let facts = facts(&text);
        assert_eq!(facts.title.as_deref(), Some("The title"));
        assert!(facts.front_matter.is_some());
        let headings: Vec<_> = facts
            .headings
            .iter()
            .map(|h| {
                (
                    h.level,
                    h.text.as_str(),
                    h.slug.as_str(),
                    h.line,
                    &text[h.range.clone()],
                )
            })
            .collect();
        assert_eq!(
            headings,
            [
                (1, "The title", "the-title", 4, "# The *title* ^top"),
                (2, "The title", "the-title-1", 9, "## The title"),
            ]
        );
        let texts = facts.headings.iter().map(|heading| heading.text.as_str());
        assert_eq!(slugs(texts), ["the-title", "the-title-1"]);
        let links: Vec<_> = facts
            .wikilinks
            .iter()
            .map(|l| {
                (
                    l.embed,
                    l.target.as_str(),
                    l.fragment.clone(),
                    l.alias.as_deref(),
                )
            })
            .collect();
        let heading = |text: &str| Some(Fragment::Heading(text.into()));
        assert_eq!(
            links,
            [
                (false, "Other note", heading("Part"), Some("there")),
                (false, "", heading("Here"), None),
                (false, "x", Some(Fragment::Block("id".into())), None),
                (true, "img.png", None, None),
                (false, "in quote", None, None),
                (false, "t", None, Some("u")),
            ]
        );
        let paths: Vec<_> = facts
            .links
            .iter()
            .map(|l| {
                (
                    l.image,
                    l.target.as_str(),
                    l.destination.clone().map(|place| &text[place]),
                )
            })
            .collect();
        assert_eq!(
            paths,
            [
                (false, "../a%20b.md#x", Some("../a%20b.md#x")),
                (true, "b c.png", Some("b c.png")),
                (false, "other.md", None),
                (false, "#x", Some("#x")),
            ]
        );
        let tags: Vec<_> = facts.tags.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(tags, ["yes", "todo/now", "q", "cell"]);
        let ids: Vec<_> = facts
            .block_ids
            .iter()
            .map(|id| (id.id.as_str(), id.line))
            .collect();
        assert_eq!(ids, [("top", 4), ("t-1", 15), ("q1", 20)]);
        let tasks: Vec<_> = facts
            .tasks
            .iter()
            .map(|t| {
                (
                    t.line,
                    t.state,
                    t.text.as_str(),
                    &text[t.offset - 1..t.offset + 2],
                )
            })
            .collect();
        assert_eq!(
            tasks,
            [
                (15, ' ', "open #todo/now ^t-1", "[ ]"),
                (16, 'x', "done", "[x]"),
                (17, '-', "dropped ü", "[-]"),
            ]
        );
    }
}

#[test]
fn plain_text_is_what_a_mention_can_stand_in() {
    let facts = facts(NOTE);
    let plain: Vec<_> = facts
        .plain
        .iter()
        .map(|range| NOTE[range.clone()].trim())
        .collect();
    for expected in [
        "See",
        "#yes",
        "quoted #q",
        "The",
        "title",
        "dropped ü",
        "open #todo/now",
    ] {
        assert!(plain.contains(&expected), "{expected}: {plain:?}");
    }
    let all = plain.join("\n");
    for never in [
        "code", "comment", "math", "there", "link", "fence", "html", "##", "- [", "^t-1", "tags",
    ] {
        assert!(!all.contains(never), "{never}: {plain:?}");
    }
}

#[test]
fn escapes_and_entities_do_not_move_what_follows() {
    for (text, tags, links) in [
        ("\\#no #yes", &["yes"][..], 0),
        ("AT&amp;T #yes &#35;no", &["yes"], 0),
        ("a\\*b\\_c #yes [[x]]", &["yes"], 1),
        ("ü🍄 &nbsp; #yes [[ü]]", &["yes"], 1),
        ("\\[[x]] [\\[y]]", &[], 0),
        ("> - a\n>   #yes\n>\tb [[x]]", &["yes"], 1),
        ("a\0b #yes [[x]]", &["yes"], 1),
        (
            "|a|\n|-|\n| \\|\\| [[x\\|y]] \\| [[z]] #yes \\|#too |",
            &["yes", "too"],
            2,
        ),
        ("#a\n#b", &["a", "b"], 0),
        ("[^1]: in a note #yes that nothing refers to", &["yes"], 0),
    ] {
        let facts = facts(text);
        let found: Vec<_> = facts
            .tags
            .iter()
            .map(|tag| &text[tag.range.start + 1..tag.range.end])
            .collect();
        assert_eq!(
            (found.as_slice(), facts.wikilinks.len()),
            (tags, links),
            "{text:?}"
        );
    }
}
