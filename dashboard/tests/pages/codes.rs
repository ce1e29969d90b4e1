//! Discount codes on their page: issued, refused with what was typed still there, withdrawn, and
//! downloaded.

use dashboard::store::codes;
use order::CodeOff;
use reqwest::StatusCode;

use crate::browser::Browser;
use crate::seed;

const ONE: [(&str, &str); 6] = [
    ("name", "Autumn"),
    ("kind", "percent"),
    ("off", "20%"),
    ("code", "autumn-26"),
    ("count", "1"),
    ("uses", ""),
];

fn but<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = ONE
        .into_iter()
        .filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    kept.chain(changes.iter().copied()).collect()
}

#[tokio::test]
async fn a_code_of_ones_own_is_issued_once_and_withdrawn() {
    let mut browser = Browser::signed_in().await;
    let app = browser.app().clone();
    let empty = browser.get("/codes").await;
    assert!(
        empty.says("There are no codes yet."),
        "it says how to begin"
    );
    let page = browser.submit("/codes", "/codes", &ONE).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "issued: {}", page.text);
    let page = browser.get(&page.location).await;
    assert!(
        page.says("Issued: AUTUMN26.") && page.says("20% off") && page.says("Everywhere"),
        "the list shows it: {}",
        page.text
    );
    let code = codes::typed(app.store(), "AUTUMN26").await.expect("reads");
    let code = code.expect("it is there");
    assert_eq!(code.campaign.off, CodeOff::Percent { percent_off: 20 });
    assert_eq!(
        (code.campaign.most_uses, code.campaign.issued_by.as_str()),
        (None, "ada"),
        "for any number of orders, and who issued it is known"
    );

    let again = browser.submit("/codes", "/codes", &ONE).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.says("There is such a code already") && again.says("value=\"autumn-26\""),
        "the same code is none anew, and what was typed is still there"
    );

    let campaign = code.campaign.campaign.as_str();
    let fields = [("campaign", campaign)];
    let page = browser.submit("/codes", "/codes/withdraw", &fields).await;
    let page = browser.get(&page.location).await;
    assert!(
        page.says("Withdrawn: Autumn.") && !page.says("action=\"/codes/withdraw\""),
        "it counts no more, and cannot be withdrawn twice"
    );
}

#[tokio::test]
async fn many_random_codes_are_issued_and_downloaded() {
    let mut browser = Browser::signed_in().await;
    let app = browser.app().clone();
    seed::kiosk(&app, "k-hall-1", "Hall", "Library", "Haidian").await;
    let form = but(&[
        ("kind", "sheets"),
        ("off", "2"),
        ("product", "six_inch"),
        ("code", ""),
        ("count", "300"),
        ("uses", "1"),
        ("region", "Haidian"),
        ("until", "2099-01-01T00:00"),
    ]);
    let page = browser.submit("/codes", "/codes", &form).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "issued: {}", page.text);
    let page = browser.get(&page.location).await;
    assert!(
        page.says("Issued: 300 codes.") && page.says("0 / 300") && page.says("Haidian"),
        "the list counts them: {}",
        page.text
    );
    let file = browser.get("/codes.csv").await;
    let lines: Vec<&str> = file.text.lines().skip(1).collect();
    assert_eq!(lines.len(), 300, "one line each");
    let mut seen: Vec<&str> = lines
        .iter()
        .filter_map(|line| line.split(',').next())
        .collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 300, "no code twice");
    let readable = |code: &&str| {
        code.len() == 11
            && !code.contains(['0', 'O', '1', 'I'])
            && wire::code::plain(code).is_some()
    };
    assert!(
        seen.iter().all(readable),
        "nobody mistakes a letter: {}",
        seen[0]
    );
    assert!(
        lines[0].contains("2 prints free"),
        "what they are worth stands beside: {}",
        lines[0]
    );
}

#[tokio::test]
async fn what_is_no_sense_is_said_beside_its_field_and_nothing_is_issued() {
    let mut browser = Browser::signed_in().await;
    let app = browser.app().clone();
    let cases: [(&[(&str, &str)], &str); 10] = [
        (&[("name", " ")], "1 to 40 characters"),
        (&[("off", "101")], "whole number from 1 to 100"),
        (&[("kind", "amount"), ("off", "1000.01")], "0.01 to 1000.00"),
        (&[("kind", "sheets"), ("off", "21")], "from 1 to 20"),
        (&[("code", "a b")], "4 to 24 letters"),
        (&[("count", "2")], "A code of your own is one code"),
        (&[("code", ""), ("count", "1001")], "1 to 1000 codes"),
        (&[("uses", "0")], "1 to 1000000 orders"),
        (&[("region", "Atlantis")], "Choose one of the regions"),
        (&[("until", "2001-01-01T00:00")], "The end must be later"),
    ];
    for (changes, sentence) in cases {
        let page = browser.submit("/codes", "/codes", &but(changes)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{changes:?}");
        assert!(
            page.says(sentence),
            "{changes:?} is answered: {}",
            page.text
        );
        assert!(page.says("Nothing was saved"), "and the page says so");
        if changes[0].0 != "name" {
            assert!(page.says("value=\"Autumn\""), "what was typed is kept");
        }
    }
    let all = codes::campaigns(app.store()).await.expect("reads");
    assert!(all.is_empty(), "none of them was issued");
}

#[tokio::test]
async fn only_managers_and_only_our_own_pages_issue_codes() {
    let mut browser = Browser::signed_in().await;
    let foreign = browser.post("/codes", "cross-site", &ONE).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN, "another site's form");
    let mut stale = ONE.to_vec();
    stale.push(("csrf", "made-up"));
    let stale = browser.post("/codes", "same-origin", &stale).await;
    assert_eq!(
        stale.status,
        StatusCode::FORBIDDEN,
        "a form without its token"
    );
    let mut stranger = Browser::fresh().await;
    for path in ["/codes", "/codes.csv"] {
        let page = stranger.get(path).await;
        assert!(
            page.location.starts_with("/sign-in"),
            "{path} is for managers: {:?}",
            page.status
        );
    }
    let all = codes::campaigns(browser.app().store()).await;
    assert!(all.expect("reads").is_empty(), "nothing was issued");
}
