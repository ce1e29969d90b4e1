//! Money that nobody knows about: a person sees it, asks again, or puts it right by hand.

use std::sync::Arc;
use std::time::Duration;

use dashboard::store::payments::{self, PaymentState};
use dashboard::store::provider_words;
use payment::Provider;
use payment::fake::FakeProvider;

use crate::books::{attempt, number};
use crate::browser::Browser;
use crate::seed;

const PAGE: &str = "/undecided";

/// What the first page says of each.
const ALARM: &str = "Nobody knows yet whether";

#[tokio::test]
async fn open_money_stands_on_a_page_until_somebody_asks_again_or_writes_down_what_they_did() {
    let provider = Arc::new(FakeProvider::new());
    let mut browser = Browser::signed_in_with(
        [provider.clone() as Arc<dyn Provider>]
            .into_iter()
            .collect(),
    )
    .await;
    let app = browser.app().clone();
    assert!(
        browser
            .get(PAGE)
            .await
            .says("Every payment and refund is decided"),
        "nothing to do is said"
    );
    let kiosk = seed::kiosk(&app, "k-000000000001", "Main hall", "Library", "North").await;
    for order_number in [1, 2] {
        attempt(&app, &kiosk, order_number).await;
    }
    let (first, second) = (number(1), number(2));
    provider_words::keep(app.store(), first.as_str(), "SYSTEM_ERROR", app.now())
        .await
        .expect("keeps");
    let page = browser.get(PAGE).await;
    for phrase in [first.as_str(), second.as_str(), "Main hall", "SYSTEM_ERROR"] {
        assert!(page.says(phrase), "{phrase:?} stands on the page");
    }
    assert!(
        browser.get("/").await.says(ALARM),
        "the first page names it among what needs somebody now"
    );

    let asked = browser
        .submit(PAGE, "/undecided/ask-again", &[("number", first.as_str())])
        .await;
    assert_eq!(
        asked.location, "/undecided?done=asked",
        "the provider is asked again"
    );
    let closed = async {
        loop {
            let payment = payments::find(app.store(), &first).await.expect("reads");
            if payment.is_some_and(|payment| payment.state == PaymentState::Closed) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), closed)
        .await
        .expect("a provider that never heard of it has taken nothing");

    let fields = [("number", second.as_str()), ("note", " ")];
    let silent = browser.submit(PAGE, "/undecided/by-hand", &fields).await;
    assert_eq!(
        silent.location, "/undecided?done=note",
        "without a word of what was done nothing is settled"
    );
    assert!(
        browser.get(&silent.location).await.says(second.as_str()),
        "and it stays on the page"
    );
    let fields = [
        ("number", second.as_str()),
        ("note", "Looked it up: never paid"),
    ];
    let noted = browser.submit(PAGE, "/undecided/by-hand", &fields).await;
    assert_eq!(noted.location, "/undecided?done=noted", "it is kept");
    let page = browser.get(PAGE).await;
    assert!(
        !page.says(first.as_str()) && !page.says(second.as_str()),
        "both are gone from the page"
    );
    assert!(
        !browser.get("/").await.says(ALARM),
        "and nobody is called for what somebody settled"
    );
    let again = browser.submit(PAGE, "/undecided/by-hand", &fields).await;
    assert_eq!(
        again.location, "/undecided?done=gone",
        "what is settled is not settled twice"
    );
}
