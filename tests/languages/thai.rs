//! Thai, which writes no spaces between words: what is copied, and what two papers have in common without a source.

use wirecopy::report::model::Kind;

use super::{covered, scanned};

/// Sentences to stand around what is copied.
const AROUND: [&str; 8] = [
    "สภาตำบลประชุมกันเมื่อเย็นวันอังคารในศาลาหลังสถานีดับเพลิง",
    "มีคนมาร่วมราวสี่สิบคน ส่วนใหญ่เป็นคนจากซอยริมแม่น้ำ",
    "นักร้องประสานเสียงกลุ่มเล็กร้องเพลงหน้าประตูก่อนกลับไป",
    "งบประมาณปีหน้าจะพิมพ์แจกในเดือนมีนาคม",
    "พิพิธภัณฑ์ให้แกลเลอรีอีกฟากของภูเขายืมลูกโลกเก่าที่สุด",
    "คาดว่าฝนจะตกบนเนินเขาปลายสัปดาห์นี้",
    "เด็กฝึกงานพบเหรียญโบราณขณะซ่อมผนังห้องใต้ดิน",
    "ตารางรถไฟกลางคืนจะเปลี่ยนเมื่อเข้าฤดูหนาว",
];

/// Sentences to be copied, and the same with one word replaced.
const QUOTES: [(&str, &str); 3] = [
    ("ชาวประมงซ่อมเรือและเย็บอวนเสร็จแล้วแต่ปลาทูที่เคยมาทุกปีก็ยังไม่กลับเข้าอ่าว", "ชาวประมงซ่อมเรือและเย็บอวนเสร็จแล้วแต่กุ้งที่เคยมาทุกปีก็ยังไม่กลับเข้าอ่าว"),
    ("ไม่มีใครบอกชาวนาเลยว่าจะปิดประตูน้ำกลางเดือนกรกฎาคมตอนที่ต้นข้าวกำลังตั้งท้อง", "ไม่มีใครบอกชาวนาเลยว่าจะปิดประตูน้ำกลางเดือนสิงหาคมตอนที่ต้นข้าวกำลังตั้งท้อง"),
    ("ครูขอห้องเรียนที่เล็กลง หนังสือที่ใหม่กว่านี้ และหลังคาที่ฝนไม่รั่วลงบนโต๊ะเด็ก", "ครูขอห้องเรียนที่เล็กลง หนังสือที่ถูกกว่านี้ และหลังคาที่ฝนไม่รั่วลงบนโต๊ะเด็ก"),
];

/// Names and turns of phrase of 20 to 36 characters.
const NO_COPIES: [&str; 7] = [
    "สาธารณรัฐประชาธิปไตยประชาชนลาว",
    "มหาวิทยาลัยธรรมศาสตร์",
    "ที่ประชุมคณะรัฐมนตรีมีมติ",
    "นายกรัฐมนตรีกล่าวว่า",
    "ผู้สื่อข่าวรายงานว่า",
    "เจ้าหน้าที่ตำรวจอยู่ระหว่างการสอบสวน",
    "ไม่ว่าจะเป็นอย่างไรก็ตาม",
];

/// A text with a sentence in its middle, and the characters that this takes.
fn between(around: &[&str], text: &str) -> (String, std::ops::Range<usize>) {
    let before = format!("{} {}", around[0], around[1]);
    let start = before.chars().count();
    (format!("{before}{text}{} {}", around[2], around[3]), start..start + text.chars().count())
}

#[test]
fn thai_sentences_are_found_among_others_though_no_space_stands_before_or_behind_them() {
    for (quote, edited) in QUOTES {
        for copy in [quote, edited] {
            let (left, part) = between(&AROUND[..4], quote);
            let (share, beside) = covered(&scanned(&[&left, &between(&AROUND[4..], copy).0]).pairs, &left, part);
            // A word that what stands before it has a part in may be lost.
            assert!(share >= 0.85 && beside == 0, "{share} of {quote}, {beside} beside it");
        }
    }
}

#[test]
fn part_of_a_thai_quotation_is_a_quotation() {
    let sentence = QUOTES[0].0;
    let left = format!("{} เขากล่าวว่า “เราทุกคนรู้ดีว่า{sentence}และน่าเสียดายมาก” {}", AROUND[0], AROUND[3]);
    let right = format!("{} พวกเขาบอกกันมานานว่า{sentence}จึงต้องหางานใหม่ {}", AROUND[4], AROUND[7]);
    let pairs = scanned(&[&left, &right]).pairs;
    assert!(pairs.len() == 1 && pairs.iter().all(|pair| pair.kind == Kind::Quote), "{pairs:?}");
}

#[test]
fn what_parts_thai_words_unseen_parts_no_copy() {
    for (quote, _) in QUOTES {
        let (left, part) = between(&AROUND[..4], quote);
        // A sign that some papers set at every place where a line may end.
        let parted: String = quote.replace("ที่", "\u{200B}ที่\u{200B}").replace("ไม่", "\u{200B}ไม่");
        let (share, beside) = covered(&scanned(&[&left, &between(&AROUND[4..], &parted).0]).pairs, &left, part);
        assert!(share >= 0.85 && beside == 0, "{share} of {quote}, {beside} beside it");
    }
}

#[test]
fn thai_names_and_turns_of_phrase_are_no_copies() {
    for phrase in NO_COPIES {
        let (left, right) = (between(&AROUND[..4], phrase).0, between(&AROUND[4..], phrase).0);
        let pairs = scanned(&[&left, &right]).pairs;
        assert!(pairs.iter().all(|pair| pair.kind == Kind::Formula), "{phrase}: {pairs:?}");
    }
}
