//! What stands in a window's layout. The page writes it, and anything of it may be missing.

use serde_json::Value;
use tenon_core::WirePath;

use crate::wire::SessionTab;

/// The tabs of the centre in their order, those of a split group behind those before it.
pub(super) fn tabs_of(layout: &Value) -> Vec<SessionTab> {
    let center = &layout["center"];
    let mut ids = Vec::new();
    views(&center["grid"]["grid"]["root"], &mut ids);
    let panels = &center["panels"];
    ids.iter()
        .filter_map(|id| {
            let panel = &panels[*id];
            let path = serde_json::from_value::<WirePath>(panel["state"]["path"].clone());
            Some(SessionTab {
                title: panel["title"].as_str()?.to_owned(),
                path: path.ok(),
            })
        })
        .collect()
}

fn views<'a>(node: &'a Value, ids: &mut Vec<&'a str>) {
    match &node["data"] {
        Value::Array(inner) => inner.iter().for_each(|node| views(node, ids)),
        leaf => {
            let listed = leaf["views"].as_array().into_iter().flatten();
            ids.extend(listed.filter_map(Value::as_str));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn tabs_are_listed_in_their_order_and_nonsense_is_passed_over() {
        let leaf = |views: Value| json!({ "type": "leaf", "data": { "views": views } });
        let layout = json!({ "center": {
            "grid": { "grid": { "root": { "type": "branch", "data": [
                leaf(json!(["b", "a", 7])),
                { "type": "branch", "data": [leaf(json!(["c", "unknown"]))] },
            ] } } },
            "panels": {
                "a": { "title": "a.rs", "state": { "path": { "path": "src/a.rs" } } },
                "b": { "title": "Settings", "state": null },
                "c": { "title": "c.rs", "state": { "path": { "path": "c.rs" } } },
            },
        } });
        let tabs = tabs_of(&layout);
        let titles: Vec<_> = tabs.iter().map(|tab| tab.title.as_str()).collect();
        assert_eq!(titles, ["Settings", "a.rs", "c.rs"]);
        assert_eq!(tabs[1].path, Some("src/a.rs".into()));
        for broken in [
            json!(null),
            json!([1]),
            json!({ "center": 3 }),
            json!({ "center": null }),
        ] {
            assert_eq!(tabs_of(&broken), [], "{broken}");
        }
    }
}
