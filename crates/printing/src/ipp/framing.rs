//! A look at an answer's lengths before it is parsed: the parser trusts the lengths inside
//! text-with-language values and would panic on one that points past its value.

/// `textWithLanguage` and `nameWithLanguage` (RFC 8010, section 3.5.2).
const WITH_LANGUAGE: [u8; 2] = [0x35, 0x36];
const END_OF_ATTRIBUTES: u8 = 0x03;
/// Version, status and request id.
const HEADER_BYTES: usize = 8;
/// Tags below this one start a group and carry no value.
const FIRST_VALUE_TAG: u8 = 0x10;

/// Whether every value keeps within its frame up to the end of the attributes.
pub(super) fn is_sound(answer: &[u8]) -> bool {
    let Some(mut rest) = answer.get(HEADER_BYTES..) else {
        return false;
    };
    while let Some((&tag, after_tag)) = rest.split_first() {
        rest = after_tag;
        if tag == END_OF_ATTRIBUTES {
            return true;
        }
        if tag < FIRST_VALUE_TAG {
            continue;
        }
        let Some((_name, after_name)) = framed(rest) else {
            return false;
        };
        let Some((value, after_value)) = framed(after_name) else {
            return false;
        };
        if WITH_LANGUAGE.contains(&tag) && !holds_two(value) {
            return false;
        }
        rest = after_value;
    }
    false
}

/// Splits off a value that is preceded by its length in two bytes.
fn framed(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}

fn holds_two(value: &[u8]) -> bool {
    framed(value)
        .and_then(|(_language, rest)| framed(rest))
        .is_some()
}

#[cfg(test)]
mod tests {
    use ipp::parser::IppParser;
    use ipp::reader::IppReader;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_length_that_points_outside_its_value_is_refused() {
        let header = [1, 1, 0, 0, 0, 0, 0, 1, 0x04];
        let sound = [
            &header[..],
            &[0x35, 0, 1, b'n', 0, 6, 0, 1, b'e', 0, 1, b't', 3],
        ]
        .concat();
        let broken = [&header[..], &[0x35, 0, 1, b'n', 0, 3, 0, 9, b'e', 3]].concat();
        assert!(is_sound(&sound), "a proper text with language passes");
        assert!(
            !is_sound(&broken),
            "its language would be read past the value"
        );
        assert!(
            !is_sound(&sound[..sound.len() - 1]),
            "an answer that just stops is not whole"
        );
    }

    proptest! {
        #[test]
        fn what_passes_never_upsets_the_parser(
            tags in prop::collection::vec((any::<u8>(), prop::collection::vec(any::<u8>(), 0..12)), 0..12),
        ) {
            let mut answer = vec![1, 1, 0, 0, 0, 0, 0, 1];
            for (tag, value) in tags {
                answer.extend([tag, 0, 1, b'n', 0, u8::try_from(value.len()).unwrap_or(0)]);
                answer.extend(value);
            }
            answer.push(END_OF_ATTRIBUTES);
            if is_sound(&answer) {
                // Either result is fine; a panic fails the test.
                let parsed = IppParser::new(IppReader::new(std::io::Cursor::new(answer))).parse();
                prop_assert!(parsed.is_ok() || parsed.is_err(), "the parser answers");
            }
        }
    }
}
