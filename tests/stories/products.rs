//! Each product that is sold, bought at the kiosk and looked at on paper.

use anyhow::{Result, ensure};
use order::ledger::Ledger;
use order::{Money, PrintSize, Product};
use stories::books::truth_of;
use stories::photographs::{File, Held, Painting};
use stories::sheets::{self, Sheet};
use stories::visit::{Paying, Visit, Wanted, done};
use stories::world::{Options, World};

const FIVE_INCH: Product = Product::Photo(PrintSize::FiveInch);
const SIX_INCH: Product = Product::Photo(PrintSize::SixInch);
const FOUR_SMALL: Product = Product::Photo(PrintSize::FourSmall);

const PORTRAIT: Painting = Painting {
    width: 1200,
    height: 1600,
    tint: 45,
};
const LANDSCAPE: Painting = Painting {
    width: 1800,
    height: 1200,
    tint: 105,
};

fn one(file: File, size: PrintSize) -> Wanted {
    Wanted {
        file,
        size,
        copies: 1,
        recipe: None,
    }
}

/// Pays, waits for the last screen, and returns the sheets once the money adds up.
async fn printed(world: &mut World, paying: &Paying, products: &[Product]) -> Result<Vec<Sheet>> {
    let price: Money = products
        .iter()
        .filter_map(|product| world.prices.of(*product))
        .sum();
    ensure!(
        paying.total == price,
        "{products:?} cost {price:?}, not {:?}",
        paying.total
    );
    world.sandbox.pay(&paying.out_trade_no)?;
    let done = done(world).await?;
    ensure!(
        (done.printed as usize, done.refund) == (products.len(), None),
        "all sheets are there and nothing goes back: {done:?}"
    );
    let facts = world.facts_once_closed(&paying.order).await?;
    let truth = truth_of(world, &paying.order, products)?;
    truth.must_add_up()?;
    truth.must_agree_with(&facts)?;
    let ledger = Ledger::of(&facts);
    for product in Product::ALL {
        let ordered = products.iter().filter(|ordered| **ordered == product);
        ensure!(
            ledger.sheets.of(product) == ordered.count() as u64,
            "the books count {product:?} by itself: {ledger:?}"
        );
    }
    Ok(sheets::of_order(&world.printer, &paying.order))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_five_inch_print_is_on_paper_of_its_own() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let wanted = [one(
        PORTRAIT.jpeg("portrait.jpg", Held::OnItsSide, "")?,
        PrintSize::FiveInch,
    )];
    let paying = Visit::until_paying(&mut world, &wanted).await?;
    let printed = printed(&mut world, &paying, &[FIVE_INCH]).await?;
    printed[0].must_show(PORTRAIT, &paying.lines[0].recipe)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_small_photos_share_a_sheet() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let wanted = [
        one(
            PORTRAIT.jpeg("portrait.jpg", Held::Level, "")?,
            PrintSize::FourSmall,
        ),
        one(
            LANDSCAPE.jpeg("landscape.jpg", Held::Level, "")?,
            PrintSize::FourSmall,
        ),
    ];
    let paying = Visit::until_paying(&mut world, &wanted).await?;
    let printed = printed(&mut world, &paying, &[FOUR_SMALL, FOUR_SMALL]).await?;
    printed[0].must_show_four(PORTRAIT, &paying.lines[0].recipe)?;
    printed[1].must_show_four(LANDSCAPE, &paying.lines[1].recipe)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_index_print_shows_every_photo_with_its_number() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let upright = Painting {
        tint: 200,
        ..PORTRAIT
    };
    let paintings = [PORTRAIT, LANDSCAPE, upright];
    let wanted = [
        one(
            PORTRAIT.jpeg("one.jpg", Held::OnItsSide, "")?,
            PrintSize::SixInch,
        ),
        one(
            LANDSCAPE.jpeg("two.jpg", Held::Level, "")?,
            PrintSize::FiveInch,
        ),
        one(upright.png("three.png")?, PrintSize::SixInch),
    ];
    let mut visit = Visit::begin(&mut world).await?;
    visit.choose(&mut world, &wanted).await?;
    visit.add_index(&mut world).await?;
    let paying = visit.pay(&mut world).await?;
    let products = [SIX_INCH, FIVE_INCH, SIX_INCH, Product::IndexPrint];
    let printed = printed(&mut world, &paying, &products).await?;
    let recipes = paying.lines.iter().map(|line| line.recipe);
    let photos: Vec<_> = paintings.into_iter().zip(recipes).collect();
    printed[3].must_index(&photos)?;

    let sales = world.manager.read("/sales.csv?by=size").await?;
    ensure!(
        sales.contains("index_print,1,3.00"),
        "the sales page has a line for it: {sales}"
    );
    let path = format!("/orders/{}", paying.order);
    let page = world.manager.read(&path).await?;
    ensure!(page.contains("索引照"), "and the order's page names it");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_heic_photo_is_printed_as_the_phone_took_it() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let wanted = [one(Painting::heic("IMG_0007.HEIC"), PrintSize::SixInch)];
    let paying = Visit::until_paying(&mut world, &wanted).await?;
    let printed = printed(&mut world, &paying, &[SIX_INCH]).await?;
    printed[0].must_show(Painting::HEIC, &paying.lines[0].recipe)
}
