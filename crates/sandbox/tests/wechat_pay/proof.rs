//! Our WeChat Pay adapter against the sandbox: keys, certificates and clocks, on both sides.

use payment::{Error, Provider, Refusal, Refused, TransactionState, UnknownCause};
use sandbox::wechat_pay::{Call as SandboxCall, Fault, SigningMode};

use crate::support::{Stage, request};

#[tokio::test]
async fn an_answer_that_is_not_proven_is_not_believed() {
    let stage = Stage::set().await;
    let number = stage.open("ORDER-PROOF-1", 600).await;
    let on = SandboxCall::Query;
    for fault in [
        Fault::BadAnswerSignature { on },
        Fault::UnknownAnswerSerial { on },
        Fault::StaleAnswer { on },
    ] {
        stage.sandbox.fault(fault.clone());
        let asked = stage.merchant.query(&number).await;
        let why = match asked {
            Err(Error::Unknown {
                cause: UnknownCause::Unverified(why),
                ..
            }) => why,
            other => panic!("{fault:?} was answered with {other:?}"),
        };
        let expected = match fault {
            Fault::BadAnswerSignature { .. } => matches!(why, Refused::Signature),
            Fault::UnknownAnswerSerial { .. } => matches!(why, Refused::UnknownKey { .. }),
            _ => matches!(
                why,
                Refused::Stale {
                    skew_seconds: 599..=620
                }
            ),
        };
        assert!(
            expected,
            "{fault:?} was refused for another reason: {why:?}"
        );
    }
    stage
        .merchant
        .query(&number)
        .await
        .expect("the next answer is sound");
}

#[tokio::test]
async fn a_wrong_serial_is_refused_as_a_matter_of_the_account() {
    let stage = Stage::set_with(|config| config.merchant_serial = "0".repeat(40)).await;
    let refused = stage.merchant.open(&request("ORDER-SERIAL-1", 600)).await;
    assert!(
        matches!(
            refused,
            Err(Error::Refused {
                reason: Refusal::Account,
                ..
            })
        ),
        "401 SIGN_ERROR: {refused:?}"
    );
}

#[tokio::test]
async fn a_merchant_with_certificates_only_works_and_survives_a_rolled_one() {
    let stage = Stage::set_with(|config| {
        config.public_key_id = None;
        config.public_key_file = None;
    })
    .await;
    stage.sandbox.sign_with(SigningMode::Certificate);
    let number = stage.open("ORDER-CERT-1", 800).await;
    stage
        .sandbox
        .roll_certificate()
        .expect("a new certificate is made");
    let asked = stage.merchant.query(&number).await;
    assert!(
        matches!(
            asked,
            Err(Error::Unknown {
                cause: UnknownCause::Unverified(Refused::UnknownKey { .. }),
                ..
            })
        ),
        "a second download within a minute is not made for a stranger's serial: {asked:?}"
    );

    stage.set_clock_ahead(61_000);
    let asked = stage
        .merchant
        .query(&number)
        .await
        .expect("downloaded again by now");
    assert_eq!(
        asked.state,
        TransactionState::NotPaid,
        "the new certificate proves the answer"
    );
}

#[tokio::test]
async fn many_answers_under_an_unknown_certificate_make_one_download() {
    let stage = Stage::set_with(|config| {
        config.public_key_id = None;
        config.public_key_file = None;
    })
    .await;
    stage.sandbox.sign_with(SigningMode::Certificate);
    let number = request("ORDER-FLIGHT-1", 600).out_trade_no;
    let on = SandboxCall::Certificates;
    for _ in 0..2 {
        stage.sandbox.fault(Fault::FailBefore { on });
    }
    let opened = request("ORDER-FLIGHT-1", 600);
    let doubtful = stage.merchant.open(&opened).await;
    assert!(
        matches!(
            doubtful,
            Err(Error::Unknown {
                cause: UnknownCause::Unverified(Refused::UnknownKey { .. }),
                ..
            })
        ),
        "the certificate cannot be had: {doubtful:?}"
    );
    stage.set_clock_ahead(61_000);
    let merchant = &stage.merchant;
    let (one, two, three) = tokio::join!(
        merchant.query(&number),
        merchant.query(&number),
        merchant.query(&number)
    );
    for asked in [one, two, three] {
        assert!(
            matches!(
                asked,
                Err(Error::Unknown {
                    cause: UnknownCause::Unverified(Refused::UnknownKey { .. }),
                    ..
                })
            ),
            "all share the one download that fails: {asked:?}"
        );
    }
    assert_eq!(
        stage.sandbox.faults(),
        [],
        "one download at first and one for all three"
    );
    stage.set_clock_ahead(122_000);
    let (one, two) = tokio::join!(merchant.query(&number), merchant.query(&number));
    for asked in [one, two] {
        let asked = asked.expect("the next download succeeds, for both");
        assert_eq!(
            asked.state,
            TransactionState::NotPaid,
            "and proves the answer"
        );
    }
}

#[tokio::test]
async fn a_merchant_whose_clock_is_wrong_is_refused() {
    let stage = Stage::set().await;
    stage.set_clock_ahead(301_000);
    let refused = stage.merchant.open(&request("ORDER-CLOCK-1", 600)).await;
    assert!(
        matches!(
            refused,
            Err(Error::Refused {
                reason: Refusal::Account,
                ..
            })
        ),
        "a signature is good for five minutes: {refused:?}"
    );
}

#[tokio::test]
async fn the_keys_and_their_names_survive_a_restart() {
    let dir = tempfile::TempDir::new().expect("a temporary directory");
    let start = || async {
        let running = sandbox::Sandbox::start(sandbox::Options::new(dir.path()))
            .await
            .expect("the sandbox starts");
        let mut config = running.merchant_config().clone();
        config.api_base.clear();
        running.stop().await;
        config
    };
    let first = start().await;
    assert_eq!(
        first,
        start().await,
        "only the port differs after a restart"
    );
}
