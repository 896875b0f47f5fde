//! Decimals and floating-point numbers, as values and in lists.

use super::{Column, seen, table};

#[test]
fn a_decimal_without_decimals_has_no_point_and_one_with_some_keeps_its_digits() {
    let schema = "message m { required int32 id (DECIMAL(9,0)); required int64 long (DECIMAL(18,0));
        required fixed_len_byte_array(2) wide (DECIMAL(4,0)); required int32 price (DECIMAL(9,2)); }";
    let columns = [
        Column::Ints(vec![-7, 0, 100]),
        Column::Longs(vec![-70, 0, 1_000_000_000_000]),
        Column::Keys(vec![b"\xff\xff", b"\0\0", b"\x01\0"]),
        Column::Ints(vec![-7, 0, 10_000]),
    ];
    let seen = seen(&table(schema, &columns, 1));
    let values = |at: usize| seen.0[at].iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>();
    assert_eq!(values(0), ["-7", "-70", "-1", "-0.07"]);
    assert_eq!(values(1), ["0", "0", "0", "0.00"]);
    assert_eq!(values(2), ["100", "1000000000000", "256", "100.00"]);
}

#[test]
fn numbers_have_the_digits_that_frames_are_written_with_whatever_their_width() {
    let schema = "message m { required float narrow; required double wide; repeated int32 prices (DECIMAL(9,2)); repeated int32 counts (DECIMAL(9,0)); }";
    let columns = [
        Column::Floats(vec![0.1, 7.0, f32::INFINITY, f32::NAN]),
        Column::Doubles(vec![0.1, 7.0, f64::NEG_INFINITY, f64::NAN]),
        Column::ListsOfOneInt(vec![-7, 0, 10_000, 5]),
        Column::ListsOfOneInt(vec![-7, 0, 10_000, 5]),
    ];
    let seen = seen(&table(schema, &columns, 1));
    let values = |at: usize| seen.0[at].iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>();
    assert_eq!(values(0), ["0.1", "0.1", "[-0.07]", "[-7]"]);
    assert_eq!(values(1), ["7.0", "7.0", "[0.00]", "[0]"]);
    assert_eq!(values(2), ["inf", "-inf", "[100.00]", "[10000]"]);
    assert_eq!(values(3), ["[0.05]", "[5]"]);
}
