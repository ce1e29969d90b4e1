//! What a sheet of an order is sold as: a photo in one of the print sizes, or an index print.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::print_size::PrintSize;

/// The kinds of product, which is what prices, bills and sales are kept by. On the wire a photo
/// goes by the name of its size, as in the first release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Product {
    /// All photos of the order in small, numbered, on 6-inch paper.
    IndexPrint,
    /// A photo in a size.
    #[serde(untagged)]
    #[ts(untagged)]
    Photo(PrintSize),
}

impl Product {
    /// Every product, in the order in which they stand on a bill.
    pub const ALL: [Self; 5] = [
        Self::Photo(PrintSize::FiveInch),
        Self::Photo(PrintSize::SixInch),
        Self::Photo(PrintSize::EightInch),
        Self::Photo(PrintSize::FourSmall),
        Self::IndexPrint,
    ];

    /// The size whose paper it is printed on.
    pub const fn paper(self) -> PrintSize {
        match self {
            Self::Photo(size) => size.paper(),
            Self::IndexPrint => PrintSize::SixInch,
        }
    }

    /// The name used in databases and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Photo(size) => size.as_str(),
            Self::IndexPrint => "index_print",
        }
    }

    /// Its place in [`Self::ALL`].
    const fn place(self) -> usize {
        match self {
            Self::Photo(size) => size as usize,
            Self::IndexPrint => PrintSize::ALL.len(),
        }
    }
}

impl From<PrintSize> for Product {
    fn from(size: PrintSize) -> Self {
        Self::Photo(size)
    }
}

/// One value for each product, such as how many were printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByProduct<T>([T; Product::ALL.len()]);

impl<T: Copy> ByProduct<T> {
    /// The value of a product.
    pub fn of(&self, product: impl Into<Product>) -> T {
        self.0[product.into().place()]
    }

    /// The value of a product, to be changed.
    pub fn of_mut(&mut self, product: impl Into<Product>) -> &mut T {
        &mut self.0[product.into().place()]
    }

    /// All values, in the order of [`Product::ALL`].
    pub fn values(&self) -> impl Iterator<Item = T> {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_product_has_one_name_and_one_place() {
        for (place, product) in Product::ALL.into_iter().enumerate() {
            assert_eq!(product.place(), place, "{product:?} has its own value");
            let named = serde_json::to_value(product).expect("a name");
            assert_eq!(named, product.as_str(), "{product:?} has one name");
            let read: Product = serde_json::from_value(named).expect("a product");
            assert_eq!(read, product, "and is known by it");
        }
        for (place, size) in PrintSize::ALL.into_iter().enumerate() {
            assert_eq!(
                Product::ALL[place],
                Product::Photo(size),
                "photos come first, as they are offered"
            );
        }
        serde_json::from_str::<Product>(r#""poster""#).expect_err("nobody sells posters");
    }
}
