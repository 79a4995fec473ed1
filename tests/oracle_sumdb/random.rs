use crate::goroot::Dice;
use crate::{SIZES, compare, count};
use serde_json::{Value, json};

/// Anything may be wrong, several things at once.
#[test]
fn invented_databases_are_judged_alike() {
    let mut dice = Dice::new(29);
    let questions: Vec<Value> = (0..900).map(|_| database(&mut dice)).collect();
    let Some(kinds) = compare(&questions) else { return };
    let mut seen = kinds.clone();
    seen.sort_unstable();
    seen.dedup();
    assert!(seen.len() > 8, "{seen:?}");
    let proved = count(&kinds, "proved");
    assert!(proved > 300 && kinds.len() - proved > 300, "{proved} of {}", kinds.len());
}

fn database(dice: &mut Dice) -> Value {
    // Large ones are slow to invent.
    let most = if rarely(dice, 12) { SIZES.len() } else { 12 };
    let size = SIZES[dice.below(most)];
    let forked = rarely(dice, 12).then(|| below(dice, size));
    let lookups: Vec<Value> = (0..=dice.below(3)).map(|_| lookup(dice, size, forked)).collect();
    let stored = (dice.below(3) > 0).then(|| note(dice, size, forked));
    let changes: Vec<Value> =
        (0..dice.below(4) / 3 + dice.below(5) / 4).map(|_| change(dice)).collect();
    json!({
        "Size": size, "Forked": forked, "Stored": stored, "Lookups": lookups, "Changes": changes,
        "Cached": dice.pick(&["none", "own", "full"]), "FullOnly": dice.below(2) == 0,
    })
}

fn lookup(dice: &mut Dice, size: i64, forked: Option<i64>) -> Value {
    let record = below(dice, size);
    let edits = edits(dice, 10);
    json!({
        "Record": record, "Forked": forked, "Note": note(dice, size, forked), "Edits": edits,
        "Cached": dice.below(3) == 0, "GoMod": dice.below(2) == 0, "Missing": rarely(dice, 40),
    })
}

fn note(dice: &mut Dice, size: i64, forked: Option<i64>) -> Value {
    let told = if dice.below(2) == 0 { size } else { below(dice, size + size / 20) + 1 };
    let signers = match dice.below(14) {
        0 => json!(["stranger", "database"]),
        1 => json!(["namesake"]),
        2 => json!(["forger"]),
        _ => json!(["database"]),
    };
    let forked = if rarely(dice, 20) { Some(below(dice, size)) } else { forked };
    json!({
        "Size": told, "Forked": forked, "Signers": signers,
        "Before": edits(dice, 30), "After": edits(dice, 20),
    })
}

fn edits(dice: &mut Dice, seldom: usize) -> Value {
    if !rarely(dice, seldom) {
        return json!([]);
    }
    let at = below(dice, 260) - 130;
    let put =
        dice.pick(&["", "A", "=", " ", "\n", "\n\n", "\0", "\t", "é", "— ", "0", "+", "\u{85}"]);
    json!([{ "At": at, "Cut": dice.below(3), "Put": put }])
}

fn change(dice: &mut Dice) -> Value {
    json!({
        "Place": dice.pick(&["cache", "server"]),
        "Level": below(dice, 3) - 1,
        "Number": below(dice, 3) - 1,
        "Kind": dice.pick(&["flip", "cut", "grow", "zero", "html", "missing"]),
        "At": dice.below(9000),
    })
}

fn rarely(dice: &mut Dice, seldom: usize) -> bool {
    dice.below(seldom) == 0
}

fn below(dice: &mut Dice, limit: i64) -> i64 {
    i64::try_from(dice.below(usize::try_from(limit).unwrap())).unwrap()
}
