//! What front matter says of a note.

use saphyr::{LoadableYamlNode, Scalar, Yaml};

/// The properties that the graph of notes knows.
#[derive(Debug, Default)]
pub(super) struct Matter {
    /// Its title.
    pub title: Option<String>,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Its tags, without `#`.
    pub tags: Vec<String>,
}

/// Reads YAML that is known to be a mapping; `yaml` is as it stands between the two lines.
pub(super) fn read(yaml: &str) -> Matter {
    let mut matter = Matter::default();
    let Ok(documents) = Yaml::load_from_str(yaml) else {
        return matter;
    };
    let Some(mapping) = documents.first().and_then(Yaml::as_mapping) else {
        return matter;
    };
    for (key, value) in mapping {
        let Some(key) = key.as_str() else { continue };
        match key.to_ascii_lowercase().as_str() {
            "title" => matter.title = scalar(value).filter(|title| !title.is_empty()),
            "aliases" | "alias" => matter.aliases.extend(list(value, &[','])),
            "tags" | "tag" => {
                let tags = list(value, &[',', ' ']).into_iter();
                matter.tags.extend(
                    tags.map(|tag| tag.trim_start_matches('#').trim_end_matches('/').to_owned())
                        .filter(|tag| !tag.is_empty()),
                );
            }
            _ => {}
        }
    }
    matter
}

/// The texts of a list; of a single text its parts between `between`.
fn list(value: &Yaml<'_>, between: &[char]) -> Vec<String> {
    let texts: Vec<String> = match value.as_sequence() {
        Some(items) => items.iter().filter_map(scalar).collect(),
        None => scalar(value)
            .iter()
            .flat_map(|text| text.split(between))
            .map(|part| part.trim().to_owned())
            .collect(),
    };
    texts.into_iter().filter(|text| !text.is_empty()).collect()
}

/// A value as text, so that a title `2024` is one.
fn scalar(value: &Yaml<'_>) -> Option<String> {
    let text = match value {
        Yaml::Value(Scalar::String(text)) => text.to_string(),
        Yaml::Value(Scalar::Integer(number)) => number.to_string(),
        Yaml::Value(Scalar::FloatingPoint(number)) => number.to_string(),
        Yaml::Value(Scalar::Boolean(is)) => is.to_string(),
        Yaml::Representation(text, ..) => text.to_string(),
        _ => return None,
    };
    Some(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_tags_are_lists_or_single() {
        for (yaml, title, aliases, tags) in [
            (
                "title: A\naliases: [b, 'c, d']\ntags: [x/y, '#z']\n",
                Some("A"),
                &["b", "c, d"][..],
                &["x/y", "z"][..],
            ),
            (
                "alias: b, c\ntag: x y, z\n",
                None,
                &["b", "c"],
                &["x", "y", "z"],
            ),
            (
                "title: 2024\nAliases:\n- 1.5\n- true\n-\n",
                Some("2024"),
                &["1.5", "true"],
                &[],
            ),
            ("title: {a: b}\ntags:\naliases: [[a]]\n", None, &[], &[]),
        ] {
            let matter = read(yaml);
            assert_eq!(matter.title.as_deref(), title, "{yaml}");
            assert_eq!(matter.aliases, aliases, "{yaml}");
            assert_eq!(matter.tags, tags, "{yaml}");
        }
    }
}
