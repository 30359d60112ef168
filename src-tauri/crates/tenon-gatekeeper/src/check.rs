//! What proves a secret beyond its form: checksums, what an encoding holds, entropy.

use base64::Engine as _;
use serde::Deserialize;

/// A proof that a rule asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Check {
    /// The last 6 characters are the CRC-32 of the 30 before them in base 62, as at GitHub and npm.
    /// One that holds is a secret whatever else it looks like; one that does not is judged like any
    /// other, because a token that was cut or mistyped still tells most of itself.
    Crc32Base62,
    /// Base64 of `name:secret`. One that does not hold is no secret.
    NamedPair,
}

impl Check {
    /// Whether a text is proven to be a secret (`true`) or none (`false`); nothing when it is open.
    pub(crate) fn holds(self, secret: &[u8]) -> Option<bool> {
        match self {
            Self::Crc32Base62 => crc32_base62(secret).then_some(true),
            Self::NamedPair => Some(named_pair(secret)),
        }
    }
}

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

fn crc32_base62(secret: &[u8]) -> bool {
    let Some(at) = secret.iter().rposition(|b| *b == b'_') else {
        return false;
    };
    let body = &secret[at + 1..];
    if body.len() != 36 {
        return false;
    }
    let (random, sum) = body.split_at(30);
    let mut left = crc32fast::hash(random);
    let mut expect = [b'0'; 6];
    for digit in expect.iter_mut().rev() {
        *digit = BASE62[(left % 62) as usize];
        left /= 62;
    }
    sum == expect
}

fn named_pair(secret: &[u8]) -> bool {
    let engine = base64::engine::GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        base64::engine::GeneralPurposeConfig::new()
            .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );
    let Ok(pair) = engine.decode(secret) else {
        return false;
    };
    let plain = std::str::from_utf8(&pair).is_ok_and(|text| !text.contains(char::is_control));
    // An empty name is common (a token as the password), an empty secret is none.
    plain
        && pair
            .iter()
            .position(|b| *b == b':')
            .is_some_and(|at| at + 1 < pair.len())
}

/// Shannon entropy in bits a byte.
pub(crate) fn entropy(text: &[u8]) -> f64 {
    let mut counts = [0u32; 256];
    for byte in text {
        counts[usize::from(*byte)] += 1;
    }
    let total = text.len() as f64;
    let shares = counts
        .iter()
        .filter(|&&count| count > 0)
        .map(|&count| f64::from(count) / total);
    -shares.map(|share| share * share.log2()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_one_letter_has_no_entropy_and_two_letters_have_one_bit() {
        assert_eq!(entropy(b"aaaa"), 0.0, "nothing to guess");
        assert_eq!(entropy(b"abab"), 1.0, "one bit a letter");
    }

    #[test]
    fn a_checksum_holds_for_its_own_body_only() {
        // The sum of thirty letters `a` as GitHub would write it.
        let body = "a".repeat(30);
        let mut left = crc32fast::hash(body.as_bytes());
        let mut sum = Vec::new();
        for _ in 0..6 {
            sum.insert(0, BASE62[(left % 62) as usize]);
            left /= 62;
        }
        let sum = String::from_utf8(sum).expect("base 62");
        let token = ["ghp_", &body, &sum].concat();
        assert_eq!(Check::Crc32Base62.holds(token.as_bytes()), Some(true));
        let other = token.replacen("_a", "_b", 1);
        assert_eq!(Check::Crc32Base62.holds(other.as_bytes()), None);
    }

    #[test]
    fn a_pair_has_a_name_and_a_secret_and_nothing_that_cannot_be_typed() {
        for (text, expect) in [
            ("QWxhZGRpbjpvcGVuIHNlc2FtZQ==", true),
            ("QWxhZGRpbjpvcGVuIHNlc2FtZQ", true),
            ("bm8gY29sb24gaGVyZQ==", false),
            ("bmFtZTo=", false),
            ("authentication", false),
        ] {
            assert_eq!(
                Check::NamedPair.holds(text.as_bytes()),
                Some(expect),
                "{text}"
            );
        }
    }
}
