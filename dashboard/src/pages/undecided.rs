//! Payments and refunds that are open beyond their deadline: what was asked, what the provider
//! said, what to do, and the two things that a person can do about it.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::App;
use crate::store::interventions::{self, Action, Intervention};
use crate::store::undecided::{self, Kind, Undecided};
use crate::store::{Change, kiosks};

use super::calendar::Calendar;
use super::form::OwnForm;
use super::frame::Frame;
use super::problem::{PageError, show};
use super::signed_in::SignedIn;
use super::surroundings;
use super::words::Words;
use super::words::money::shown;

/// The shortest note that says anything, and the longest, in characters.
const SHORTEST_NOTE: usize = 5;
const LONGEST_NOTE: usize = 500;

/// What came of the last button.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Came {
    done: String,
}

/// What a person does about one of them.
#[derive(Debug, Deserialize)]
pub(crate) struct DecisionForm {
    number: String,
    #[serde(default)]
    note: String,
}

#[derive(Template)]
#[template(path = "undecided.html")]
struct UndecidedPage {
    page: Frame,
    lead: &'static str,
    nothing: &'static str,
    note_label: &'static str,
    note_hint: &'static str,
    ask_again: &'static str,
    by_hand: &'static str,
    done: Option<&'static str>,
    problem: Option<&'static str>,
    cases: Vec<Case>,
}

/// One of them, in words.
#[derive(Debug)]
struct Case {
    number: String,
    order: String,
    receipt: String,
    kiosk_id: String,
    kiosk: String,
    amount: String,
    asked: String,
    said: String,
    advice: &'static str,
}

/// `GET /undecided`
pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(came): Query<Came>,
) -> Result<Response, PageError> {
    let words = signed_in.frame.words;
    let calendar = surroundings::calendar(&app);
    let mut cases = Vec::new();
    for one in undecided::all(app.store(), surroundings::now(&app)).await? {
        cases.push(case(&app, words, &calendar, one).await?);
    }
    let done = match came.done.as_str() {
        "asked" => Some(words.pick(
            "The provider is being asked again.",
            "正在重新查询支付平台。",
        )),
        "noted" => Some(words.pick("Noted.", "已记录。")),
        _ => None,
    };
    let problem = match came.done.as_str() {
        "note" => Some(words.pick(
            "Please write down in a few words what you did.",
            "请简单写明您做了什么。",
        )),
        "gone" => Some(words.pick(
            "Nothing was changed: it was decided in the meantime.",
            "没有更改：结果已经确定。",
        )),
        _ => None,
    };
    show(&UndecidedPage {
        lead: words.pick(
            "Payments and refunds that are still open after their deadline. Nothing here is \
             guessed: we keep asking until somebody knows.",
            "超过期限仍未有结果的付款和退款。系统不做猜测，会一直查询到有结果为止。",
        ),
        nothing: words.pick(
            "Every payment and refund is decided.",
            "所有付款和退款都有结果。",
        ),
        note_label: words.pick("What you did", "您做了什么"),
        note_hint: words.pick(
            "Refunded in the merchant's account, number …",
            "例如：已在商户后台退款，单号…",
        ),
        ask_again: words.pick("Ask again", "重新查询"),
        by_hand: words.pick("I settled it by hand", "已人工处理"),
        done,
        problem,
        cases,
        page: signed_in.frame,
    })
}

/// `POST /undecided/ask-again`
pub(crate) async fn ask_again(
    State(app): State<App>,
    signed_in: SignedIn,
    OwnForm(form): OwnForm<DecisionForm>,
) -> Result<Response, PageError> {
    let known = is_open(&app, &form.number).await?;
    // Written before it is done: an unwritten question would be nobody's.
    if !known || note_down(&app, &signed_in, &form, Action::AskAgain).await? == Change::NotMade {
        return Ok(back("gone"));
    }
    match app.broker().ask_again(&form.number).await? {
        Change::Made => Ok(back("asked")),
        Change::NotMade => Ok(back("gone")),
    }
}

