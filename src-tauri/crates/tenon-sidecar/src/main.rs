//! The launcher by itself.

fn main() -> std::process::ExitCode {
    tenon_egress::answer(std::env::args_os())
        .unwrap_or(2)
        .into()
}
