//! What a photo may weigh and measure. Each limit is checked before memory is spent on it.

/// The most bytes a file may have: 40 MiB. The largest phone JPEG (200 megapixels in good light)
/// is about 35 MB.
pub const MAX_BYTES: usize = 40 * 1024 * 1024;

/// The most pixels: 120 million. Phones in 108-megapixel mode write 12000 x 9000.
///
/// Area matters more than sides: a 48 KB PNG of 19,999 x 19,999 one-bit pixels asks for 400 MB.
pub const MAX_PIXELS: u64 = 120_000_000;

/// The longest side: 30,000 px, enough for a phone's panorama.
pub const MAX_SIDE_PX: u32 = 30_000;

/// The shortest side worth paying for: 100 px is 25 dpi on the smallest print.
pub const MIN_SIDE_PX: u32 = 100;

/// The most memory that decoding may need, counted from the header: 880 MiB, which leaves room
/// for the file itself and the program in a process that is limited to 1 GiB.
pub const MAX_DECODED_BYTES: u64 = 880 * 1024 * 1024;
