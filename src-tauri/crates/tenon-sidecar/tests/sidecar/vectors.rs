//! Vectors: their shapes are those of the samples, and their answers reach who asked.

use std::path::Path;

use serde::Serialize;
use serde_json::{Value, json};
use tenon_sidecar::{
    Collection, Condition, Deleted, Deletion, Likeness, Optimized, PathFilter, Upserted, Vector,
    VectorHits, VectorKey, VectorRow, VectorsDelete, VectorsFilter, VectorsPage, VectorsRead,
    VectorsSearch, VectorsStats, VectorsUpsert,
};

use crate::fake::{Fake, Watched, config, rules};

fn cases() -> Vec<Value> {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/contract/sidecar/vectors.json");
    let text = std::fs::read_to_string(file).expect("the samples");
    let all: Value = serde_json::from_str(&text).expect("JSON");
    all["cases"].as_array().expect("a list").clone()
}

fn case(name: &str) -> Value {
    let all = cases().into_iter();
    let mut found = all.filter(|case| case["name"] == name);
    found
        .next()
        .unwrap_or_else(|| panic!("there is no \"{name}\""))
}

#[track_caller]
fn sent(name: &str, body: &impl Serialize) {
    let made = serde_json::to_value(body).expect("JSON");
    assert_eq!(made, case(name)["request"]["body"], "{name}");
}

fn collection(name: &str) -> Collection {
    Collection {
        workspace: "0190c1d2-7a3b-7c4d-8e5f-001122334455".into(),
        collection: name.into(),
    }
}

fn first() -> VectorKey {
    VectorKey {
        reference: "symbol:0190c1d2-0001".into(),
        hash: "0bfd485507d7a28ad622621c7e6375e9".into(),
    }
}

#[test]
fn requests_are_what_was_agreed_on() {
    let minilm = || collection("all-minilm-l6-v2-1");
    sent("stats", &minilm());
    sent("optimize", &minilm());
    let mut read = VectorsRead {
        from: minilm(),
        after: None,
        limit: 2,
    };
    sent("read the first page", &read);
    read.after = Some(VectorKey {
        reference: "symbol:0190c1d2-0003".into(),
        hash: "4328adeb340473e316277027007315c0".into(),
    });
    sent("read the last page", &read);
    let row = VectorRow {
        key: first(),
        kind: "symbol".into(),
        path: "src/door.rs".into(),
        language: "rust".into(),
        at: 1_760_000_000_000,
        vector: Vector(vec![1.0, 0.0, 0.0, 0.0]),
    };
    let upsert = VectorsUpsert {
        to: minilm(),
        dimensions: 4,
        rows: vec![row],
    };
    sent("upsert again", &upsert);
    let search = VectorsSearch {
        from: minilm(),
        near: Likeness::Vector(Vector(vec![1.0, 0.0, 0.0, 0.0])),
        model: None,
        limit: 10,
        filter: VectorsFilter {
            kinds: vec!["file".into(), "symbol".into()],
            languages: vec!["rust".into()],
            paths: PathFilter {
                include: vec!["src/.*".into()],
                exclude: vec![".*/door\\.rs".into()],
            },
            since: Some(1_760_000_001_000),
        },
        exact: true,
    };
    sent("search with every filter", &search);
    let text = VectorsSearch {
        from: collection("hashing"),
        near: Likeness::Text("nothing like it".into()),
        model: Some("hashing".into()),
        limit: 1,
        filter: VectorsFilter {
            kinds: vec!["task".into()],
            ..VectorsFilter::default()
        },
        exact: false,
    };
    sent("search by text", &text);
    let second = VectorKey {
        reference: "symbol:0190c1d2-0009".into(),
        hash: "56ee722d38502d7c3c21d650f07ede73".into(),
    };
    let delete = VectorsDelete {
        from: minilm(),
        what: Deletion::Keys(vec![first(), second]),
    };
    sent("delete by key", &delete);
    let all = VectorsDelete {
        from: minilm(),
        what: Deletion::All(true),
    };
    sent("delete all", &all);
}

#[test]
fn every_answer_is_read() {
    for case in cases() {
        let body = case["response"]["body"].clone();
        let name = case["name"].as_str().unwrap_or_default();
        let target = case["request"]["target"].as_str().unwrap_or_default();
        let read = match target {
            "/vectors/upsert" => serde_json::from_value::<Upserted>(body).map(drop),
            "/vectors/search" => serde_json::from_value::<VectorHits>(body).map(drop),
            "/vectors/delete" => serde_json::from_value::<Deleted>(body).map(drop),
            "/vectors/optimize" => serde_json::from_value::<Optimized>(body).map(drop),
            "/vectors/read" => serde_json::from_value::<VectorsPage>(body).map(drop),
            "/vectors/stats" => serde_json::from_value::<VectorsStats>(body).map(drop),
            other => panic!("{other} is new"),
        };
        read.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn a_vector_is_read_as_it_was_written_and_odd_ones_are_refused() {
    let vector = Vector(vec![0.25, -1.5, f32::MIN_POSITIVE]);
    let text = serde_json::to_string(&vector).expect("JSON");
    assert_eq!(serde_json::from_str::<Vector>(&text).expect("read"), vector);
    let list: Vector = serde_json::from_value(json!([0.5, 1.0])).expect("a list");
    assert_eq!(list.0, [0.5, 1.0]);
    for odd in [json!("AAAA"), json!("?"), json!(1), json!(["x"])] {
        assert!(
            serde_json::from_value::<Vector>(odd.clone()).is_err(),
            "{odd}"
        );
    }
}

#[test]
fn answers_and_refusals_reach_who_asked() {
    let fake = Fake::new("ready");
    let watched = Watched::start(config(&fake.program(), rules()));
    let early = watched.supervisor.vectors_stats(&collection("none-at-all"));
    drop(early);
    watched.until_state(Condition::Ready);
    let stats = watched.supervisor.vectors_stats(&collection("abcdefgh"));
    let stats = stats.expect("an answer");
    assert_eq!((stats.exists, stats.rows), (false, 0));
    fake.be("ready busy");
    let refused = watched.supervisor.vectors_optimize(&collection("abcdefgh"));
    match refused.expect_err("it has too much to do") {
        tenon_sidecar::SidecarError::Answered {
            status,
            retryable,
            retry_after,
            ..
        } => {
            assert_eq!((status, retryable), (429, true));
            assert_eq!(retry_after.expect("a time").as_secs(), 3);
        }
        other => panic!("{other}"),
    }
}
