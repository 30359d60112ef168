//! Vectors of a collection that nothing is known of any more.

use tenon_sidecar::PAGE_ROWS;

use super::desk::Desk;
use crate::owner::lock;
use crate::wire::MeaningState;

const TWO: &str = "fn two() { second(); }\n";

#[test]
fn vectors_are_taken_over_page_after_page_unless_the_model_is_another_one() {
    let files: Vec<_> = (0..PAGE_ROWS + 7)
        .map(|n| (format!("f{n}.rs"), format!("fn f{n}() {{ body{n}(); }}\n")))
        .collect();
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (&name[..], &text[..]))
        .collect();
    let desk = Desk::new(&files);
    let made = |desk: &Desk| lock(&desk.fake.0).embedded.len();
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    assert_eq!(made(&desk), files.len());
    drop(meaning);
    lock(&desk.fake.0).embedded.clear();
    lock(&desk.fake.0).launch += 1;
    std::fs::remove_file(desk.file()).expect("it is removed");
    desk.write("new.rs", TWO);
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    desk.check("taken over");
    assert_eq!(made(&desk), 1, "only what is new is embedded");
    assert_eq!(meaning.put_aside(), None, "nothing was damaged");
    drop(meaning);
    {
        let mut state = lock(&desk.fake.0);
        state.embedded.clear();
        state.launch += 1;
        state.model = "other".into();
        // What another model made is of no use to this one.
        std::fs::remove_file(desk.file()).expect("it is removed");
    }
    let meaning = desk.begin();
    desk.until(&meaning, MeaningState::Ready);
    assert_eq!(made(&desk), files.len() + 1);
}
