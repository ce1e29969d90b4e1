//! The rule at work: see [`crate::discount`].

use crate::discount::{CodeOff, TimeWindow, VolumeOff, VolumeStep};
use crate::money::Money;
use crate::product::Product;
use crate::quote::{Circumstances, QuoteLine, QuoteReduction, ReductionKind};
use crate::settings::Settings;

/// What is left to pay of one product.
#[derive(Clone, Copy)]
struct Left {
    product: Product,
    /// Sheets that are not free.
    sheets: u32,
    amount: Money,
}

/// Everything that is taken off `lines`, in the order in which it is taken.
pub(crate) fn reductions(
    lines: &[QuoteLine],
    settings: &Settings,
    circumstances: &Circumstances<'_>,
) -> Vec<QuoteReduction> {
    let discounts = &settings.discounts;
    let mut taken = Vec::new();
    let event = discounts
        .event
        .as_ref()
        .filter(|event| event.is_on(circumstances.now));
    if let Some(event) = event {
        let name = event.name.clone();
        let everything = lines.iter().map(|line| line.amount).sum();
        note(&mut taken, ReductionKind::Event { name }, everything);
        return taken;
    }
    let mut left = Vec::with_capacity(lines.len());
    for line in lines {
        let (step, off) = best_step(&discounts.volume, line);
        if let Some(step) = step {
            let VolumeStep {
                product,
                from_sheets,
                ..
            } = *step;
            let kind = ReductionKind::Volume {
                product,
                from_sheets,
            };
            note(&mut taken, kind, off);
        }
        left.push(Left {
            product: line.product,
            sheets: line.sheets,
            amount: line.amount.minus(off),
        });
    }
    if let Some(first) = discounts.first_free {
        let (sheets, off) = give_away(&mut left, first.sheets, first.product);
        note(&mut taken, ReductionKind::FirstPrints { sheets }, off);
    }
    let code = circumstances.code;
    if let Some((code, CodeOff::FreePrints { sheets, product })) = code.map(|code| (code, code.off))
    {
        let (_, off) = give_away(&mut left, sheets, product);
        let name = code.name.clone();
        note(&mut taken, ReductionKind::Code { name }, off);
    }
    let mut rest: Money = left.iter().map(|left| left.amount).sum();
    let sheets = lines.iter().map(|line| line.sheets).sum();
    if let Some((kind, percent)) = best_percentage(settings, sheets, circumstances) {
        let off = percent_of(rest, percent);
        note(&mut taken, kind, off);
        rest = rest.minus(off);
    }
    if let Some(code) = code {
        let off = match code.off {
            CodeOff::Percent { percent_off } => percent_of(rest, percent_off),
            CodeOff::Amount { amount } => amount.min(rest),
            CodeOff::FreePrints { .. } => Money::ZERO,
        };
        let name = code.name.clone();
        note(&mut taken, ReductionKind::Code { name }, off);
    }
    taken
}

/// `percent` of `amount`, rounded up. Below 100 it leaves at least one minor unit.
pub(crate) fn percent_of(amount: Money, percent: u32) -> Money {
    if percent >= 100 {
        return amount;
    }
    let off = amount.minor().saturating_mul(i64::from(percent));
    let off = off.saturating_add(99) / 100;
    Money::from_minor(off.clamp(0, (amount.minor() - 1).max(0)))
}

fn note(taken: &mut Vec<QuoteReduction>, kind: ReductionKind, amount: Money) {
    if amount > Money::ZERO {
        taken.push(QuoteReduction { kind, amount });
    }
}

fn best_step<'a>(steps: &'a [VolumeStep], line: &QuoteLine) -> (Option<&'a VolumeStep>, Money) {
    let reached = steps
        .iter()
        .filter(|step| step.product == line.product && line.sheets >= step.from_sheets);
    // Of equal ones the first in the list, so that every kiosk names the same.
    reached.fold((None, Money::ZERO), |best, step| {
        let off = match step.off {
            VolumeOff::Percent(percent) => percent_of(line.amount, percent),
            VolumeOff::UnitPrice(price) => line.amount.minus(price.times(line.sheets)),
        };
        if off > best.1 {
            (Some(step), off)
        } else {
            best
        }
    })
}

/// Gives the dearest `sheets` away; answers how many there were and what they would have cost.
fn give_away(left: &mut [Left], sheets: u32, of: Option<Product>) -> (u32, Money) {
    let (mut given, mut worth) = (0, Money::ZERO);
    while given < sheets {
        let candidates = left
            .iter_mut()
            .filter(|left| left.sheets > 0 && of.is_none_or(|product| product == left.product));
        let Some(dearest) =
            candidates.reduce(|one, other| if dearer(other, one) { other } else { one })
        else {
            break;
        };
        let count = dearest.sheets.min(sheets - given);
        let off = part(dearest.amount, count, dearest.sheets);
        dearest.amount = dearest.amount.minus(off);
        dearest.sheets -= count;
        given += count;
        worth = worth.plus(off);
    }
    (given, worth)
}

/// Whether a sheet of `one` costs more than a sheet of `other`, without dividing.
fn dearer(one: &Left, other: &Left) -> bool {
    i128::from(one.amount.minor()) * i128::from(other.sheets)
        > i128::from(other.amount.minor()) * i128::from(one.sheets)
}

/// The worth of `count` of `of` equal sheets, rounded up.
fn part(amount: Money, count: u32, of: u32) -> Money {
    let (count, of) = (i128::from(count), i128::from(of.max(1)));
    let part = (i128::from(amount.minor()) * count + of - 1) / of;
    Money::from_minor(i64::try_from(part).unwrap_or(amount.minor())).min(amount)
}

/// The one percentage of the house that counts.
fn best_percentage(
    settings: &Settings,
    sheets: u32,
    circumstances: &Circumstances<'_>,
) -> Option<(ReductionKind, u32)> {
    let whole_order = settings
        .discount
        .filter(|discount| sheets >= discount.from_sheets)
        .map(|discount| discount.percent_off.min(90));
    let offset = settings.discounts.utc_offset_minutes;
    let windows = settings.discounts.windows.iter();
    let open = windows
        .filter(|window| window.is_open(circumstances.now, offset))
        .fold(None, |best: Option<&TimeWindow>, window| match best {
            Some(best) if best.percent_off >= window.percent_off => Some(best),
            _ => Some(window),
        });
    match (whole_order, open) {
        (Some(percent), Some(window)) if window.percent_off <= percent => {
            Some((ReductionKind::WholeOrder, percent))
        }
        (_, Some(window)) => {
            let name = window.name.clone();
            Some((ReductionKind::Window { name }, window.percent_off.min(90)))
        }
        (Some(percent), None) => Some((ReductionKind::WholeOrder, percent)),
        (None, None) => None,
    }
}
