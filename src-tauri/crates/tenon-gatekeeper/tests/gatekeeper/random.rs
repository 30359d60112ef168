//! Random values beside a telling name, by the form in which they stand and by length: whatever
//! letters they are drawn from, they are found; names and words in the same place are not.

use tenon_testkit::Rng;

use crate::GATEKEEPER;

const SMALL: &str = "abcdefghijklmnopqrstuvwxyz";
const CAPITAL: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &str = "0123456789";
const SIGNS: &str = "!#%^*?@+=~_.-";

/// A name and a value, as they stand in a text.
type Form = fn(&str, &str) -> String;

const FORMS: &[(&str, Form)] = &[
    ("JSON", |name, value| {
        format!("{{\"user\":\"ada\",\"{name}\":\"{value}\"}}")
    }),
    ("JSON in a string", |name, value| {
        format!("\"{{\\\"{name}\\\":\\\"{value}\\\"}}\"")
    }),
    ("code", |name, value| format!("{name} = '{value}'\n")),
    ("argument", |name, value| {
        format!("connect({name}=\"{value}\", port=1)\n")
    }),
    ("call", |name, value| {
        format!("props.put(\"{name}\", \"{value}\");\n")
    }),
    (".env", |name, value| {
        format!("{}={value}\n", name.to_uppercase())
    }),
    ("export", |name, value| {
        format!("export DB_{}=\"{value}\"\n", name.to_uppercase())
    }),
    ("YAML", |name, value| {
        format!("db:\n  {name}: {value}\n  port: 1\n")
    }),
    ("INI", |name, value| format!("[db]\n{name} = {value}\n")),
    ("properties", |name, value| format!("db.{name}={value}\n")),
    ("option", |name, value| {
        format!("tool --{} {value} run\n", name.replace('_', "-"))
    }),
    ("option with =", |name, value| {
        format!("tool --{}={value} run\n", name.replace('_', "-"))
    }),
    ("mysql -p", |_, value| {
        format!("mysql -uroot -p{value} shop\n")
    }),
];
const NAMES: &[&str] = &["password", "secret", "token", "passwd", "pwd", "api_key"];
const LENGTHS: &[usize] = &[8, 10, 12, 14, 20, 32];
/// How often each form, length and choice of letters is tried.
const ROUNDS: usize = 60;
/// The least share that has to be found from 12 characters on, in each form and length.
const FLOOR: f64 = 0.95;
const FLOOR_OF_ALL: f64 = 0.98;

fn drawn(rng: &mut Rng, letters: &[u8], length: usize) -> String {
    let value: String = (0..length)
        .map(|_| char::from(*rng.pick(letters)))
        .collect();
    // What begins with a sign is read as something else in most of the forms.
    if value.starts_with(|c: char| !c.is_ascii_alphanumeric()) {
        return drawn(rng, letters, length);
    }
    value
}

#[test]
fn random_values_beside_a_telling_name_are_found_whatever_their_letters() {
    let seed = 0x5eed_0f1e;
    let mut rng = Rng::seeded(seed);
    let alphabets = [
        SMALL.to_owned(),
        CAPITAL.to_owned(),
        [SMALL, CAPITAL].concat(),
        [SMALL, DIGITS].concat(),
        [SMALL, CAPITAL, DIGITS].concat(),
        [SMALL, CAPITAL, DIGITS, SIGNS].concat(),
    ];
    println!("seed {seed:#x}; found, in percent, by length {LENGTHS:?}");
    let (mut all, mut all_found) = (0, 0);
    let mut low = Vec::new();
    for (form, text) in FORMS {
        let mut row = format!("{form:17}");
        for &length in LENGTHS {
            let (mut tried, mut found) = (0, 0);
            for alphabet in &alphabets {
                for round in 0..ROUNDS {
                    let value = drawn(&mut rng, alphabet.as_bytes(), length);
                    let text = text(NAMES[round % NAMES.len()], &value);
                    tried += 1;
                    found += usize::from(!GATEKEEPER.mask_text(&text).0.contains(&value));
                }
            }
            let share = f64::from(found as u32) / f64::from(tried);
            row += &format!("{:7.1}", share * 100.0);
            if length >= 12 {
                (all, all_found) = (all + tried, all_found + found);
                if share < FLOOR {
                    low.push(format!("{form} of {length}: {share:.3}"));
                }
            }
        }
        println!("{row}");
    }
    let share = all_found as f64 / f64::from(all);
    println!("from 12 characters on {share:.4} of {all}");
    assert!(low.is_empty(), "{low:?}");
    assert!(share >= FLOOR_OF_ALL, "{share}");
}

#[test]
fn names_and_words_in_the_same_places_are_left_alone() {
    let words = [
        "identifier",
        "advancedDnDService",
        "XMLHttpRequestBase",
        "AccessTokenExpirationPolicy",
        "kubernetes-dashboard",
        "IdentityServerConstants",
        "STARTTLS_REQUIRED",
        "Passwortwiederholen",
        "wachtwoordvergeten",
    ];
    // Whoever gives a word to a program's option gives it a secret: nothing else stands there.
    for (_, text) in FORMS.iter().filter(|(form, _)| !form.contains("option")) {
        for word in words {
            for name in NAMES {
                let text = text(name, word);
                let found = GATEKEEPER.find(&text);
                assert!(found.is_empty(), "{text}: {found:?}");
            }
        }
    }
}
