use std::io::Read;
fn main() {
    let mut s = String::new();
    std::io::stdin().read_to_string(&mut s).unwrap();
    println!(
        "{}",
        tenon_markdown::html(
            &s,
            &tenon_markdown::Options {
                positions: std::env::args().any(|a| a == "-p")
            }
        )
        .unwrap()
    )
}
