//! A labelled corpus, made anew from a seed: real-looking keys in the repository would set off the
//! scanners of others. It prints what was found, by kind and by encoding.

use std::collections::BTreeMap;

use tenon_testkit::Rng;

use crate::GATEKEEPER;
use crate::encoded::{base64, escaped, gzip, percent};

/// Formats by kind. `{A:n}` is n letters and digits, `{L:n}` small letters and digits, `{U:n}`
/// capital letters and digits, `{H:n}` hex digits, `{W:n}` base64 of addresses, `{S:n}` base64,
/// `{D:n}` digits, `{P:n}` what people type.
const FORMATS: &[(&str, &str)] = &[
    ("OPENAI_KEY", "sk-proj-{W:74}T3BlbkFJ{W:74}"),
    ("OPENAI_KEY", "sk-{A:20}T3BlbkFJ{A:20}"),
    ("ANTHROPIC_KEY", "sk-ant-api03-{W:93}AA"),
    ("GITHUB_TOKEN", "ghp_{A:36}"),
    ("GITHUB_TOKEN", "gho_{A:36}"),
    ("GITHUB_TOKEN", "github_pat_{A:22}_{A:59}"),
    ("GITLAB_TOKEN", "glpat-{W:20}"),
    ("BITBUCKET_TOKEN", "ATBB{A:32}"),
    ("ATLASSIAN_TOKEN", "ATATT3xFfGF0{W:170}={H:8}"),
    ("AWS_ACCESS_KEY", "AKIA{U:16}"),
    ("AWS_SECRET", "aws_secret_access_key = {S:40}"),
    ("GOOGLE_KEY", "AIza{W:35}"),
    ("GOOGLE_KEY", "GOCSPX-{W:28}"),
    ("HUGGINGFACE_TOKEN", "hf_{A:34}"),
    ("GROQ_KEY", "gsk_{A:52}"),
    ("XAI_KEY", "xai-{A:80}"),
    ("REPLICATE_TOKEN", "r8_{A:37}"),
    ("PERPLEXITY_KEY", "pplx-{A:48}"),
    ("STRIPE_KEY", "sk_live_{A:24}"),
    ("STRIPE_KEY", "rk_live_{A:99}"),
    ("STRIPE_KEY", "whsec_{A:32}"),
    ("SQUARE_TOKEN", "sq0atp-{W:22}"),
    ("PAYPAL_TOKEN", "access_token$production${L:16}${H:32}"),
    ("SHOPIFY_TOKEN", "shpat_{H:32}"),
    ("SLACK_TOKEN", "xoxb-{D:12}-{D:13}-{A:24}"),
    (
        "SLACK_TOKEN",
        "https://hooks.slack.com/services/T{U:10}/B{U:10}/{A:24}",
    ),
    ("DISCORD_TOKEN", "MT{A:24}.G{W:5}.{W:38}"),
    ("TELEGRAM_TOKEN", "{D:10}:AA{W:33}"),
    ("TWILIO_KEY", "SK{H:32}"),
    ("SENDGRID_KEY", "SG.{W:22}.{W:43}"),
    ("MAILGUN_KEY", "key-{H:32}"),
    ("MAILCHIMP_KEY", "{H:32}-us{D:2}"),
    ("NPM_TOKEN", "npm_{A:36}"),
    ("PYPI_TOKEN", "pypi-AgEIcHlwaS5vcmc{W:140}"),
    ("CRATES_IO_TOKEN", "cio{A:32}"),
    ("RUBYGEMS_TOKEN", "rubygems_{H:48}"),
    ("NUGET_KEY", "oy2{L:43}"),
    ("DOCKER_TOKEN", "dckr_pat_{W:27}"),
    ("CLOUDFLARE_TOKEN", "CLOUDFLARE_API_TOKEN={W:40}"),
    ("DIGITALOCEAN_TOKEN", "dop_v1_{H:64}"),
    ("NETLIFY_TOKEN", "nfp_{A:40}"),
    ("VERCEL_TOKEN", "vcp_{A:56}"),
    ("FLY_TOKEN", "fo1_{W:43}"),
    ("SUPABASE_KEY", "sbp_{H:40}"),
    ("LINEAR_KEY", "lin_api_{A:40}"),
    ("NOTION_TOKEN", "ntn_{A:46}"),
    ("NEWRELIC_KEY", "NRAK-{U:27}"),
    ("SENTRY_TOKEN", "sntryu_{H:64}"),
    ("AZURE_SECRET", "{A:3}8Q~{W:34}"),
    ("VAULT_TOKEN", "hvs.{W:95}"),
    ("DATABRICKS_TOKEN", "dapi{H:32}"),
    ("AGE_KEY", "AGE-SECRET-KEY-1{U:58}"),
    (
        "PRIVATE_KEY",
        "-----BEGIN PRIVATE KEY-----\n{S:64}\n{S:64}\n{S:40}==\n-----END PRIVATE KEY-----",
    ),
    ("JWT", "eyJhbGciOiJIUzI1NiJ9.eyJ{W:60}.{W:43}"),
    (
        "URL_CREDENTIALS",
        "postgres://app:{A:16}@db.example:5432/app",
    ),
    ("URL_CREDENTIALS", "https://ada:{A:12}@git.example/a.git"),
    (
        "CONNECTION_STRING",
        "Server=db;Database=app;User Id=sa;Password={A:14};",
    ),
    ("AUTHORIZATION", "Authorization: Bearer {W:40}"),
    ("ASSIGNED_SECRET", "password = \"{P:12}\""),
    ("ASSIGNED_SECRET", "export DB_PASSWORD={A:12}"),
    ("ASSIGNED_SECRET", "\"client_secret\": \"{A:32}\""),
    (
        "ASSIGNED_SECRET",
        "machine git.example login ada password {A:14}",
    ),
    ("ASSIGNED_SECRET", "api_key: {A:32}\n"),
    ("ASSIGNED_SECRET", "weather_key: \"{A:40}\""),
    (
        "ASSIGNED_SECRET",
        "https://api.example/v1/user?key={A:40}\n",
    ),
    (
        "AUTHORIZATION",
        "req.Header.Set(\"X-Widget-Api-Key\", \"{A:40}\")",
    ),
    ("ALCHEMY_KEY", "alcht_{A:32}"),
    ("ROOTLY_TOKEN", "rootly_{H:64}"),
];

