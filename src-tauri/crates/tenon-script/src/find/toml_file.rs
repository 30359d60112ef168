//! Reading TOML with the places of its keys.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::line_at;

/// A table of a file.
#[derive(Clone, Copy)]
pub(super) struct Table<'v, 'i> {
    text: &'i str,
    table: &'v DeTable<'i>,
}

/// The whole file, or the line and the fault.
pub(super) fn parse(text: &str) -> Result<Spanned<DeTable<'_>>, (Option<u32>, String)> {
    DeTable::parse(text).map_err(|e| {
        let line = e.span().map(|span| line_at(text, span.start));
        (line, format!("it is no TOML: {}", e.message()))
    })
}

impl<'v, 'i> Table<'v, 'i> {
    pub fn new(text: &'i str, table: &'v DeTable<'i>) -> Self {
        Self { text, table }
    }

    pub fn value(&self, key: &str) -> Option<&'v DeValue<'i>> {
        self.table.get(key).map(Spanned::get_ref)
    }

    pub fn text(&self, key: &str) -> Option<&'v str> {
        self.value(key)?.as_str()
    }

    pub fn is_false(&self, key: &str) -> bool {
        self.value(key).and_then(DeValue::as_bool) == Some(false)
    }

    /// The table below these keys.
    pub fn below(&self, keys: &[&str]) -> Option<Self> {
        let mut table = self.table;
        for key in keys {
            table = table.get(*key)?.get_ref().as_table()?;
        }
        Some(Self { table, ..*self })
    }

    /// Its entries with their lines, in the order of the file.
    pub fn entries(&self) -> Vec<(&'v str, u32, &'v DeValue<'i>)> {
        let mut entries: Vec<_> = self.table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries
            .into_iter()
            .map(|(key, value)| {
                let name: &str = key.get_ref();
                (name, line_at(self.text, key.span().start), value.get_ref())
            })
            .collect()
    }

    /// The tables of an array of tables, with their lines.
    pub fn tables(&self, key: &str) -> Vec<(Self, u32)> {
        let list = self.value(key).and_then(DeValue::as_array);
        let list = list.into_iter().flat_map(|list| list.iter());
        list.filter_map(|item| {
            let table = item.get_ref().as_table()?;
            Some((
                Self { table, ..*self },
                line_at(self.text, item.span().start),
            ))
        })
        .collect()
    }
}

/// A value as people would write it on a command line: a text, or a list of texts.
pub(super) fn written(value: &DeValue<'_>) -> Option<String> {
    if let Some(text) = value.as_str() {
        return Some(text.to_owned());
    }
    let list = value.as_array()?;
    let words: Vec<&str> = list
        .iter()
        .filter_map(|item| item.get_ref().as_str())
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}
