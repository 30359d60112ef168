//! Lines by the words they share with a question, without an index.

use tenon_index::find::lines_with;
use tenon_testkit::TempWorkspace;

use crate::support::place;

#[test]
fn lines_with_most_of_the_words_come_first_and_fewer_than_half_are_none() {
    let workspace = TempWorkspace::with(&[
        ("a.log", "one\nONE two three\nfour one\n"),
        ("b.log", "Two three, four and one\nnothing\ntwo three\n"),
    ]);
    let paths = [b"a.log".to_vec(), b"b.log".to_vec(), b"gone.log".to_vec()];
    let words = ["one", "two", "three", "four"].map(String::from);
    let find = |limit| lines_with(workspace.path(), &paths, &words, limit).expect("words");
    let (hits, problems) = find(10);
    let found: Vec<_> = hits.iter().map(|hit| (place(hit), hit.score)).collect();
    let wanted = [
        ("b.log:1:1", 1.0),
        ("a.log:2:1", 0.75),
        ("a.log:3:1", 0.5),
        ("b.log:3:1", 0.5),
    ];
    assert_eq!(
        found,
        wanted.map(|(place, score)| (place.to_owned(), score))
    );
    assert_eq!(hits[1].why, "the line holds one, two, three");
    assert_eq!(problems, []);
    assert_eq!(find(1).0, hits[..1], "the best, wherever it stands");
    assert!(lines_with(workspace.path(), &paths, &[], 9).is_err());
}
