//! The files that shells keep their histories in.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use tenon_core::Code;

use crate::{ApiError, ApiResult};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 1 << 30;

/// The bytes of a history file.
pub(super) fn bytes(file: &Path) -> ApiResult<Vec<u8>> {
    let shown = file.display();
    let failed = |e: std::io::Error| match e.kind() {
        std::io::ErrorKind::NotFound => {
            ApiError::new(Code::NotFound, format!("there is no history \"{shown}\""))
        }
        _ => ApiError::new(Code::Storage, format!("could not read \"{shown}\": {e}")),
    };
    // Asked before it is opened: nothing hangs on a pipe.
    let meta = fs::metadata(file).map_err(failed)?;
    if !meta.is_file() {
        let message = format!("\"{shown}\" is no file");
        return Err(ApiError::new(Code::Invalid, message));
    }
    if meta.len() > LARGEST {
        let message = format!("\"{shown}\" is larger than 1 GiB, which no history is");
        return Err(ApiError::new(Code::Invalid, message));
    }
    let mut bytes = Vec::new();
    let file = File::open(file).map_err(failed)?;
    file.take(LARGEST).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// Whether most lines of the beginning can be text. A computer that lost its power may have left zeros
/// in a history, which cost the line that they stand in.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    /// Bytes that are looked at.
    const HEAD: usize = 64 << 10;
    let head = &bytes[..bytes.len().min(HEAD)];
    let lines = head.split(|byte| *byte == b'\n');
    let (mut all, mut odd) = (0, 0);
    for line in lines.filter(|line| !line.is_empty()) {
        let foreign: usize = line.utf8_chunks().map(|part| part.invalid().len()).sum();
        all += 1;
        let has_control = line
            .iter()
            .any(|byte| *byte < 0x20 && !b"\t\r\x1b".contains(byte));
        odd += usize::from(has_control || 4 * foreign > line.len());
    }
    2 * odd <= all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_told_from_a_history_with_some_odd_lines() {
        let noise: Vec<u8> = (0..200_000_u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
            .collect();
        let utf16: Vec<u8> = "ls\ncd /\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for odd in [
            &noise[..],
            &noise[..300],
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0",
            &utf16,
        ] {
            assert!(!is_text(odd), "{:?}", &odd[..odd.len().min(20)]);
        }
        let zeros = [&b"ls\ncd /\n"[..], &[0; 9_000], b"\npwd\n"].concat();
        let latin = b"echo caf\xe9\nls\ncp a\xdf b\xe4\n";
        for text in [&b""[..], b"\n\n", b"ls", &zeros, latin, "日本\n".as_bytes()] {
            assert!(is_text(text), "{:?}", String::from_utf8_lossy(text));
        }
    }
}
