//! The shapes of `/vectors/*`, as the two sides have agreed on them.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The most rows of one upsert.
pub const UPSERT_ROWS: usize = 2_000;

/// A vector: base64 of little-endian `f32` on the wire, or a list of figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Vector(pub Vec<f32>);

impl Serialize for Vector {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = self
            .0
            .iter()
            .flat_map(|figure| figure.to_le_bytes())
            .collect();
        to.serialize_str(&STANDARD.encode(bytes))
    }
}

impl<'de> Deserialize<'de> for Vector {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Either)
    }
}

struct Either;

impl<'de> Visitor<'de> for Either {
    type Value = Vector;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a vector as base64 or as a list of figures")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Vector, E> {
        let bytes = STANDARD.decode(text).map_err(E::custom)?;
        let (figures, rest) = bytes.as_chunks::<4>();
        if !rest.is_empty() {
            return Err(E::custom("its bytes are no whole figures"));
        }
        Ok(Vector(
            figures
                .iter()
                .map(|four| f32::from_le_bytes(*four))
                .collect(),
        ))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vector, A::Error> {
        let mut figures = Vec::with_capacity(list.size_hint().unwrap_or(0));
        while let Some(figure) = list.next_element()? {
            figures.push(figure);
        }
        Ok(Vector(figures))
    }
}

/// Which vectors are meant: one model's of one workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Collection {
    /// The workspace: `[0-9a-f-]{8,64}`.
    pub workspace: String,
    /// The collection: `[a-z0-9-]{1,64}`.
    pub collection: String,
}

/// What a row is known by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct VectorKey {
    /// What the row is about, as `kind:id`.
    #[serde(rename = "ref")]
    pub reference: String,
    /// The hash of the text, 32 hexadecimal digits.
    pub hash: String,
}

/// A row as it is sent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VectorRow {
    /// What it is known by.
    #[serde(flatten)]
    pub key: VectorKey,
    /// `code`, later also other kinds.
    pub kind: String,
    /// The file, relative to the workspace.
    pub path: String,
    /// The language's name, or empty.
    pub language: String,
    /// When the file was changed, UTC milliseconds.
    pub at: i64,
    /// The vector, of length 1.
    pub vector: Vector,
}

/// The body of `POST /vectors/upsert`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VectorsUpsert {
    /// Where to; it is made when there is none.
    #[serde(flatten)]
    pub to: Collection,
    /// How many figures each vector has.
    pub dimensions: usize,
    /// At most [`UPSERT_ROWS`] rows; one with a known key takes the place of the one before.
    pub rows: Vec<VectorRow>,
}

/// The answer of `POST /vectors/upsert`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Upserted {
    /// How many rows there were.
    pub upserted: u64,
}

/// What a search goes by.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Likeness {
    /// Rows near a vector.
    Vector(Vector),
    /// Rows near what a text means.
    Text(String),
}

/// Which rows of a collection count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct VectorsFilter {
    /// Only these kinds, when there are some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// Only these languages, when there are some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Only paths that fit.
    #[serde(skip_serializing_if = "PathFilter::is_empty")]
    pub paths: PathFilter,
    /// Only files that were changed since then, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
}

/// Expressions over whole paths, in the syntax of Rust's `regex`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PathFilter {
    /// One of them fits, when there are some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// None of them fits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
}

impl PathFilter {
    /// Whether every path passes.
    pub fn is_empty(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }
}

/// The body of `POST /vectors/search`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VectorsSearch {
    /// Where.
    #[serde(flatten)]
    pub from: Collection,
    /// Near what.
    #[serde(flatten)]
    pub near: Likeness,
    /// Which model reads the text, by its name; without one the first engine's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// At most so many rows: 1 to 1,000.
    pub limit: usize,
    /// Which rows count.
    pub filter: VectorsFilter,
    /// Whether every row is compared, whatever index there is.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub exact: bool,
}

/// A row that was found.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct VectorHit {
    /// What it is known by.
    #[serde(flatten)]
    pub key: VectorKey,
    /// What it is.
    pub kind: String,
    /// The file.
    pub path: String,
    /// Its language.
    pub language: String,
    /// When the file was changed, UTC milliseconds.
    pub at: i64,
    /// The cosine: 1 is the same direction.
    pub score: f32,
}

/// The answer of `POST /vectors/search`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VectorHits {
    /// The rows, the best first.
    pub hits: Vec<VectorHit>,
    /// How many rows the collection has.
    pub rows: u64,
    /// How long the text took to become a vector, milliseconds.
    pub embed_ms: f64,
    /// How long the search took, milliseconds.
    pub search_ms: f64,
}

/// The body of `POST /vectors/delete`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VectorsDelete {
    /// Where.
    #[serde(flatten)]
    pub from: Collection,
    /// What.
    #[serde(flatten)]
    pub what: Deletion,
}

/// What is deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Deletion {
    /// These rows.
    Keys(Vec<VectorKey>),
    /// The whole collection; it is always `true`.
    All(bool),
}

/// The answer of `POST /vectors/delete`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Deleted {
    /// How many rows there were.
    pub deleted: u64,
}

/// The most rows of one [`VectorsPage`].
pub const PAGE_ROWS: usize = 500;

/// The body of `POST /vectors/read`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VectorsRead {
    /// Where.
    #[serde(flatten)]
    pub from: Collection,
    /// The last row of the page before; it need not be there any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<VectorKey>,
    /// At most so many rows: 1 to [`PAGE_ROWS`].
    pub limit: usize,
}

/// A row as it is given back.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct KeptVector {
    /// What it is known by.
    #[serde(flatten)]
    pub key: VectorKey,
    /// The vector, of length 1.
    pub vector: Vector,
}

/// The answer of `POST /vectors/read`; with fewer rows than were asked for it is the last one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct VectorsPage {
    /// The rows, in an order of their own.
    pub rows: Vec<KeptVector>,
    /// How many figures each vector has.
    pub dimensions: usize,
}

/// What a collection takes on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct CollectionSize {
    /// Bytes of all its files.
    pub bytes: u64,
    /// Its files.
    pub files: u64,
    /// Its versions.
    pub versions: u64,
    /// Its rows.
    pub rows: u64,
}

/// The answer of `POST /vectors/optimize`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Optimized {
    /// What it took before.
    pub before: CollectionSize,
    /// What it takes now.
    pub after: CollectionSize,
    /// Whether it has an index.
    pub indexed: bool,
    /// How long it took, milliseconds.
    pub elapsed_ms: f64,
}

/// The answer of `POST /vectors/stats`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct VectorsStats {
    /// Whether it is there.
    pub exists: bool,
    /// Its rows.
    pub rows: u64,
    /// Bytes of all its files.
    pub bytes: u64,
    /// Its files.
    pub files: u64,
    /// Its versions.
    pub versions: u64,
    /// The XOR over all rows of the first 8 bytes of SHA-256(ref, 0, hash), in hexadecimal digits.
    pub digest: String,
    /// Whether it has an index.
    pub indexed: bool,
}
