//! What is known of an order, in the customer's words.

use order::{Fact, Money};

use crate::broker::SILENCE_LIMIT_MS;
use crate::store::payments::PaymentState;
use crate::store::receipts::{Attempt, MoneyBack};
use crate::store::refunds::RefundState;
use crate::store::undecided::{PAYMENT_DEADLINE_MS, REFUND_DONE_DEADLINE_MS};

use super::calendar::Calendar;
use super::health::Tone;
use super::receipt_known::{Fate, Known};
use super::words::Words;
use super::words::money::shown;

/// A sentence, what else there is to say, and the look of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// Its look.
    pub(crate) tone: Tone,
    /// The sentence.
    pub(crate) text: String,
    /// A second one, or nothing.
    pub(crate) note: String,
}

impl Said {
    fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            tone,
            text: text.into(),
            note: String::new(),
        }
    }

    fn and(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

/// Prints with one fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SheetRow {
    /// Which, and of what product.
    pub(crate) which: String,
    /// What became of them.
    pub(crate) fate: String,
    /// Its look.
    pub(crate) tone: Tone,
}

/// What was bought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bill {
    /// What, and for how much.
    pub(crate) rows: Vec<(String, String)>,
    /// What it comes to.
    pub(crate) total: String,
}

impl Known {
    /// How it stands, in a sentence.
    pub(crate) fn headline(&self, words: &Words, calendar: &Calendar) -> Said {
        if self.is_bought() {
            return self.printed(words, calendar);
        }
        if self.attempts.iter().any(|attempt| attempt.paid.is_some()) {
            let text = words.pick(
                "Not printed. All of your money goes back.",
                "没有打印，款项全部退回。",
            );
            return Said::new(Tone::Warn, text);
        }
        match self.undecided() {
            Some(attempt) => self.not_yet_paid(words, calendar, attempt),
            None => Said::new(Tone::Plain, words.pick("Not paid.", "没有付款。")),
        }
    }

    fn printed(&self, words: &Words, calendar: &Calendar) -> Said {
        if !self.is_reported() {
            let text = words.pick(
                "Paid. The machine has not reported yet.",
                "已付款，自助机还没有上报打印情况。",
            );
            let said = Said::new(Tone::Plain, text);
            return match self.attempt().and_then(|attempt| attempt.paid) {
                Some((_, paid_at)) => {
                    let by = calendar.long(words, paid_at.plus_ms(SILENCE_LIMIT_MS));
                    said.and(words.pick(
                        format!("If it stays silent until {by}, you get all of it back by itself."),
                        format!("如果到 {by} 仍未上报，款项会自动全额退回。"),
                    ))
                }
                None => said,
            };
        }
        let sheets = self.sheets();
        let count = |wanted: fn(&Fate) -> bool| {
            let fates = sheets.iter().map(|(_, fate)| fate);
            fates.filter(|fate| wanted(fate)).count()
        };
        let printed = count(|fate| matches!(fate, Fate::Printed));
        let text = words.printed_of(printed, sheets.len());
        if printed == sheets.len() {
            return Said::new(Tone::Done, text);
        }
        if count(|fate| matches!(fate, Fate::Unreported)) > 0 && !self.is_settled() {
            let note = words.pick(
                "This is what the machine has reported so far.",
                "以上是自助机目前上报的情况。",
            );
            return Said::new(Tone::Plain, text).and(note);
        }
        Said::new(Tone::Warn, text)
    }

    fn not_yet_paid(&self, words: &Words, calendar: &Calendar, attempt: &Attempt) -> Said {
        let decided_by = attempt.pay_by.plus_ms(PAYMENT_DEADLINE_MS);
        if self.now <= attempt.pay_by {
            let by = calendar.short(words, attempt.pay_by);
            let text = words.pick(
                format!("Waiting for your payment until {by}."),
                format!("等待付款，{by} 前有效。"),
            );
            return Said::new(Tone::Plain, text);
        }
        let text = words.pick(
            "We do not know yet whether your payment went through.",
            "付款结果还在确认中。",
        );
        let said = Said::new(Tone::Warn, text);
        if self.now > decided_by {
            return said.and(words.pick(
                "One of our people is finding out. If it was taken, you get it back.",
                "工作人员正在核实。如已扣款，将为您退回。",
            ));
        }
        let by = calendar.short(words, decided_by);
        said.and(words.pick(
            format!("If it did, the money comes back by itself. We know by {by}."),
            format!("如已扣款，会自动退回。{by} 前会有结果。"),
        ))
    }

    fn undecided(&self) -> Option<&Attempt> {
        let undecided = |attempt: &&Attempt| {
            matches!(attempt.state, PaymentState::Created | PaymentState::Waiting)
        };
        self.attempts.iter().rev().find(undecided)
    }

    /// Every print, those with one fate together.
    pub(crate) fn sheet_rows(&self, words: &Words) -> Vec<SheetRow> {
        if !self.is_bought() || !self.is_reported() {
            return Vec::new();
        }
        let sheets = self.sheets();
        let runs = sheets.chunk_by(|one, next| one == next);
        let mut first = 1;
        runs.map(|run| {
            let last = first + run.len() - 1;
            let (product, fate) = run[0];
            let mut which = words.which_prints(first, last);
            if let Some(product) = product {
                which = format!("{which} · {}", words.product_name(product));
            }
            first = last + 1;
            let (fate, tone) = match fate {
                Fate::Printed => (words.pick("printed", "已打印").to_owned(), Tone::Done),
                Fate::NotPrinted { reason, share } => (words.went_wrong(reason, share), Tone::Stop),
                Fate::Unreported => {
                    let fate = words.pick("not reported yet", "尚未上报");
                    (fate.to_owned(), Tone::Plain)
                }
            };
            SheetRow { which, fate, tone }
        })
        .collect()
    }

