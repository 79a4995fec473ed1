use crate::goroot::Dice;
use crate::judge;
use gomod_doctor::go::sumdb::tlog::Tile;
use serde_json::{Value, json};

#[test]
fn paths_of_tiles_are_read_as_go_reads_them() {
    let Some(judge) = judge() else { return };
    let mut dice = Dice::new(31);
    let paths: Vec<String> = (0..6000).map(|_| path(&mut dice)).collect();
    let answers = judge.ask(&json!([{ "Paths": paths }]));
    let theirs = answers[0]["Tiles"].as_array().unwrap();
    let mut read = 0;
    for (path, theirs) in paths.iter().zip(theirs) {
        let ours = Tile::parse(path).map_or(
            Value::Null,
            |tile| json!({ "H": tile.height, "L": tile.level, "N": tile.number, "W": tile.width }),
        );
        assert_eq!(ours, *theirs, "{path}");
        read += usize::from(ours != Value::Null);
    }
    assert!(read > 1000 && paths.len() - read > 1000, "{read}");
}

/// A path with an odd part in one of three.
fn path(dice: &mut Dice) -> String {
    let mut part = |sound: &[&str], odd: &[&str]| {
        let of = if dice.below(12) == 0 { odd } else { sound };
        dice.pick(of).to_owned()
    };
    let start = part(&["tile/"], &["/tile/", "Tile/", ""]);
    let height = part(&["8", "8", "1", "30"], &["31", "0", "08", "x", "-8", "+8"]);
    let level = part(&["0", "0", "1", "2", "63"], &["-1", "+1", "00", ""]);
    let groups = part(
        &["", "", "x001/", "x282/", "x999/x000/", "x010/x999/"],
        &["x000/", "x01/", "001/", "x1000/", "/"],
    );
    let number = part(&["000", "001", "627", "999"], &["1000", "01", "-01", "x01", "+01", ""]);
    let width = part(
        &["", "", ".p/1", ".p/255"],
        &[".p/256", ".p/0", ".p/01", ".p", ".p/1/2", ".p/+1", ".p/1.p/1"],
    );
    format!("{start}{height}/{level}/{groups}{number}{width}")
}
