//! Files for a spreadsheet. Amounts are plain numbers in major units; the first line names the
//! columns.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// Spreadsheets take a file for UTF-8 only when it begins with this.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The cells of one line.
pub(crate) type Cells = Vec<String>;

/// A file to be saved under `name`.
pub(crate) fn spreadsheet(name: &str, lines: &[Cells]) -> Response {
    let mut text = BYTE_ORDER_MARK.to_owned();
    for line in lines {
        let cells: Vec<String> = line.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (headers, text).into_response()
}

/// One cell, as RFC 4180 says; what a spreadsheet would take for a formula is made text.
fn quoted(cell: &str) -> String {
    let is_amount = cell.parse::<f64>().is_ok();
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_amount;
    let cell = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_kiosk_name_stays_text_in_a_spreadsheet() {
        assert_eq!(
            quoted("=HYPERLINK(\"http://x\",1)"),
            "\"'=HYPERLINK(\"\"http://x\"\",1)\"",
            "no formula runs"
        );
        assert_eq!(quoted("-12.50"), "-12.50", "a negative amount is a number");
        assert_eq!(
            quoted("Hall, east"),
            "\"Hall, east\"",
            "commas are kept in one cell"
        );
    }
}
