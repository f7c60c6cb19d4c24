//! datafog FILE [BYTES]: scans the file with datafog-core's default rules, in parts of so many bytes (4,096) that end with
//! a line, and prints how many findings there were. Short parts are what it is fastest with.
use std::io::{BufRead, BufReader};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().expect("FILE is missing");
    let size: usize = arguments.next().map_or(4096, |text| text.parse().expect("BYTES is no number"));
    let mut reader = BufReader::with_capacity(1 << 20, std::fs::File::open(path).expect("FILE cannot be read"));
    let (mut part, mut findings) = (Vec::new(), 0usize);
    loop {
        let read = reader.read_until(b'\n', &mut part).expect("FILE cannot be read");
        if read == 0 || part.len() >= size {
            findings += datafog_core::scan(&String::from_utf8_lossy(&part)).len();
            part.clear();
        }
        if read == 0 {
            break;
        }
    }
    println!("{findings} findings");
}
