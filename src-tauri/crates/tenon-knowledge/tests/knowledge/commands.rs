//! Commands in blocks of Markdown.

use tenon_knowledge::entity::{Kind, Source};

use crate::words::said;

#[track_caller]
fn expect(text: &str, wanted: &[&str]) {
    let found = said(text, Source::Prose).into_iter();
    let found: Vec<_> = found
        .filter(|(kind, _)| *kind == Kind::Command)
        .map(|(_, value)| value)
        .collect();
    assert_eq!(found, wanted, "{text}");
}

#[test]
fn what_a_program_prints_in_a_block_is_no_command() {
    expect(
        "```console\ncargo run\nError: no such file\n\nCaused by:\n    0: opening config\n    1: No such file or directory\n```",
        &["cargo run"],
    );
    expect(
        "```shell\n# install it\nnpm install x  # the package\nmytool serve --port 80\nListening on :80\n```",
        &["npm install x", "mytool serve --port 80"],
    );
    expect(
        "```console\nnpm i\nadded 12 packages in 2s\n```",
        &["npm i"],
    );
    expect("```bash\nmake all\nError: it broke\n```", &["make all"]);
}

#[test]
fn where_some_lines_have_a_prompt_the_others_are_none() {
    expect(
        "```console\n# apt-get update\n# make sure that it works\nls\n```",
        &["apt-get update"],
    );
    expect(
        "```shell\n> npm run build\nvite --version\n```",
        &["npm run build"],
    );
    expect("```sh\n$ git status\ngit is here\n```", &["git status"]);
    expect(
        "```console\n➜  proj git:(main) npm start\nready\n```",
        &["npm start"],
    );
}

#[test]
fn programs_that_nobody_knows_are_commands_where_nothing_is_printed() {
    expect(
        "```shell\nnpm i -g mytool\nmytool init\n```",
        &["npm i -g mytool", "mytool init"],
    );
    expect("```bash\nmytool init\n```", &["mytool init"]);
}

#[test]
fn a_text_within_a_script_has_no_commands() {
    expect(
        "```bash\ncat <<EOF > a.conf\nport 80\nEOF\ndocker run x\n```",
        &["cat <<EOF > a.conf", "docker run x"],
    );
}

#[test]
fn a_line_of_a_gemfile_is_no_command() {
    expect(
        "`gem 'rails', '7.1.3'` but `gem install rails`",
        &["gem install rails"],
    );
}

#[test]
fn what_a_log_and_a_table_show_is_no_command() {
    expect(
        "```console\ndf -h /var\nFilesystem      Size\n/dev/sda1        40G\n```",
        &["df -h /var"],
    );
}
