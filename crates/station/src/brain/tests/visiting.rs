//! A visit: phones, photos, edits, and that nobody is waited for for ever.

use super::*;

#[test]
fn nobody_there_means_that_everything_is_forgotten() {
    let mut kiosk = Kiosk::ready();
    kiosk.photos(&["1"]);
    let session = kiosk.session();
    kiosk.wait(75_000);
    let warning = kiosk
        .brain
        .view(kiosk.now)
        .idle
        .expect("the screen asks first");
    assert_eq!(warning.seconds_left, 15, "and says how long it waits");
    kiosk.tap(Command::StillHere);
    assert_eq!(
        kiosk.brain.view(kiosk.now).idle,
        None,
        "one tap is enough to stay"
    );
    kiosk.wait(90_000);
    assert!(
        kiosk.ends_session(&session),
        "nobody answered, so the photos go"
    );
    assert!(
        matches!(kiosk.screen(), Screen::Attract { .. }),
        "and nothing of them is shown"
    );
}

#[test]
fn without_dashboard_printer_or_paper_the_kiosk_says_so() {
    let mut kiosk = Kiosk::ready();
    kiosk.printer(&[], Some(0));
    let no_paper = Screen::OutOfService {
        reason: OutOfService::NoPaper,
    };
    assert_eq!(kiosk.screen(), no_paper);
    kiosk.printer(&PrintSize::ALL, None);
    kiosk.tell(Input::DashboardSilent);
    assert!(
        matches!(kiosk.screen(), Screen::Attract { .. }),
        "a hiccup is not worth a word"
    );
    kiosk.wait(10_000);
    let offline = Screen::OutOfService {
        reason: OutOfService::Offline,
    };
    assert_eq!(kiosk.screen(), offline);
}

#[test]
fn a_refused_photo_is_named_and_stays_out_of_the_order() {
    let mut kiosk = Kiosk::ready();
    kiosk.photos(&["1"]);
    let session = kiosk.session();
    let mut reading = SessionReading {
        session: session.clone(),
        kiosk: KioskId::parse("kiosk-1").expect("an id"),
        phones: Vec::new(),
        photos: Vec::new(),
    };
    reading.photos.push(PhotoReading {
        photo: photo("2"),
        sealed_bytes: 1,
        landed_at: START,
        outcome: None,
    });
    kiosk.tell(Input::SessionRead(Box::new(reading)));
    let opened = PhotoOpened::Refused {
        refusal: Refusal::Video,
        name: Some("IMG_20.mov".to_owned()),
    };
    kiosk.tell(Input::PhotoOpened {
        session,
        photo: photo("2"),
        opened,
    });
    let Screen::Collect { tiles, chosen, .. } = kiosk.screen() else {
        panic!("collecting: {:?}", kiosk.screen());
    };
    assert!(
        matches!(&tiles[1].state, TileState::Refused { name: Some(name), .. } if name == "IMG_20.mov")
    );
    assert_eq!(chosen, 1, "only what can be printed is counted");
}

#[test]
fn a_crop_of_the_wrong_shape_is_not_taken() {
    let mut kiosk = Kiosk::ready();
    kiosk.photos(&["1"]);
    kiosk.tap(Command::Next);
    kiosk.tap(Command::OpenEditor { photo: photo("1") });
    let recipe = |width, height| {
        Recipe::plain(
            QuarterTurns::None,
            Crop {
                x: 0,
                y: 0,
                width,
                height,
            },
        )
    };
    let shown = |kiosk: &Kiosk| match kiosk.screen() {
        Screen::Edit { line, .. } => line.recipe,
        screen => panic!("editing: {screen:?}"),
    };
    let before = shown(&kiosk);
    for wrong in [
        recipe(500_000, 100_000),
        recipe(2_000_000, 2_000_000),
        recipe(9, 8),
    ] {
        kiosk.tap(Command::SetRecipe { recipe: wrong });
        assert_eq!(
            shown(&kiosk),
            before,
            "{wrong:?} would distort or leave the photo"
        );
    }
    let zoomed = recipe(500_000, 444_444);
    kiosk.tap(Command::SetRecipe { recipe: zoomed });
    assert_eq!(shown(&kiosk), zoomed, "3:2 of a 4:3 photo");
}

#[test]
fn a_second_phone_waits_for_a_word_from_the_screen() {
    let mut kiosk = Kiosk::ready();
    kiosk.photos(&["1"]);
    let session = kiosk.session();
    let phone = |name: &str, admission| PhoneReading {
        phone: name.to_owned(),
        admission,
        sending: 0,
    };
    kiosk.tell(Input::SessionRead(Box::new(SessionReading {
        session: session.clone(),
        kiosk: KioskId::parse("kiosk-1").expect("an id"),
        phones: vec![
            phone("phone-1", Admission::Admitted),
            phone("phone-2", Admission::Waiting),
        ],
        photos: Vec::new(),
    })));
    assert!(kiosk.brain.view(kiosk.now).second_phone, "the screen asks");
    kiosk.tap(Command::AdmitPhone);
    let admitted = Deed::DecidePhone {
        session,
        phone: "phone-2".to_owned(),
        admission: Admission::Admitted,
    };
    assert!(
        kiosk.last.deeds.contains(&admitted),
        "and the answer is passed on"
    );
}