/// Puts a text into an encoding.
type Encode = fn(&str) -> Vec<u8>;

/// How often each format is tried in each encoding.
const ROUNDS: usize = 6;
/// The least share that has to be found, of each kind in each encoding and of all.
const FLOOR: f64 = 0.8;
const FLOOR_OF_ALL: f64 = 0.98;

fn fill(format: &str, rng: &mut Rng) -> String {
    let mut text = String::new();
    let mut rest = format;
    while let Some(at) = rest.find('{') {
        text.push_str(&rest[..at]);
        let (class, size) = (rest.as_bytes()[at + 1], &rest[at + 3..]);
        let end = size.find('}').expect("a closed class");
        let letters: &[u8] = match class {
            b'A' => b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            b'L' => b"0123456789abcdefghijklmnopqrstuvwxyz",
            b'U' => b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ",
            b'H' => b"0123456789abcdef",
            b'W' => b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_",
            b'S' => b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/",
            b'D' => b"0123456789",
            b'P' => b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#%^*?",
            other => panic!("no class {}", char::from(other)),
        };
        for _ in 0..size[..end].parse().expect("a number") {
            text.push(char::from(*rng.pick(letters)));
        }
        rest = &size[end + 1..];
    }
    text + rest
}

#[test]
fn of_the_corpus_nearly_everything_is_found_in_every_encoding() {
    let mut rng = Rng::seeded(0x7e40_c0de);
    let encodings: [(&str, Encode); 7] = [
        ("plain", |text| {
            format!("line one\n  {text} \nand on").into_bytes()
        }),
        ("base64", |text| {
            base64(format!("a: 1\n{text}\n").as_bytes()).into_bytes()
        }),
        ("percent", |text| {
            percent(format!("a b\n{text} \n").as_bytes()).into_bytes()
        }),
        ("escapes", |text| {
            format!("\"{}\"", escaped(format!("a\n{text} \n").as_bytes())).into_bytes()
        }),
        ("gzip", |text| gzip(format!("a: 1\n{text}\n").as_bytes())),
        ("base64 of gzip", |text| {
            base64(&gzip(format!("a: 1\n{text}\n").as_bytes())).into_bytes()
        }),
        ("base64 twice", |text| {
            base64(base64(format!("a: 1\n{text}\n").as_bytes()).as_bytes()).into_bytes()
        }),
    ];
    let mut table: BTreeMap<&str, Vec<(usize, usize, usize)>> = BTreeMap::new();
    for (kind, format) in FORMATS {
        let row = table
            .entry(kind)
            .or_insert_with(|| vec![(0, 0, 0); encodings.len()]);
        for (cell, (_, encode)) in row.iter_mut().zip(encodings) {
            for _ in 0..ROUNDS {
                let text = encode(&fill(format, &mut rng));
                let mut stream = GATEKEEPER.stream(None);
                let mut masked = Vec::new();
                let mut found = stream.push(&text, &mut masked);
                found.extend(stream.finish(&mut masked));
                cell.0 += 1;
                cell.1 += usize::from(!found.is_empty());
                cell.2 += usize::from(found.iter().any(|at| at.finding.kind == *kind));
            }
        }
    }
    println!("found / named rightly, of {ROUNDS} a format");
    let names: Vec<_> = encodings
        .iter()
        .map(|(name, _)| format!("{name:>15}"))
        .collect();
    println!("{:20}{}", "", names.concat());
    for (kind, row) in &table {
        let cells: Vec<_> = row
            .iter()
            .map(|(of, found, named)| format!("{:>15}", format!("{found}/{named} of {of}")))
            .collect();
        println!("{kind:20}{}", cells.concat());
    }
    let cells = || {
        table
            .iter()
            .flat_map(|(kind, row)| row.iter().map(move |cell| (kind, cell)))
    };
    let (of, found) = cells().fold((0, 0), |sum, (_, cell)| (sum.0 + cell.0, sum.1 + cell.1));
    println!("recall {:.4} of {of}", found as f64 / of as f64);
    for (kind, (of, found, _)) in cells() {
        let share = *found as f64 / *of as f64;
        assert!(share >= FLOOR, "{kind}: {found} of {of}");
    }
    assert!(found as f64 / of as f64 >= FLOOR_OF_ALL, "{found} of {of}");
}

