//! How each kind of personal data looks when it is masked: enough left to recognise one's own, too little to use.

use super::PersonalKind;

/// Stars where a value was hidden as a whole.
const HIDDEN: &str = "****";

/// Masks a phone number: `15500004614` becomes `155****4614`, `010-12345678` becomes `010-****5678`. Spaces, dashes
/// and the country code are dropped. A short number is hidden as a whole; a masked one stays as it is.
pub fn mask_phone(phone: &str) -> String {
    let folded = crate::normal::fold(phone);
    let digits: Vec<char> = folded.chars().filter(char::is_ascii_digit).collect();
    if digits.len() <= 8 && folded.contains('*') {
        return folded;
    }
    let national = national(&digits);
    match national.len() {
        0 => String::new(),
        1..=6 => HIDDEN.to_owned(),
        7 | 8 => format!("{HIDDEN}{}", last_four(national)),
        _ if national[0] == '0' => landline(national),
        _ => format!("{}{HIDDEN}{}", text(&national[..3]), last_four(national)),
    }
}

/// Masks an e-mail address: `noah.brown7922@example.com` becomes `n***@example.com`. What is not an address is
/// hidden as a whole.
pub fn mask_email(email: &str) -> String {
    let Some((local, domain)) = email.trim().rsplit_once('@') else {
        return if email.is_empty() { String::new() } else { HIDDEN.to_owned() };
    };
    let first: String = local.chars().take(1).filter(|&c| c != '*').collect();
    format!("{first}***@{domain}")
}

/// Masks a person's name: `宋敬明` becomes `宋**`, `Noah Brown` becomes `N*** B***`.
pub fn mask_name(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(mask_word).collect();
    words.join(" ")
}

/// Masks the street, house and room of an address. The caller keeps what may stay visible, the city, outside of it.
pub fn mask_address_detail(detail: &str) -> String {
    if detail.trim().is_empty() { String::new() } else { HIDDEN.to_owned() }
}

/// The masked form of a found datum, from its folded characters.
pub(super) fn masked(kind: PersonalKind, chars: &[char]) -> String {
    match kind {
        PersonalKind::Mobile | PersonalKind::Landline => mask_phone(&text(chars)),
        PersonalKind::Email => mask_email(&text(chars)),
        PersonalKind::Identity => {
            let (head, tail) = (&chars[..3], &chars[chars.len() - 4..]);
            format!("{}***********{}", text(head), text(tail).to_ascii_uppercase())
        }
    }
}

/// How many digits the area code of a landline number has: Beijing and the codes that begin with 02 have three.
pub(super) fn area_code_len(digits: &[char]) -> usize {
    if matches!(digits.get(1), Some('1' | '2')) { 3 } else { 4 }
}

fn landline(digits: &[char]) -> String {
    format!("{}-{HIDDEN}{}", text(&digits[..area_code_len(digits)]), last_four(digits))
}

/// The digits without the country code of the mainland.
fn national(digits: &[char]) -> &[char] {
    match digits {
        ['0', '0', '8', '6', rest @ ..] | ['8', '6', rest @ ..] if rest.len() >= 10 => rest,
        _ => digits,
    }
}

fn mask_word(word: &str) -> String {
    let stars = if word.starts_with(|c: char| c.is_ascii()) {
        3
    } else {
        word.chars().count().saturating_sub(1).clamp(1, 3)
    };
    let first: String = word.chars().take(1).filter(|&c| c != '*').collect();
    first + &"*".repeat(stars)
}

fn last_four(digits: &[char]) -> String {
    text(&digits[digits.len() - 4..])
}

fn text(chars: &[char]) -> String {
    chars.iter().collect()
}
