//! Ribbons, inks, and how many prints are left: read from texts that were written for people, so
//! nothing here may trip over them.

/// One ribbon or ink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supply {
    /// `marker-names`; empty when the printer gives a level and no name.
    pub name: String,
    /// 0 to 100, or `None` when the printer does not know.
    pub level_percent: Option<u8>,
}

/// More prints than any roll holds; a larger number is not a count of prints.
const MOST_PRINTS_BELIEVED: u32 = 100_000;

/// Pairs `marker-names` with `marker-levels`. Levels below 0 mean "unknown" (-2), "unknown but
/// some" (-3) or "no level" (-1); a level over 100 is a count and not a percentage.
pub fn supplies(names: &[&str], levels: &[i32]) -> Vec<Supply> {
    (0..names.len().max(levels.len()))
        .map(|i| Supply {
            name: names.get(i).copied().unwrap_or_default().to_owned(),
            level_percent: levels
                .get(i)
                .and_then(|level| u8::try_from(*level).ok())
                .filter(|level| *level <= 100),
        })
        .collect()
}

/// How many prints the loaded media still give.
///
/// `printer-supply` (PWG 5100.13, 5.6.29: `key=value;` pairs) is asked first: a consumable counted
/// in impressions or sheets, the scarcest if there are several. Otherwise the `marker-message` of
/// Gutenprint's dye-sub driver, a sentence such as `348 native prints remaining on 4x6 media`,
/// which may also say that it does not know.
pub fn prints_left(printer_supply: &[&str], marker_message: Option<&str>) -> Option<u32> {
    printer_supply
        .iter()
        .filter_map(|text| level_in_prints(text))
        .min()
        .or_else(|| marker_message.and_then(prints_in_sentence))
}

fn level_in_prints(printer_supply: &str) -> Option<u32> {
    let value_of = |key: &str| {
        printer_supply.split(';').find_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            name.trim().eq_ignore_ascii_case(key).then(|| value.trim())
        })
    };
    let unit = value_of("unit")?.to_ascii_lowercase();
    if !matches!(unit.as_str(), "impressions" | "sheets" | "prints") {
        return None;
    }
    if value_of("class").is_some_and(|class| !class.eq_ignore_ascii_case("supplyThatIsConsumed")) {
        return None;
    }
    believable(value_of("level")?)
}

fn prints_in_sentence(message: &str) -> Option<u32> {
    let message = message.to_ascii_lowercase();
    let (before, after) = message.split_once("print")?;
    if !before.contains("remain") && !after.contains("remain") {
        return None;
    }
    before
        .split(|c: char| c.is_whitespace() || c == '\'' || c == '"')
        .rev()
        .find_map(believable)
}

fn believable(number: &str) -> Option<u32> {
    number
        .parse()
        .ok()
        .filter(|count| *count <= MOST_PRINTS_BELIEVED)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_supply_counts_before_the_sentence() {
        let supply = "type=inkRibbon;maxcapacity=400;level=348;class=supplyThatIsConsumed;unit=impressions;colorantname=multi;";
        assert_eq!(
            prints_left(&[supply], Some("12 native prints remaining on 4x6 media")),
            Some(348),
            "the machine-readable figure wins"
        );
        assert_eq!(
            prints_left(&["type=toner;level=40;unit=percent;"], None),
            None,
            "forty per cent is not forty prints"
        );
        assert_eq!(
            prints_left(
                &["level=-2;unit=impressions;class=supplyThatIsConsumed"],
                None
            ),
            None,
            "-2 means unknown"
        );
    }

    #[test]
    fn the_sentence_is_read_with_care() {
        let cases = [
            ("348 native prints remaining on 4x6 media", Some(348)),
            ("'7' native prints remaining on '6x8' media", Some(7)),
            ("0 native prints remaining on 4x6 media", Some(0)),
            ("One or more native prints remaining on 4x6 media", None),
            ("Unknown native prints remaining on 4x6 media", None),
            ("Unable to query remaining prints on 4x6 media", None),
            ("99999999999 prints remaining", None),
            ("-4 prints remaining", None),
            ("Printing page 3", None),
            ("", None),
        ];
        for (message, expected) in cases {
            assert_eq!(prints_left(&[], Some(message)), expected, "{message:?}");
        }
    }

    #[test]
    fn a_level_that_is_no_percentage_is_unknown() {
        let read = supplies(&["YMCO ribbon", "cutter"], &[87, -3, 400]);
        let levels: Vec<_> = read.iter().map(|s| s.level_percent).collect();
        assert_eq!(
            levels,
            [Some(87), None, None],
            "only 0..=100 is a percentage"
        );
        assert_eq!(read.len(), 3, "a level without a name is still shown");
    }

    proptest! {
        #[test]
        fn no_text_upsets_the_reader(supply in ".{0,80}", message in ".{0,80}") {
            let left = prints_left(&[&supply], Some(&message));
            prop_assert!(left.unwrap_or(0) <= MOST_PRINTS_BELIEVED, "absurd counts are not believed");
        }
    }
}
