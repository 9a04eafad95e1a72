//! Written knowledge: the rules of the service team, the guide for playing customers, promotions.

use std::fmt::Write as _;

use backstop_domain::article::Article;

use super::super::{
    harvest::{Found, Harvest},
    row::{Flaw, Row},
    tree::Json,
};

/// The rules that agents work by.
pub(super) fn rules(harvest: &Harvest<'_>, text: &str) -> Article {
    article(harvest, "agent-service-rules", "rules", "客服服务规则", text)
}

/// How to play a customer in the training ground.
pub(super) fn role_play(harvest: &Harvest<'_>, text: &str) -> Article {
    article(harvest, "customer-roleplay-guide", "role_play", "顾客角色扮演指南", text)
}

/// Reads the promotion of a shop; what it offers becomes a list.
pub(super) fn promotion(harvest: &Harvest<'_>, found: &Found<'_>) -> Result<Article, Flaw> {
    let row = &found.row;
    let title = row.text("政策名称")?;
    let mut body = format!("# {title}\n");
    line(&mut body, "有效期", &row.words("有效期")?);
    for offer in row.objects("详情")? {
        let _ = write!(body, "\n## {}\n", offer.text("类型")?);
        for (name, text) in words(&offer)? {
            if name != "类型" {
                line(&mut body, name, text);
            }
        }
    }
    line(&mut body, "来源", &row.words("来源")?);
    Ok(article(harvest, &format!("discount-{}", found.key()), "promotion", &title, &body))
}

/// Every field of an offer; they differ from offer to offer.
fn words<'a>(row: &Row<'a>) -> Result<Vec<(&'a str, &'a str)>, Flaw> {
    let said = row.fields().iter().filter(|(_, value)| *value != Json::Null);
    said.map(|(name, value)| match value {
        Json::Text(text) => Ok((name.as_str(), text.as_str())),
        other => Err(row.flaw(name, format!("a text was expected, not {}", other.name()))),
    })
    .collect()
}

fn line(body: &mut String, name: &str, text: &str) {
    if !text.trim().is_empty() {
        let _ = write!(body, "\n{name}：{text}\n");
    }
}

fn article(harvest: &Harvest<'_>, name: &str, kind: &str, title: &str, body: &str) -> Article {
    Article {
        id: format!("{}/{name}", harvest.source()).as_str().into(),
        source: harvest.source(),
        kind: kind.to_owned(),
        title: title.to_owned(),
        body: body.trim().to_owned(),
    }
}
