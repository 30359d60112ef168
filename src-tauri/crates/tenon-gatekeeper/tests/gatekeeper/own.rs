//! A person's own rules, and what they let through.

use tenon_gatekeeper::{Allowed, Gatekeeper, OwnRule, OwnRules};

fn rule() -> OwnRule {
    OwnRule {
        id: "acme-key".into(),
        kind: "ACME_KEY".into(),
        expression: "acme:(?P<secret>[0-9a-f]{8})".into(),
        matching: vec!["acme:0123abcd".into()],
        must_not: vec!["acme:key".into()],
    }
}

fn allowed(rule: Option<&str>, path: Option<&str>) -> Allowed {
    Allowed {
        rule: rule.map(str::to_owned),
        path: path.map(str::to_owned),
    }
}

fn kinds(gatekeeper: &Gatekeeper, text: &str, path: Option<&str>) -> Vec<String> {
    let found = gatekeeper.find_in(text, path).into_iter();
    found.map(|finding| finding.kind).collect()
}

#[test]
fn an_own_rule_finds_beside_the_built_in_ones() {
    let gatekeeper = Gatekeeper::new([1; 32]);
    let text = format!(
        "acme:0123abcd acme:89abcdef {}",
        ["sk-proj-", "1234567890abcdef"].concat()
    );
    assert_eq!(kinds(&gatekeeper, &text, None), ["OPENAI_KEY"]);
    let mut own = OwnRules::default();
    own.add(&rule()).expect("a good rule");
    gatekeeper.set_own(own);
    assert_eq!(
        kinds(&gatekeeper, &text, None),
        ["ACME_KEY", "ACME_KEY", "OPENAI_KEY"]
    );
    assert!(
        gatekeeper
            .mask_text(&text)
            .0
            .starts_with("acme:<REDACTED:ACME_KEY:")
    );
    gatekeeper.set_own(OwnRules::default());
    assert_eq!(
        kinds(&gatekeeper, &text, None),
        ["OPENAI_KEY"],
        "taken away again"
    );
}

#[test]
fn a_rule_that_cannot_be_judged_is_refused_with_the_reason() {
    type Spoil = fn(&mut OwnRule);
    let faults: [(&str, Spoil); 9] = [
        ("no examples that it finds", |rule| rule.matching.clear()),
        ("no examples that it must not find", |rule| {
            rule.must_not.clear()
        }),
        ("does not find its example 2", |rule| {
            rule.matching.push("acme".into())
        }),
        ("finds something in its example 1", |rule| {
            rule.must_not[0] = "acme:0123abcd".into()
        }),
        ("RE2 does not know", |rule| {
            rule.expression = "acme(?=:)".into()
        }),
        ("matches nothing at all", |rule| {
            rule.expression = "x*".into()
        }),
        ("fault at character", |rule| {
            rule.expression = "acme:(".into()
        }),
        ("capital letters", |rule| rule.kind = "acme".into()),
        ("another rule has", |rule| rule.id = "jwt".into()),
    ];
    for (reason, spoil) in faults {
        let mut own = OwnRules::default();
        let mut spoiled = rule();
        spoil(&mut spoiled);
        let fault = own.add(&spoiled).expect_err(reason).to_string();
        let known =
            fault.contains(reason) || (reason.starts_with("RE2") && fault.contains("character 5"));
        assert!(known, "{reason}: {fault}");
        assert!(
            !fault.contains("0123abcd"),
            "no example is repeated: {fault}"
        );
        assert!(own.is_empty(), "and nothing was taken");
    }
}

#[test]
fn what_is_allowed_is_let_through_by_rule_by_path_and_by_both() {
    let text = [
        "sk-proj-",
        "1234567890abcdef",
        " ghp_",
        "0123456789abcdefghij",
    ]
    .concat();
    let with = |exception| {
        let gatekeeper = Gatekeeper::new([1; 32]);
        let mut own = OwnRules::default();
        own.allow(&exception).expect("an exception");
        gatekeeper.set_own(own);
        gatekeeper
    };
    let by_rule = with(allowed(Some("github-token"), None));
    assert_eq!(kinds(&by_rule, &text, None), ["OPENAI_KEY"]);
    let by_path = with(allowed(None, Some("tests/**")));
    assert_eq!(kinds(&by_path, &text, Some("tests/a/b.rs")).len(), 0);
    assert_eq!(kinds(&by_path, &text, Some("src/b.rs")).len(), 2);
    assert_eq!(
        kinds(&by_path, &text, None).len(),
        2,
        "a text without a path"
    );
    let by_both = with(allowed(Some("github-token"), Some("*.md")));
    assert_eq!(kinds(&by_both, &text, Some("a.md")), ["OPENAI_KEY"]);
    assert_eq!(
        kinds(&by_both, &text, Some("sub/a.md")).len(),
        2,
        "a star stays in its folder"
    );
    let mut own = OwnRules::default();
    for wrong in [
        allowed(None, None),
        allowed(Some("no-rule"), None),
        allowed(None, Some("a[")),
    ] {
        own.allow(&wrong).expect_err("refused");
    }
}
