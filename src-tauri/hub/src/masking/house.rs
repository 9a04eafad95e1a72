//! Street and house inside a sentence: a parcel that has arrived says where the customer lives.

/// What stands where something was taken away.
const HIDDEN: &str = "****";

/// What ends the part of an address that may stay: the city, the district.
const DISTRICTS: [char; 6] = ['市', '区', '县', '旗', '镇', '乡'];

/// What names a street or an estate, before the number of a house.
const STREETS: [char; 13] =
    ['路', '街', '道', '巷', '弄', '同', '村', '园', '苑', '里', '庄', '湾', '厦'];

/// What follows the number of a house, a floor or a room.
const HOUSES: [char; 9] = ['号', '弄', '栋', '幢', '座', '室', '层', '楼', '单'];

/// What makes a numbered place one of the carrier's: 3号库.
const STORES: [char; 4] = ['库', '仓', '线', '站'];

/// The longest number of a house; longer ones are numbers of orders.
const LONGEST_NUMBER: usize = 5;

/// What ends one statement of place and begins another.
const SEPARATORS: &str = "，。；：！？、,;:!?()（）【】[]\n";

/// The text with every street and house in it hidden; city and district stay. Masking twice changes
/// nothing more.
pub(super) fn mask_houses(text: &str) -> String {
    let separates = |c: char| SEPARATORS.contains(c);
    text.split_inclusive(separates).map(mask_run).collect()
}

/// Masks a run of text without punctuation, but for the mark that may end it.
fn mask_run(run: &str) -> String {
    let chars: Vec<char> = run.chars().collect();
    let Some(number) = house(&chars) else { return run.to_owned() };
    let before = &chars[..number];
    let keep = before.iter().rposition(|c| DISTRICTS.contains(c)).map_or(0, |at| at + 1);
    let kept: String = chars[..keep].iter().collect();
    let end = chars.last().filter(|c| SEPARATORS.contains(**c)).map(char::to_string);
    format!("{kept}{HIDDEN}{}", end.unwrap_or_default())
}

/// Where the number of the first house begins.
fn house(chars: &[char]) -> Option<usize> {
    let starts = (0..chars.len()).filter(|&at| chars[at].is_numeric());
    starts.filter(|&at| at == 0 || !chars[at - 1].is_numeric()).find(|&at| is_house(chars, at))
}

fn is_house(chars: &[char], at: usize) -> bool {
    let digits = chars[at..].iter().take_while(|c| c.is_numeric()).count();
    let mut after = chars[at + digits..].iter().filter(|c| !c.is_whitespace());
    digits <= LONGEST_NUMBER
        && after.next().is_some_and(|c| HOUSES.contains(c))
        && !after.next().is_some_and(|c| STORES.contains(c))
        && chars[..at].iter().any(|c| STREETS.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn city_and_district_stay_and_the_house_goes() {
        let masked = [
            ("广州市海珠区江南西路1号", "广州市海珠区****"),
            ("中国北京市朝阳区光华路8号中海广场写字楼15层", "中国北京市朝阳区****"),
            ("芯城科技园5栋前台", "****"),
            ("揭阳市 和平路 18 号 3 单元。", "揭阳市****。"),
            ("已送达深圳市南山区科技园路１２３４号，感谢您", "已送达深圳市南山区****，感谢您"),
        ];
        for (place, expected) in masked {
            assert_eq!(mask_houses(place), expected);
            assert_eq!(mask_houses(expected), expected, "masking twice changes nothing more");
        }
    }

    #[test]
    fn what_is_no_house_stays() {
        let places = [
            "北京京东华北仓3号库",
            "上海物流园3号库",
            "武汉京东亚洲一号仓",
            "订单路由312635190435号已发货",
            "预计6月1号送达",
            "客户住址",
            "",
        ];
        for place in places {
            assert_eq!(mask_houses(place), place, "nobody lives there");
        }
    }
}
