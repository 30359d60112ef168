//! How long a large vault takes, told and not judged: run by hand in release with `--ignored`.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use tenon_knowledge::note::{Note, Vault};
use tenon_testkit::Rng;

const NOTES: usize = 10_000;

fn note(rng: &mut Rng, number: usize) -> String {
    let mut text = format!(
        "---\ntitle: The note {number}\ntags: [t{}/x]\n---\n# Note {number}\n\n",
        number % 50
    );
    if number.is_multiple_of(10) {
        text.push_str("See [[f0/note-0|the first]].\n\n");
    }
    while text.len() < 3_000 {
        let to = rng.below(NOTES);
        let _ = writeln!(
            text,
            "## Part {}\n\nSome words about the buffer and *its* lines, with [[note-{to}]] and `code` #tag{}.\n\n- [ ] to do\n- done [x](../f{}/note-{to}.md#part-1)\n",
            text.len(),
            to % 30,
            to % 40,
        );
    }
    text
}

fn path(number: usize) -> String {
    format!("f{}/note-{number}.md", number % 40)
}

#[test]
#[ignore = "it measures, and is run by hand in release"]
fn figures_of_ten_thousand_notes() {
    let mut rng = Rng::seeded(1);
    let texts: Vec<_> = (0..NOTES)
        .map(|number| (path(number), note(&mut rng, number)))
        .collect();
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    let start = Instant::now();
    let mut vault = Vault::new();
    for (number, (path, text)) in texts.iter().enumerate() {
        vault.put(path.as_bytes(), text, i64::try_from(number).expect("small"));
    }
    println!(
        "{NOTES} notes, {} KiB: built in {:?}",
        bytes >> 10,
        start.elapsed()
    );

    let start = Instant::now();
    let halves = texts.split_at(NOTES / 2);
    let read = |half: &[(String, String)]| -> Vec<_> {
        half.iter().map(|(_, text)| Note::read(text, 0)).collect()
    };
    let notes: Vec<_> = std::thread::scope(|scope| {
        let other = scope.spawn(|| read(halves.1));
        let mut all = read(halves.0);
        all.extend(other.join().expect("it reads"));
        all
    });
    println!("read on two threads in {:?}", start.elapsed());
    let start = Instant::now();
    let mut again = Vault::new();
    for ((path, _), note) in texts.iter().zip(notes) {
        again.put_read(path.as_bytes(), note);
    }
    println!("put in {:?}", start.elapsed());
    drop(again);

    let queries = [
        "",
        "n",
        "no",
        "note",
        "note-12",
        "nt99",
        "the note 5",
        "f3/no",
        "xyz",
        "note-77#",
        "tenote",
        "1234",
    ];
    let mut times: Vec<Duration> = Vec::new();
    for round in 0..20 {
        for query in queries {
            let start = Instant::now();
            let rows = vault.complete(query, path(round * 7).as_bytes(), 50);
            times.push(start.elapsed());
            std::hint::black_box(rows);
        }
    }
    times.sort();
    println!(
        "completion: p50 {:?}, p95 {:?}, most {:?}",
        times[times.len() / 2],
        times[times.len() * 95 / 100],
        times[times.len() - 1]
    );

    let start = Instant::now();
    let backlinks = vault.backlinks(b"f0/note-0.md").len();
    println!("{backlinks} backlinks in {:?}", start.elapsed());
    let start = Instant::now();
    let changes = vault
        .rename(b"f0/note-0.md", b"other/first.md")
        .expect("it moves");
    println!(
        "rename: {} edits, {} lost in {:?}",
        changes.edits.len(),
        changes.lost.len(),
        start.elapsed()
    );
    let start = Instant::now();
    let arrows = vault.arrows().len();
    println!("{arrows} arrows in {:?}", start.elapsed());
    let start = Instant::now();
    let edits = vault.rename(b"f1", b"g1").expect("it moves").edits.len();
    println!(
        "a folder of 250 notes: {edits} edits in {:?}",
        start.elapsed()
    );
    let start = Instant::now();
    vault.put(texts[5].0.as_bytes(), &texts[5].1, 0);
    println!("one note again in {:?}", start.elapsed());
}
