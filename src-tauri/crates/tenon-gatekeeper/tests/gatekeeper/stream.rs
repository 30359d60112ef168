//! Texts that come in parts: the same findings wherever a part ends.

use tenon_gatekeeper::Finding;
use tenon_testkit::Rng;

use crate::GATEKEEPER;
use crate::encoded::{base64, gzip};

/// The masked text and the findings of a text that comes in these parts.
fn masked<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> (Vec<u8>, Vec<Finding>) {
    let mut stream = GATEKEEPER.stream(None);
    let (mut text, mut findings) = (Vec::new(), Vec::new());
    for part in parts {
        findings.extend(stream.push(part, &mut text));
    }
    findings.extend(stream.finish(&mut text));
    (text, findings.into_iter().map(|at| at.finding).collect())
}

fn secrets() -> Vec<Vec<u8>> {
    let token = ["ghp_", "0123456789abcdefABCDEF0123456789abcd"].concat();
    let key = format!(
        "{}\n{}-----END RSA PRIVATE KEY-----\n",
        ["-----BEGIN RSA PRIVATE", " KEY-----"].concat(),
        "MIIEpAIBAAKCAQEA7bq2q83vEjRWeJq83vEjRWeJab83vEjRWeJq83vEjRWeJq83\n".repeat(6)
    );
    vec![
        format!(
            "a line\npassword = \"{}\" and on",
            ["hun", "ter2!x"].concat()
        )
        .into_bytes(),
        format!("before {token} after").into_bytes(),
        key.into_bytes(),
        format!(
            "x = \"{}\" // y",
            base64(format!("token {token}").as_bytes())
        )
        .into_bytes(),
        [
            b"packed ",
            &gzip(format!("one {token} two").as_bytes())[..],
            b" end",
        ]
        .concat(),
    ]
}

#[test]
fn a_secret_cut_at_every_offset_is_found_as_in_the_whole() {
    for text in secrets() {
        let whole = masked([&text[..]]);
        assert_eq!(
            whole.1.len(),
            1,
            "one secret in {:?}",
            String::from_utf8_lossy(&text)
        );
        for at in 0..=text.len() {
            assert_eq!(masked([&text[..at], &text[at..]]), whole, "cut at {at}");
        }
        assert_eq!(masked(text.chunks(1)), whole, "byte by byte");
    }
}

/// Secrets across the edges at which a long text is looked at in blocks.
#[test]
fn a_long_text_in_random_parts_is_masked_as_the_whole() {
    let mut rng = Rng::seeded(0x6a7e);
    let filler =
        b"the password of a token is a secret: key=\"\\u0020\" %20 a_rather_long_Name_in_code\n";
    let mut text = Vec::new();
    let mut planted = 0;
    let edge = 1 << 20;
    while text.len() < 5 * edge / 2 {
        let near = text.len() % edge < 2000 || text.len() % edge > edge - 2000;
        if near || rng.below(400) == 0 {
            let secrets = secrets();
            text.extend_from_slice(&secrets[rng.below(4)]);
            planted += 1;
        }
        let size = rng.below(filler.len());
        text.extend_from_slice(&filler[..size]);
        text.push(b'\n');
    }
    let whole = masked([&text[..]]);
    assert!(whole.1.len() >= planted, "{} of {planted}", whole.1.len());
    let direct = GATEKEEPER.find(std::str::from_utf8(&text).expect("text"));
    assert_eq!(direct, whole.1, "the same as when it is looked at at once");
    for _ in 0..4 {
        let mut parts = Vec::new();
        let mut rest = &text[..];
        while !rest.is_empty() {
            let (part, after) = rest.split_at((1 + rng.below(200_000)).min(rest.len()));
            parts.push(part);
            rest = after;
        }
        assert_eq!(masked(parts), whole, "the same in other parts");
    }
}

#[test]
fn a_long_run_of_base64_is_read_over_blocks() {
    let token = ["ghp_", "0123456789abcdefABCDEF0123456789abcd"].concat();
    let line = b"a line of text that goes into base64 for quite a while, \n";
    let mut plain = line.repeat(16_000);
    for at in [1_000, 786_000, 786_430, 800_000, 870_000] {
        let token = format!(" {token} ");
        plain[at..at + token.len()].copy_from_slice(token.as_bytes());
    }
    let whole = base64(&plain).into_bytes();
    let wrapped: Vec<u8> = whole
        .chunks(76)
        .flat_map(|line| [line, b"\n"].concat())
        .collect();
    for text in [whole, wrapped] {
        let found = masked([&text[..]]).1;
        assert_eq!(found.len(), 5, "all of them: {found:?}");
        assert!(
            found.iter().all(|at| at.kind == "GITHUB_TOKEN"),
            "{found:?}"
        );
        assert!(
            found.iter().all(|at| at.end - at.start < 64),
            "no more than needed: {found:?}"
        );
    }
}