/// What looks like a secret and is none, in the same forms.
const HARMLESS: &[(&str, &str)] = &[
    ("uuid", "id = \"{H:8}-{H:4}-{H:4}-{H:4}-{H:12}\""),
    ("commit", "commit {H:40}"),
    ("digest", "sha256:{H:64}"),
    ("integrity", "\"integrity\": \"sha512-{S:86}==\","),
    ("checksum", "checksum = \"{H:64}\""),
    (
        "address",
        "connect to 10.{D:2}.{D:1}.{D:2}:80{D:2} or [2001:db8::{H:4}]:443",
    ),
    ("picture", "url(data:image/png;base64,iVBORw0KGgo{S:400})"),
    ("version", "version = \"1.{D:2}.{D:1}-beta.{D:1}+{H:8}\""),
    ("code", "let token_{D:2} = lexer.next_token({D:3});"),
    ("variable", "password = \"${{DB_PASSWORD_{D:1}}\""),
    (
        "placeholder",
        "api_key = \"YOUR_API_KEY_{D:1}\"\nsecret: xxxxxxxxxxxx{D:2}\ntoken = process.env.TOKEN_{D:1}\n",
    ),
    (
        "minified",
        "function a{D:1}(t,e){{return t.token=e[{D:2}],t.key=\"k{D:1}\",t}}var n=\"{L:3}\";",
    ),
];

#[test]
fn of_what_is_harmless_nothing_is_marked() {
    let mut rng = Rng::seeded(0x00a1_1c1e);
    for (name, format) in HARMLESS {
        let mut alarms = 0;
        for _ in 0..200 {
            let text = fill(&format.replace("{{", "\u{1}"), &mut rng).replace('\u{1}', "{");
            alarms += GATEKEEPER.find(&text).len();
        }
        println!("{name:15} {alarms} of 200");
        assert_eq!(alarms, 0, "{name} is no secret");
    }
}
