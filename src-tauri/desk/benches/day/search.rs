//! Searching: words that are everywhere, words that are rare, ends of numbers, whole numbers.

use backstop_desk::Desk;
use backstop_lens::tokens::match_query;

use crate::{
    Outcome,
    figure::{Figure, Pair},
    raw::Raw,
    sample,
};

/// Two-character words of every day in a shop.
const COMMON: [&str; 8] = ["您好", "顾客", "退款", "订单", "维修", "快递", "安装", "联系"];
/// How often each common word is looked for.
const TIMES_EACH: usize = 25;
/// How many different rare words and numbers are looked for.
const MANY: usize = 300;
/// How many finds a screen shows.
const SHOWN: u32 = 20;

/// All searches.
pub(crate) fn figures(desk: &Desk, raw: &Raw) -> Outcome<Vec<Figure>> {
    let common = COMMON.iter().flat_map(|word| [*word; TIMES_EACH]).map(str::to_owned).collect();
    let names = "name AS value, key FROM customer";
    let phones = "substr(reach, -4) AS value, key FROM customer WHERE reach GLOB '*[0-9]'";
    let orders = "id AS value, key FROM document WHERE kind = 'order'";
    let some = |from| sample::some(&raw.cache, from, MANY);
    let mut figures = vec![
        search(desk, raw, "a common two-character word", common)?,
        search(desk, raw, "a customer's name", some(names)?)?,
        search(desk, raw, "the last four digits of a phone", some(phones)?)?,
        search(desk, raw, "an order number", some(orders)?)?,
    ];
    for word in COMMON {
        let finds = matches(raw, word)?;
        figures.push(Figure::value(format!("texts with {word}"), "rows", finds));
    }
    Ok(figures)
}

fn search(desk: &Desk, raw: &Raw, what: &str, words: Vec<String>) -> Outcome<Figure> {
    let sql = "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT ?2";
    let mut find = raw.cache.prepare(sql)?;
    let mut pair = Pair::default();
    for word in words {
        let hits = pair.ours.note(|| desk.search(&word, SHOWN))?;
        if hits.is_empty() {
            return Err(format!("{word} is there and is not found").into());
        }
        let query = match_query(&word).ok_or("nothing to look for")?;
        pair.raw.note(|| {
            let numbers = find.query_map((&query, SHOWN), |r| r.get::<_, i64>(0))?;
            numbers.collect::<rusqlite::Result<Vec<_>>>()
        })?;
    }
    Ok(pair.figure(format!("search {what}"), "the index alone: the numbers of the newest 20 rows"))
}

fn matches(raw: &Raw, word: &str) -> Outcome<f64> {
    let query = match_query(word).ok_or("nothing to look for")?;
    let sql = "SELECT CAST(count(*) AS REAL) FROM words WHERE words MATCH ?1";
    Ok(raw.cache.query_row(sql, [query], |r| r.get(0))?)
}
