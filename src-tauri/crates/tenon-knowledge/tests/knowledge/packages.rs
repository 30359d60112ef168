//! Packages in prose, in pieces of manifests, and in manifests.

use tenon_knowledge::entity::{Kind, Source};

use crate::words::said;

#[track_caller]
fn expect(source: Source, text: &str, wanted: &[&str]) {
    let found = said(text, source).into_iter();
    let found: Vec<_> = found
        .filter(|(kind, _)| *kind == Kind::Package)
        .map(|(_, value)| value)
        .collect();
    assert_eq!(found, wanted, "{text}");
}

#[test]
fn words_before_a_version_are_no_packages() {
    for text in [
        "it matches 1.3.0",
        "matches version 1.2.3-alpha.1",
        "requires 2.0.1 and supports 2.1.0",
        "since 1.4.0, until 1.5.0, before 2.0.0, after 1.0.1",
        "the answer is 1.2.3",
        "goes from 1.2.3 to 1.4.5",
        "published 2.3.4, reverted 2.3.3, cutting 2.4.0",
    ] {
        expect(Source::Prose, text, &[]);
    }
    expect(
        Source::Prose,
        "zlib 1.3.1 and express 4.18.2",
        &["zlib@1.3.1", "express@4.18.2"],
    );
}

#[test]
fn licences_are_no_packages_and_a_server_of_the_same_name_is() {
    for text in [
        "under Apache 2.0",
        "we use MPL 2.0 and GPL 3.0",
        "uses BSD 3.0",
        "LGPL 2.1.0",
    ] {
        expect(Source::Prose, text, &[]);
    }
    expect(Source::Prose, "Apache 2.4 runs", &["Apache@2.4"]);
}

#[test]
fn the_argument_of_a_command_is_no_version_of_it() {
    expect(Source::Prose, "semver 1.2.3 -i prerelease", &[]);
    expect(Source::Prose, "```sh\nsetver 20.1.0 main\n```", &[]);
    expect(Source::Prose, "react 18.2.0 - at last", &["react@18.2.0"]);
}

#[test]
fn pieces_of_manifests_in_prose_have_packages() {
    for (text, wanted) in [
        (
            "```toml\ntokio = { version = \"1.45.1\", features = [\"full\"] }\nserde_json = \"1.0\"\n```",
            &["tokio@1.45.1", "serde_json@1.0"][..],
        ),
        (
            "```toml\n[dev-dependencies.clap]\noptional = true\nversion = \"3.2.25\"\n```",
            &["clap@3.2.25"],
        ),
        (
            "```toml\n[package]\nname = \"a\"\nversion = \"1.0.0\"\n[profile.dev]\nlevel2 = \"1.0\"\n```",
            &[],
        ),
        (
            "put `tokio = { version = \"1.45\" }` there",
            &["tokio@1.45"],
        ),
        ("has \"lodash\": \"4.17.21\" now", &["lodash@4.17.21"]),
        ("{\"version\": \"4.17.21\", \"appVersion\": \"1.2.3\"}", &[]),
        (
            "```json\n{\"dependencies\": {\"a\": \"^5\", \"b\": \"2.1\"}}\n```",
            &["a@5", "b@2.1"],
        ),
        (
            "```json\n{\"threshold\": \"0.5\", \"ip\": \"10.0.0.1\"}\n```",
            &[],
        ),
        ("with gem 'rails', '7.1.3' and", &["rails@7.1.3"]),
        (
            "<artifactId>junit</artifactId><version>4.13.2</version>",
            &["junit@4.13.2"],
        ),
    ] {
        expect(Source::Prose, text, wanted);
    }
}

#[test]
fn manifests_list_packages_each_in_its_own_way() {
    for (path, text, wanted) in [
        (
            "a/Cargo.lock",
            "version = 3\n\n[[package]]\nname = \"serde\"\nversion = \"1.0.197\"\ndependencies = [\n \"syn 2.0.53\",\n]\n",
            &["serde@1.0.197"][..],
        ),
        (
            "pyproject.toml",
            "[project]\nname = \"a\"\nversion = \"1.0\"\nrequires-python = \">=3.11\"\ndependencies = [\"flask>=3.0\", \"httpx==0.27.0\",\n 'numpy>=1.26,<2; python_version < \"3.13\"']\n[tool.ruff]\nsize = \"100\"\n",
            &["flask@3.0", "httpx@0.27.0", "numpy@1.26"],
        ),
        (
            "Gemfile",
            "gem 'rails', '7.1.3'\ngem \"puma\", \"~> 6.4\", require: false\n",
            &["rails@7.1.3", "puma@6.4"],
        ),
        (
            "Gemfile.lock",
            "GEM\n  specs:\n    rails (7.1.3)\n      actionpack (= 7.1.3)\n",
            &["rails@7.1.3"],
        ),
        (
            "pom.xml",
            "<project><artifactId>me</artifactId><version>1.0</version><dependencies><dependency>\n<artifactId>b</artifactId>\n<version>2.3.4</version></dependency></dependencies></project>",
            &["b@2.3.4"],
        ),
        (
            "a.csproj",
            "<PackageReference Include=\"Serilog\" Version=\"3.1.1\" />",
            &["Serilog@3.1.1"],
        ),
        (
            "go.mod",
            "module example.com/a\n\ngo 1.22\n\nrequire (\n\tgolang.org/x/net v0.25.0 // indirect\n)\n",
            &["golang.org/x/net@0.25.0"],
        ),
        (
            "requirements-dev.txt",
            "-r base.txt\nflask==3.0.0\nuvicorn[standard]==0.29  # pinned\ndjango<5\n",
            &["flask@3.0.0", "uvicorn@0.29", "django@5"],
        ),
        (
            "package.json",
            "{\"name\":\"x\",\"version\":\"1.0.0\",\"dependencies\":{\"lodash\":\"^4.17.21\",\"react\":\"18\"},\"packageManager\":\"pnpm@9.1.0\"}",
            &["lodash@4.17.21", "react@18", "pnpm@9.1.0"],
        ),
        (
            "package-lock.json",
            "{\"packages\": {\"node_modules/@a/b\": {\n  \"version\": \"2.0.1\"}}}",
            &["@a/b@2.0.1"],
        ),
        (
            "build.gradle.kts",
            "plugins { id(\"org.x\") version \"1.9.2\" }\nimplementation(\"a.b:c:3.1\")\n",
            &["org.x@1.9.2", "a.b:c@3.1"],
        ),
    ] {
        expect(Source::of_path(path), text, wanted);
    }
}