    /// Where the money is, in sentences.
    pub(crate) fn money(&self, words: &Words, calendar: &Calendar, code: &str) -> Vec<Said> {
        let mut said: Vec<Said> = self
            .attempts
            .iter()
            .filter_map(|attempt| taken(words, calendar, attempt))
            .collect();
        if said.is_empty() {
            said.extend(self.taken_by_facts(words, calendar));
        }
        if said.is_empty() {
            let text = match (self.is_free(), self.undecided()) {
                (true, _) => words.pick(
                    "It was free: nothing was to be paid.",
                    "本单免费，无需付款。",
                ),
                (false, Some(_)) => words.pick(
                    "Nothing has been taken, as far as we know.",
                    "目前没有收到您的付款。",
                ),
                (false, None) => words.pick("You have not been charged.", "没有扣款。"),
            };
            said.push(Said::new(Tone::Plain, text));
        }
        if self.refunds.is_empty() {
            said.extend(self.back_soon(words));
        }
        let back = |refund| self.back(words, calendar, code, refund);
        said.extend(self.refunds.iter().map(back));
        said
    }

    fn taken_by_facts(&self, words: &Words, calendar: &Calendar) -> Option<Said> {
        self.facts.iter().find_map(|record| match &record.fact {
            Fact::Paid {
                amount, provider, ..
            } => {
                let at = calendar.long(words, record.at);
                Some(Said::new(
                    Tone::Done,
                    words.was_paid(*amount, *provider, &at),
                ))
            }
            _ => None,
        })
    }

    /// What did not print and is not asked back yet.
    fn back_soon(&self, words: &Words) -> Option<Said> {
        let share = |(_, fate): (_, Fate)| match fate {
            Fate::NotPrinted { share, .. } => share,
            Fate::Printed | Fate::Unreported => Money::ZERO,
        };
        let amount: Money = self.sheets().into_iter().map(share).sum();
        if amount == Money::ZERO || !self.is_bought() {
            return None;
        }
        let amount = shown(amount);
        let text = words.pick(
            format!("{amount} for what did not print is refunded after the last print."),
            format!("未打印部分的 {amount} 将在最后一张完成后退回。"),
        );
        Some(Said::new(Tone::Warn, text))
    }

    fn back(&self, words: &Words, calendar: &Calendar, code: &str, refund: &MoneyBack) -> Said {
        let (amount, provider) = (refund.amount, refund.provider);
        if let Some(at) = refund.by_hand_at {
            let at = calendar.long(words, at);
            return Said::new(Tone::Done, words.handed_back(amount, &at));
        }
        match refund.state {
            RefundState::Success => {
                let at = self.refunded_at(&refund.out_refund_no);
                let at = at.map(|at| calendar.long(words, at));
                Said::new(Tone::Done, words.came_back(amount, provider, at.as_deref()))
            }
            RefundState::Requested | RefundState::Processing => {
                let by = refund.asked_at.plus_ms(REFUND_DONE_DEADLINE_MS);
                Said::new(Tone::Warn, words.going_back(amount, provider, code))
                    .and(words.refund_deadline(&calendar.long(words, by)))
            }
            RefundState::Stuck => Said::new(Tone::Stop, words.needs_hand(amount, provider, code)),
        }
    }

    /// What was bought, as it was shown.
    pub(crate) fn bill(&self, words: &Words) -> Option<Bill> {
        let minus = |amount: Money| shown(Money::ZERO.minus(amount));
        if let Some(quote) = self.quote() {
            let mut rows: Vec<(String, String)> = Vec::new();
            for line in &quote.lines {
                let (name, each) = (words.product_name(line.product), shown(line.unit_price));
                rows.push((
                    format!("{name} × {} ({each})", line.sheets),
                    shown(line.amount),
                ));
            }
            for reduction in &quote.reductions {
                rows.push((words.reduction(&reduction.kind), minus(reduction.amount)));
            }
            // The first release named no reductions.
            if quote.reductions.is_empty() && quote.discount != Money::ZERO {
                rows.push((words.discount.to_owned(), minus(quote.discount)));
            }
            let total = shown(quote.total);
            return Some(Bill { rows, total });
        }
        let (total, discount, sheets) = self.placed()?;
        let mut rows = vec![(
            words.prints_counted(u64::from(sheets)),
            shown(total.plus(discount)),
        )];
        if discount != Money::ZERO {
            rows.push((words.discount.to_owned(), minus(discount)));
        }
        let total = shown(total);
        Some(Bill { rows, total })
    }
}

/// What one attempt took.
fn taken(words: &Words, calendar: &Calendar, attempt: &Attempt) -> Option<Said> {
    let (amount, at) = attempt.paid?;
    let text = words.was_paid(amount, attempt.provider, &calendar.long(words, at));
    let said = Said::new(Tone::Done, text);
    if attempt.state != PaymentState::PaidLate {
        return Some(said);
    }
    let note = words.pick(
        "This payment could not be used, so all of it goes back.",
        "这笔付款未能使用，全部退回。",
    );
    Some(Said {
        tone: Tone::Plain,
        ..said.and(note)
    })
}
