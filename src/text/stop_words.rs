//! The frozen list of stop words: function words of the languages that news is most written in, one
//! list for all documents. They weigh less in an alignment and are shunned as seeds.
//!
//! Changing the list changes results: it counts as a change of the algorithm.

use std::cmp::Reverse;
use std::sync::OnceLock;

use super::normal::normal_form;
use super::tokens::word_hash;
use crate::kernel::text::words::Table;

const ENGLISH: &str = "a about above after again against all also am an and any are as at be because been before being \
    below between both but by can could did do does doing down during each few for from further had has have having he \
    her here hers him his how i if in into is it its itself just may me more most my no nor not now of off on once only \
    or other our out over own same she should so some such than that the their them then there these they this those \
    through to too under until up upon us very was we were what when where which while who whom why will with would you your";
const GERMAN: &str = "aber als am an auch auf aus bei bin bis da dann das dass dem den der des die doch du durch ein eine \
    einem einen einer eines er es für haben hat hatte hier ich ihr im in ist ja kann mit nach nicht noch nur oder sei sein \
    sich sie sind so über um und uns von vor war waren was wenn wer werden wie wir wird wo wurde wurden zu zum zur";
const FRENCH: &str = "à au aux avec ce ces cette comme dans de des donc du elle elles en est et était été être eu il ils je \
    la le les leur lui mais même ne nous on ou où par pas plus pour qu que qui sa sans se ses si son sont sur tout un une vous";
const SPANISH: &str = "al como con cuando de del desde donde el ella ellos en entre era es esta este esto fue ha hay la las \
    le lo los más me muy no o para pero por porque que quien se ser si sin sobre son su sus también un una uno y ya";
const ITALIAN: &str = "ai alla anche che chi ci con da dal dalla degli dei del della delle di e è gli i il la le lo ma nel \
    nella non o per più sono su sua sul un una uno";
const PORTUGUESE: &str = "ao as às com da das de do dos e em é foi mais mas na não nas no nos o os ou para pela pelo por que \
    se sua um uma";
const DUTCH: &str = "aan als bij dat de die door een en er het hij ik in is met naar niet of om ook op over te tot uit van voor \
    was werd wordt ze zijn";
const RUSSIAN: &str = "а без более бы был была были было быть в вам вас ведь во вот все всех вы где да для до его ее если есть еще \
    же за и из или им их к как ко когда кто ли меня мне мы на над надо нас не нет но ну о об он она они оно от по под при с \
    со так также там то того тоже только ты у уже что чтобы эта эти это этого этот я";
const ARABIC: &str = "في من على إلى عن مع أن إن ما لا هو هي هذا هذه ذلك التي الذي كان كانت قد و أو ثم بعد قبل كما";
const HEBREW: &str = "של את על לא הוא היא זה זאת גם כי אם או עם אל כל יש אין היה היו אשר";
const THAI: &str = "และ หรือ แต่ ที่ ซึ่ง อัน ว่า ให้ ได้ จะ ไม่ มี เป็น คือ อยู่ ใน นอก บน จาก ของ แห่ง กับ แก่ ต่อ โดย ด้วย เพื่อ เมื่อ หาก ถ้า เพราะ ก็ นี้ นั้น แล้ว ยัง เคย การ ความ ไป \
    มา ถึง ตาม ต้อง ควร อาจ ผู้ เขา เธอ เรา ผม คุณ มัน เอง ทั้ง อีก เช่น จึง กว่า ทุก ๆ";

/// All of them.
const LANGUAGES: [&str; 11] = [ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, PORTUGUESE, DUTCH, RUSSIAN, ARABIC, HEBREW, THAI];

/// The list as a table of hashes.
static LIST: OnceLock<Table> = OnceLock::new();

/// The one list, by the hashes of its words.
pub(super) fn stop_words() -> &'static Table {
    LIST.get_or_init(|| {
        let mut hashes = Vec::new();
        for words in LANGUAGES {
            for word in words.split_whitespace() {
                let mut form = String::new();
                normal_form(word, &mut form);
                hashes.push(word_hash(form.as_bytes()));
            }
        }
        hashes.sort_unstable();
        hashes.dedup();
        table(hashes)
    })
}

/// Hash and displace (Belazzougui, Botelho and Dietzfelbinger 2009): the largest group goes first, and is shifted until all of it falls on empty places.
fn table(hashes: Vec<u64>) -> Table {
    let mut groups: Vec<Vec<u64>> = vec![Vec::new(); Table::GROUPS];
    hashes.into_iter().for_each(|hash| groups[Table::group(hash)].push(hash));
    let mut order: Vec<usize> = (0..Table::GROUPS).collect();
    order.sort_by_key(|group| Reverse(groups[*group].len()));
    let mut list = Table { slots: [0; Table::SLOTS], shifts: [0; Table::GROUPS] };
    let placed = order.iter().all(|group| insert(&mut list, *group, &groups[*group]));
    assert!(placed, "the list is frozen, and there are shifts for it");
    list
}

/// Whether there is a shift for the words of a group.
fn insert(list: &mut Table, group: usize, hashes: &[u64]) -> bool {
    for shift in 0..=u8::MAX {
        list.shifts[group] = shift;
        let mut taken = 0;
        while let Some(hash) = hashes.get(taken)
            && list.slots[list.place(*hash)] == 0
        {
            list.slots[list.place(*hash)] = *hash;
            taken += 1;
        }
        if taken == hashes.len() {
            return true;
        }
        for hash in &hashes[..taken] {
            list.slots[list.place(*hash)] = 0;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::tokens::LONGEST_STOP_WORD;
    use super::*;

    #[test]
    fn listed_words_are_stop_words_and_others_are_not() {
        for (word, expected) in
            [("the", true), ("über", true), ("fur", true), ("чтобы", true), ("ซึ่ง", true), ("aleppo", false), ("said", false)]
        {
            let mut form = String::new();
            normal_form(word, &mut form);
            assert_eq!(stop_words().holds(word_hash(form.as_bytes())), expected, "{word}");
        }
    }

    #[test]
    fn no_stop_word_is_longer_than_those_that_are_looked_up() {
        for word in LANGUAGES.into_iter().flat_map(str::split_whitespace) {
            let mut form = String::new();
            normal_form(word, &mut form);
            assert!(form.len() <= if form.is_ascii() { 8 } else { LONGEST_STOP_WORD }, "{word}");
        }
    }
}