#[test]
fn bytes_that_are_no_text_pass_as_they_are() {
    let mut rng = Rng::seeded(0xb17e5);
    let noise: Vec<u8> = (0..300_000).map(|_| rng.bits() as u8).collect();
    let (text, findings) = masked(noise.chunks(4096));
    assert_eq!(
        (text == noise, findings),
        (true, vec![]),
        "nothing was touched"
    );
    let token = ["ghp_", "0123456789abcdefABCDEF0123456789abcd"].concat();
    let text = [b"\xff\xfe\x80 ", token.as_bytes(), b" \xc3\x28\x00"].concat();
    let (masked, findings) = masked([&text[..]]);
    assert_eq!(findings[0].start..findings[0].end, 4..44);
    assert!(masked.starts_with(b"\xff\xfe\x80 <REDACTED:GITHUB_TOKEN:"));
    assert!(masked.ends_with(b"> \xc3\x28\x00"));
}

#[test]
fn lines_and_columns_count_from_one_in_bytes() {
    let token = ["ghp_", "0123456789abcdefABCDEF0123456789abcd"].concat();
    let text = format!("{token}\ngrö {token}\r\n\n  {token}");
    let mut stream = GATEKEEPER.stream(None);
    let mut masked = Vec::new();
    let mut found = stream.push(text.as_bytes(), &mut masked);
    found.extend(stream.finish(&mut masked));
    let places: Vec<_> = found.iter().map(|at| (at.line, at.column)).collect();
    assert_eq!(places, [(1, 1), (2, 6), (4, 3)]);
}

/// Keys that are longer than a rule looks at a time, and than a block: a key ring, for one.
#[test]
fn a_private_key_of_any_size_is_masked_to_its_end() {
    let line = "lQVYBGPnq83vEjRWeJq83vEjRWeJab83vEjRWeJq83vEjRWeJq83vEjRWeJq83vE";
    let (begin, end) = (
        ["-----BEGIN PGP PRIVATE", " KEY BLOCK-----"].concat(),
        "-----END PGP PRIVATE KEY BLOCK-----",
    );
    for (lines, gaps) in [(900, 3), (1_000, 3), (2_100, 3), (17_000, 1)] {
        for gap in ["\n", "\r\n    ", ""].into_iter().take(gaps) {
            let body = format!("{line}{gap}").repeat(lines);
            let key = format!("{begin}\n\n{body}\n=aB3d\n{end}");
            let text = format!("the key:\n{key}\n{}\nand on", "a_word_".repeat(9));
            let whole = masked([text.as_bytes()]);
            let shown = String::from_utf8_lossy(&whole.0);
            assert!(!shown.contains("q83v"), "{lines} lines with {gap:?}");
            assert!(!shown.contains("END PGP"), "{lines} lines with {gap:?}");
            let rest = format!(">\n{}\nand on", "a_word_".repeat(9));
            assert!(shown.ends_with(&rest), "{lines} lines with {gap:?}");
            let last = whole.1.last().expect("a finding").end;
            assert_eq!(last, "the key:\n".len() + key.len(), "to its end");
            assert_eq!(masked(text.as_bytes().chunks(77_777)), whole, "in parts");
        }
    }
    let text = format!(
        "{begin}\n{}\n\nno end, and words",
        format!("{line}\n").repeat(3_000)
    );
    let (text, _) = masked([text.as_bytes()]);
    assert!(
        text.ends_with(b">\n\n\nno end, and words"),
        "what follows stays"
    );
}

/// What claims to be very much is looked at no further than a bound, and what is held stays small.
#[test]
fn a_bomb_is_unpacked_no_further_than_the_bound() {
    let none = b"\x1f\x8b\x08".repeat(100_000);
    let (masked_none, findings) = masked([&none[..]]);
    assert_eq!((masked_none == none, findings), (true, vec![]));
    let bomb = gzip(&vec![0; 64 << 20]);
    let text = [&bomb[..], &bomb, &bomb, b" a tail"].concat();
    let (masked, findings) = masked([&text[..]]);
    assert_eq!((masked == text, findings), (true, vec![]));
}
