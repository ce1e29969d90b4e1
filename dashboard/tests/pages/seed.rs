//! A fleet with a past: kiosks, heartbeats and two weeks of orders, the same for the same seed.

use dashboard::App;
use dashboard::store::kiosks::Kiosk;
use dashboard::store::{facts, heartbeats, kiosks};
use order::machine::{CancelReason, NotPrintedReason};
use order::{
    Fact, FactRecord, KioskId, Money, OrderId, PrintSize, ProviderId, SessionId, Timestamp,
};
use wire::heartbeat::{Heartbeat, PrinterCondition, PrinterHealth};

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;

const SITES: [(&str, &str, &str); 12] = [
    ("Main hall", "North campus library", "Haidian"),
    ("Second floor", "North campus library", "Haidian"),
    ("Canteen 3", "Tsinghua south gate", "Haidian"),
    ("Hall B", "Science museum", "Chaoyang"),
    ("Ticket office", "Chaoyang park, west gate", "Chaoyang"),
    ("Level 1, lifts", "Sanlitun mall", "Chaoyang"),
    ("Arrivals", "Beijing South station", "Fengtai"),
    ("Waiting room 4", "Beijing South station", "Fengtai"),
    ("Front desk", "Children's hospital", "Xicheng"),
    ("Exit C", "Xidan metro", "Xicheng"),
    ("Lobby", "City archive", "Dongcheng"),
    ("Courtyard", "Drum tower", "Dongcheng"),
];

/// A small generator of numbers that only look random (splitmix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// 0 to below `most`.
    pub(crate) fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % most.max(1)
    }

    fn times(&mut self, most: u64) -> i64 {
        i64::try_from(self.below(most)).expect("small")
    }
}

/// Pairs a kiosk.
pub(crate) async fn kiosk(app: &App, id: &str, name: &str, site: &str, region: &str) -> KioskId {
    let kiosk = KioskId::parse(id).expect("a kiosk id");
    let row = Kiosk {
        kiosk: kiosk.clone(),
        public_key: format!("key-of-{id}"),
        name: name.to_owned(),
        site: site.to_owned(),
        region: region.to_owned(),
        paired_at: app.now().plus_ms(-20 * DAY_MS),
        revoked_at: None,
    };
    let mut work = app.store().writer().begin().await.expect("begins");
    kiosks::pair(&mut work, &row).await.expect("pairs");
    work.commit().await.expect("commits");
    kiosk
}

/// A heartbeat that arrived `ago_ms` ago.
pub(crate) async fn beat(app: &App, kiosk: &KioskId, ago_ms: i64, printer: PrinterHealth) {
    let at = app.now().plus_ms(-ago_ms);
    let heartbeat = Heartbeat {
        boot_id: "boot-1".to_owned(),
        seq: 41,
        at,
        software_version: "0.1.0".to_owned(),
        settings_version: 1,
        printer,
        facts_pending: 0,
        orders_open: 0,
        disk_free_bytes: Some(48_300_000_000),
    };
    let _ = heartbeats::record(app.store(), kiosk, &heartbeat, at)
        .await
        .expect("records");
}

/// A printer that prints.
pub(crate) fn working(prints_left: Option<u32>) -> PrinterHealth {
    PrinterHealth {
        condition: PrinterCondition::Working,
        reasons: Vec::new(),
        sizes_ready: PrintSize::ALL.to_vec(),
        prints_left,
        counter: None,
    }
}

