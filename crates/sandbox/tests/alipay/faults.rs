//! Answers that are lost, forged, unsigned or somebody else's: never taken for news.

use payment::{Error, Provider, Refused, UnknownCause};
use sandbox::alipay::{Call, Fault};

use crate::support::{KeyMode, Stage, request};

#[tokio::test]
async fn no_spoilt_answer_is_taken_for_news() {
    for mode in [KeyMode::PublicKey, KeyMode::Certificates] {
        let stage = Stage::set_in(mode).await;
        let number = stage.open("FAULT-QUERY-1", 600).await;
        stage.till().scan(number.as_str()).expect("scanned");
        let on = Call::Query;
        for fault in [
            Fault::LoseAnswer { on },
            Fault::FailAfter { on },
            Fault::FailBefore { on },
            Fault::UnsignedError { on },
            Fault::BadGateway { on },
            Fault::BadAnswerSignature { on },
        ] {
            stage.till().fault(fault.clone());
            let answer = stage.merchant.query(&number).await;
            assert!(
                matches!(answer, Err(Error::Unknown { .. })),
                "{mode:?}: {fault:?} was read as {answer:?}"
            );
        }
        stage.till().fault(Fault::TooFast { on });
        let busy = stage.merchant.query(&number).await;
        assert!(
            matches!(busy, Err(Error::TryLater { .. })),
            "{mode:?}: 40005 was read as {busy:?}"
        );
        stage.state(&number).await;
        assert_eq!(stage.till().faults(), [], "{mode:?}: every fault struck");
    }
}

#[tokio::test]
async fn an_answer_under_an_unknown_certificate_is_not_believed() {
    let stage = Stage::set_in(KeyMode::Certificates).await;
    let number = stage.open("FAULT-CERT-1", 600).await;
    stage
        .till()
        .fault(Fault::UnknownAnswerCertificate { on: Call::Query });
    let answer = stage.merchant.query(&number).await;
    assert!(
        matches!(
            answer,
            Err(Error::Unknown {
                cause: UnknownCause::Unverified(Refused::UnknownKey { .. }),
                ..
            })
        ),
        "it names a key that we do not hold: {answer:?}"
    );
}

#[tokio::test]
async fn an_opening_whose_answer_is_lost_is_opened_again() {
    let stage = Stage::set().await;
    stage.till().fault(Fault::LoseAnswer {
        on: Call::Precreate,
    });
    let asked = request("FAULT-OPEN-1", 600);
    let lost = stage.merchant.open(&asked).await;
    assert!(matches!(lost, Err(Error::Unknown { .. })), "{lost:?}");
    stage
        .merchant
        .open(&asked)
        .await
        .expect("the same parameters again");
    assert_eq!(stage.till().trades().len(), 1, "it is one payment");
}