/// `POST /undecided/by-hand`
pub(crate) async fn by_hand(
    State(app): State<App>,
    signed_in: SignedIn,
    OwnForm(form): OwnForm<DecisionForm>,
) -> Result<Response, PageError> {
    let length = form.note.trim().chars().count();
    if !(SHORTEST_NOTE..=LONGEST_NOTE).contains(&length) {
        return Ok(back("note"));
    }
    if !is_open(&app, &form.number).await? {
        return Ok(back("gone"));
    }
    match note_down(&app, &signed_in, &form, Action::ByHand).await? {
        Change::Made => Ok(back("noted")),
        Change::NotMade => Ok(back("gone")),
    }
}

fn back(done: &str) -> Response {
    Redirect::to(&format!("/undecided?done={done}")).into_response()
}

async fn is_open(app: &App, number: &str) -> Result<bool, PageError> {
    let open = undecided::all(app.store(), surroundings::now(app)).await?;
    Ok(open.iter().any(|one| one.number == number))
}

async fn note_down(
    app: &App,
    signed_in: &SignedIn,
    form: &DecisionForm,
    action: Action,
) -> Result<Change, PageError> {
    let user_id = &signed_in.user.user_id;
    let change = interventions::write(
        app.store(),
        &Intervention {
            number: &form.number,
            action,
            note: form.note.trim(),
            user_id,
            at: surroundings::now(app),
        },
    )
    .await?;
    if change == Change::Made {
        tracing::info!(
            money.number = form.number,
            user.id = user_id,
            action = action.as_str(),
            "a person looked at open money"
        );
    }
    Ok(change)
}

async fn case(
    app: &App,
    words: &'static Words,
    calendar: &Calendar,
    one: Undecided,
) -> Result<Case, PageError> {
    let kiosk = kiosks::find(app.store(), &one.kiosk).await?;
    let at = calendar.long(words, one.asked_at);
    let provider = words.provider_name(one.provider);
    let amount = shown(one.amount);
    let asked = match one.kind {
        Kind::Payment => words.pick(
            format!("{provider} was asked for a payment of {amount}, {at}"),
            format!("{at} 向{provider}发起收款 {amount}"),
        ),
        Kind::Refund => words.pick(
            format!("{provider} was asked to give {amount} back, {at}"),
            format!("{at} 向{provider}申请退款 {amount}"),
        ),
    };
    let said = match (&one.said, one.said_at) {
        (Some(said), Some(said_at)) => {
            let said_at = calendar.short(words, said_at);
            words.pick(
                format!("{said_at}: “{said}”"),
                format!("{said_at}：“{said}”"),
            )
        }
        _ => words
            .pick("Nothing that decides it.", "没有明确答复。")
            .to_owned(),
    };
    Ok(Case {
        advice: advice(words, &one),
        receipt: one.order.receipt_code().to_string(),
        order: one.order.to_string(),
        kiosk: kiosk.map_or_else(|| one.kiosk.to_string(), |kiosk| kiosk.name),
        kiosk_id: one.kiosk.to_string(),
        number: one.number,
        amount,
        asked,
        said,
    })
}

/// What to do about it.
fn advice(words: &Words, one: &Undecided) -> &'static str {
    match (one.kind, one.state.as_str()) {
        (Kind::Payment, _) => words.pick(
            "Look the number up in the provider's merchant account. If it was paid, ask again: \
             the money then goes back by itself. If the account does not know it, nothing was \
             taken, and you can note that here.",
            "请在支付平台商户后台查询此单号。若已付款，请重新查询，款项会自动退回；若平台没有此单，\
             则未收款，可在此注明。",
        ),
        (Kind::Refund, "stuck") => words.pick(
            "The provider refuses. Often the merchant's balance is too low (fill it, then ask \
             again) or the customer's account is closed (give the money back another way and \
             note it here).",
            "支付平台拒绝退款。多为商户余额不足（充值后重新查询），或顾客账户已注销（请用其他方式\
             退款并在此注明）。",
        ),
        (Kind::Refund, _) => words.pick(
            "The refund is under way for too long. Ask again; if that does not help, call the \
             provider's support with the number.",
            "退款处理时间过长。请重新查询；如仍无结果，请凭单号联系支付平台客服。",
        ),
    }
}