/// `count` kiosks with two weeks of orders each; some of them in trouble.
pub(crate) async fn fleet(app: &App, count: usize, orders_a_day: u64, days: i64) {
    let mut dice = Dice(7);
    for index in 0..count {
        let (name, site, region) = SITES[index % SITES.len()];
        let name = match index / SITES.len() {
            0 => name.to_owned(),
            round => format!("{name} {}", round + 1),
        };
        let kiosk = kiosk(app, &format!("k-{index:012}"), &name, site, region).await;
        let left = u32::try_from(20 + dice.below(360)).expect("small");
        let mut printer = working(Some(left));
        let mut ago_ms = dice.times(170_000);
        match index % 12 {
            4 => ago_ms = 2 * HOUR_MS + 11 * 60_000,
            6 => {
                printer.condition = PrinterCondition::Stopped;
                printer.reasons = vec!["media-jam".to_owned()];
            }
            9 => printer.prints_left = Some(12),
            10 => printer.prints_left = None,
            _ => {}
        }
        if index % 12 != 11 || index > 20 {
            beat(app, &kiosk, ago_ms, printer).await;
        }
        let facts = past(app.now(), &kiosk, index, orders_a_day, days, &mut dice);
        for part in facts.chunks(500) {
            facts::append(app.store(), &kiosk, part, app.now())
                .await
                .expect("stores");
        }
    }
}

/// Orders of the last `days` days, in the order in which they happened.
pub(crate) fn past(
    now: Timestamp,
    kiosk: &KioskId,
    index: usize,
    orders_a_day: u64,
    days: i64,
    dice: &mut Dice,
) -> Vec<FactRecord> {
    let mut starts: Vec<i64> = Vec::new();
    for day in 0..days {
        let busy = orders_a_day * (2 + (day.unsigned_abs() * 3 + 1) % 5) / 4 + 1;
        for _ in 0..=dice.below(busy) {
            let ago = day * DAY_MS + dice.times(u64::try_from(14 * HOUR_MS).expect("positive"));
            starts.push(now.ms() - ago - 120_000);
        }
    }
    starts.sort_unstable();
    let mut facts = Vec::new();
    for (number, start) in starts.into_iter().enumerate() {
        let order = OrderId::parse(&format!(
            "01K{index:04}{number:08}{:06}",
            dice.below(999_999)
        ))
        .expect("an order id");
        for (step, fact) in one_order(&order, dice).into_iter().enumerate() {
            facts.push(FactRecord {
                kiosk: kiosk.clone(),
                seq: u64::try_from(facts.len() + 1).expect("small"),
                order: order.clone(),
                at: Timestamp::from_ms(start + i64::try_from(step).expect("small") * 9_000),
                fact,
            });
        }
    }
    facts
}

fn one_order(order: &OrderId, dice: &mut Dice) -> Vec<Fact> {
    let sheets = u32::try_from(1 + dice.below(8)).expect("small");
    let size = if dice.below(4) == 0 {
        PrintSize::EightInch
    } else {
        PrintSize::SixInch
    };
    let price = Money::from_minor(if size == PrintSize::SixInch { 250 } else { 500 });
    let total = price.times(sheets);
    let mut facts = vec![Fact::OrderPlaced {
        session: SessionId::parse("session-1").expect("a session id"),
        total,
        discount: Money::ZERO,
        sheets,
        settings_version: 1,
    }];
    if dice.below(9) == 0 {
        facts.push(Fact::Cancelled {
            reason: CancelReason::TimedOut,
        });
        return facts;
    }
    let out_trade_no = order.out_trade_no(1);
    facts.push(Fact::Paid {
        provider: ProviderId::WechatPay,
        out_trade_no: out_trade_no.clone(),
        transaction_id: format!("42000{}", dice.below(9_999_999_999)),
        amount: total,
    });
    let jammed = (dice.below(15) == 0).then_some(sheets);
    for sheet in 1..=sheets {
        facts.push(if jammed == Some(sheet) {
            Fact::SheetNotPrinted {
                sheet,
                product: size.into(),
                share: price,
                reason: NotPrintedReason::PrinterFailed,
            }
        } else {
            Fact::SheetPrinted {
                sheet,
                product: size.into(),
                share: price,
            }
        });
    }
    let refunded = if jammed.is_some() { price } else { Money::ZERO };
    if jammed.is_some() {
        let out_refund_no = out_trade_no.out_refund_no(1);
        facts.push(Fact::RefundRequested {
            out_refund_no: out_refund_no.clone(),
            amount: price,
        });
        facts.push(Fact::Refunded {
            out_refund_no,
            amount: price,
        });
    }
    facts.push(Fact::Settled {
        delivered: total.minus(refunded),
        refunded,
    });
    facts
}
