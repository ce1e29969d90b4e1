//! Writing a finished picture as a PDF (ISO 32000-1): one page of exactly the print's size, filled
//! by one JPEG whose colours are defined by the profile.

use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref};

use super::{EncodeError, jpeg};
use crate::picture::Rgb8;

/// Points in an inch.
const POINTS_PER_INCH: f32 = 72.0;

/// The picture's name on the page.
const PICTURE: Name<'_> = Name(b"Print");

/// The file's objects.
const CATALOGUE: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const PAGE: Ref = Ref::new(3);
const CONTENT: Ref = Ref::new(4);
const IMAGE: Ref = Ref::new(5);
const PROFILE: Ref = Ref::new(6);

/// A PDF of one page.
pub(super) fn write(
    picture: &Rgb8,
    quality: u8,
    icc: &[u8],
    dpi: u16,
) -> Result<Vec<u8>, EncodeError> {
    let size = picture.size();
    let points = |px: u32| px as f32 * POINTS_PER_INCH / f32::from(dpi);
    let (width, height) = (points(size.width_px()), points(size.height_px()));
    let jpeg = jpeg::print(picture, quality, icc, dpi)?;

    let mut pdf = Pdf::new();
    pdf.catalog(CATALOGUE).pages(PAGES);
    pdf.pages(PAGES).kids([PAGE]).count(1);

    let mut page = pdf.page(PAGE);
    page.parent(PAGES);
    page.media_box(Rect::new(0.0, 0.0, width, height));
    page.contents(CONTENT);
    page.resources().x_objects().pair(PICTURE, IMAGE);
    page.finish();

    let mut content = Content::new();
    content.transform([width, 0.0, 0.0, height, 0.0, 0.0]);
    content.x_object(PICTURE);
    pdf.stream(CONTENT, &content.finish());

    let mut image = pdf.image_xobject(IMAGE, &jpeg);
    image.filter(Filter::DctDecode);
    image.width(side(size.width_px()));
    image.height(side(size.height_px()));
    image.color_space().icc_based(PROFILE);
    image.bits_per_component(8);
    image.finish();

    let mut profile = pdf.icc_profile(PROFILE, icc);
    profile.n(3);
    profile.range([0.0, 1.0, 0.0, 1.0, 0.0, 1.0]);
    profile.finish();
    Ok(pdf.finish())
}

/// A side as PDF counts it; a [`PixelSize`](crate::PixelSize) is far below the limit.
fn side(px: u32) -> i32 {
    i32::try_from(px).unwrap_or(i32::MAX)
}
