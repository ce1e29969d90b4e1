//! A customer's way through the kiosk, tap by tap.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use order::{IndexPrint, Money, OrderId, PhotoId, PrintSize, ProviderId, Recipe, SessionId};
use station::command::{Command, Scanned};
use station::view::{BarcodeView, Line, PayStage, RefundView, Screen, TileState};

use crate::phone::Phone;
use crate::photographs::File;
use crate::waiting::until;
use crate::world::{World, browser};

/// A photo, and what the customer wants of it.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The photo.
    pub file: File,
    /// In this size.
    pub size: PrintSize,
    /// So often.
    pub copies: u32,
    /// Cut and turned like that; none leaves what the kiosk proposes.
    pub recipe: Option<Recipe>,
}

/// A customer in front of the kiosk.
#[derive(Debug)]
pub struct Visit {
    /// The phone in hand.
    pub phone: Phone,
    /// The visit's name.
    pub session: SessionId,
    /// The photos that were sent.
    pub photos: Vec<PhotoId>,
}

/// A customer who could pay now.
#[derive(Debug)]
pub struct Paying {
    /// The customer.
    pub visit: Visit,
    /// The order.
    pub order: OrderId,
    /// Its number at the provider.
    pub out_trade_no: String,
    /// What it costs.
    pub total: Money,
    /// What is printed, as the review showed it.
    pub lines: Vec<Line>,
}

/// The last screen.
#[derive(Clone, Copy, Debug)]
pub struct Done {
    /// Sheets that were printed.
    pub printed: u32,
    /// Sheets that were ordered.
    pub ordered: u32,
    /// Money on its way back.
    pub refund: Option<RefundView>,
}

impl Visit {
    /// Scans the code on the attract screen.
    pub async fn begin(world: &mut World) -> Result<Self> {
        let phone = Phone::scan(&world.phone_url().await?)?;
        let session = phone.join().await?.session;
        let kiosk = world.kiosk()?;
        kiosk
            .see_screen("the kiosk greeting the phone", |screen| {
                matches!(
                    screen,
                    Screen::Collect {
                        phone_connected: true,
                        ..
                    }
                )
                .then_some(())
            })
            .await?;
        Ok(Self {
            phone,
            session,
            photos: Vec::new(),
        })
    }

    /// Sends a photo and waits until the kiosk shows it.
    pub async fn send(&mut self, world: &mut World, file: &File) -> Result<PhotoId> {
        let photo = self.phone.send(file).await?;
        self.photos.push(photo.clone());
        let state = settled_tile(world, &photo).await?;
        ensure!(
            matches!(state, TileState::Ready { .. }),
            "{} became {state:?}",
            file.name
        );
        Ok(photo)
    }

    /// Sends all photos, chooses size, copies and crop of each, and looks at the review.
    pub async fn choose(&mut self, world: &mut World, wanted: &[Wanted]) -> Result<()> {
        for each in wanted {
            self.send(world, &each.file).await?;
        }
        let kiosk = world.kiosk()?;
        kiosk.tap(Command::Next).await?;
        for (each, photo) in wanted.iter().zip(&self.photos) {
            let photo = || photo.clone();
            let size = each.size;
            let copies = each.copies;
            let taps = [
                Command::SetSize {
                    photo: photo(),
                    size,
                },
                Command::SetCopies {
                    photo: photo(),
                    copies,
                },
            ];
            for tap in taps {
                kiosk.tap(tap).await?;
            }
            if let Some(recipe) = each.recipe {
                kiosk.tap(Command::OpenEditor { photo: photo() }).await?;
                kiosk.tap(Command::SetRecipe { recipe }).await?;
                kiosk.tap(Command::Next).await?;
            }
        }
        kiosk.tap(Command::Next).await?;
        review(world).await?;
        Ok(())
    }

    /// Adds an index print on the review.
    pub async fn add_index(&mut self, world: &mut World) -> Result<()> {
        let kiosk = world.kiosk()?;
        let index_print = IndexPrint::With;
        kiosk.tap(Command::SetIndexPrint { index_print }).await?;
        kiosk
            .see_screen("the index print in the order", |screen| match screen {
                Screen::Review {
                    index_print: Some(offer),
                    ..
                } => (offer.ordered == index_print).then_some(()),
                _ => None,
            })
            .await
    }

    /// Taps Pay on the review and waits for the code.
    pub async fn pay(self, world: &mut World) -> Result<Paying> {
        let (lines, total) = review(world).await?;
        world.kiosk()?.tap(Command::Pay).await?;
        let code = code_url(world).await?;
        let out_trade_no = number_of_code(world, &code)?;
        let order = order_of(&out_trade_no)?;
        Ok(Paying {
            visit: self,
            order,
            out_trade_no,
            total,
            lines,
        })
    }

    /// Everything up to the code to pay with.
    pub async fn until_paying(world: &mut World, wanted: &[Wanted]) -> Result<Paying> {
        let mut visit = Self::begin(world).await?;
        visit.choose(world, wanted).await?;
        visit.pay(world).await
    }
}

/// Waits until the kiosk has looked at a photo.
pub async fn settled_tile(world: &mut World, photo: &PhotoId) -> Result<TileState> {
    let kiosk = world.kiosk()?;
    kiosk
        .see_screen("the kiosk having looked at the photo", |screen| {
            let Screen::Collect { tiles, .. } = screen else {
                return None;
            };
            let tile = tiles.iter().find(|tile| tile.photo == *photo)?;
            (tile.state != TileState::Landing).then(|| tile.state.clone())
        })
        .await
}

/// What the review shows once the order can be paid.
pub async fn review(world: &mut World) -> Result<(Vec<Line>, Money)> {
    let kiosk = world.kiosk()?;
    kiosk
        .see_screen("a review without an obstacle", |screen| match screen {
            Screen::Review {
                lines,
                quote: Some(quote),
                obstacle: None,
                ..
            } => Some((lines.clone(), quote.total)),
            _ => None,
        })
        .await
}

/// Waits for the code that the customer pays with by WeChat.
pub async fn code_url(world: &mut World) -> Result<String> {
    code_of(world, ProviderId::WechatPay).await
}

/// Waits for the code of one provider.
pub async fn code_of(world: &mut World, provider: ProviderId) -> Result<String> {
    let kiosk = world.kiosk()?;
    kiosk
        .see_screen("a code to pay with", |screen| match screen {
            Screen::Pay {
                stage: PayStage::Waiting { codes, .. },
                ..
            } => codes
                .iter()
                .find(|code| code.provider == provider)
                .and_then(|code| code.code_url.clone()),
            _ => None,
        })
        .await
}

/// Holds a barcode before the scanner.
pub async fn show_barcode(world: &mut World, barcode: String) -> Result<()> {
    let code = Scanned(barcode);
    world.kiosk()?.tap(Command::ShowBarcode { code }).await
}

/// Waits until the screen says this of the barcode that was shown.
pub async fn see_barcode(
    world: &mut World,
    what: &str,
    wanted: impl Fn(BarcodeView) -> bool,
) -> Result<()> {
    let kiosk = world.kiosk()?;
    kiosk
        .see_screen(what, |screen| match screen {
            Screen::Pay {
                stage: PayStage::Waiting { barcode, .. },
                ..
            } => wanted(*barcode).then_some(()),
            _ => None,
        })
        .await
}

/// The merchant order number behind a code.
pub fn number_of_code(world: &World, code_url: &str) -> Result<String> {
    let orders = world.sandbox.orders().into_iter();
    let mut ours = orders.filter(|order| order.code_url.as_deref() == Some(code_url));
    Ok(ours
        .next()
        .context("the provider knows the code")?
        .out_trade_no)
}

/// The order that a payment attempt belongs to.
pub fn order_of(out_trade_no: &str) -> Result<OrderId> {
    let (order, _) = out_trade_no
        .rsplit_once('-')
        .context("an attempt's number")?;
    Ok(OrderId::parse(order)?)
}

/// Waits for the last screen, its refund (if there is one) decided.
pub async fn done(world: &mut World) -> Result<Done> {
    use station::view::RefundProgress::Processing;
    let kiosk = world.kiosk()?;
    kiosk
        .see_screen("the last screen", |screen| match screen {
            Screen::Done {
                printed,
                ordered,
                refund,
                ..
            } if refund.is_none_or(|refund| refund.progress != Processing) => Some(Done {
                printed: *printed,
                ordered: *ordered,
                refund: *refund,
            }),
            _ => None,
        })
        .await
}

/// Waits until so many sheets of an order lie at the printer.
pub async fn sheets_out(world: &World, order: &OrderId, sheets: usize) -> Result<()> {
    let what = format!("{sheets} sheets of {order} lie at the printer");
    until(&what, async || {
        let out = crate::sheets::of_order(&world.printer, order).len();
        Ok((out >= sheets).then_some(()))
    })
    .await
}

/// What the customer's own phone shows, once it says `wanted`, at the address on the last screen.
pub async fn receipt_says(world: &mut World, wanted: &str) -> Result<String> {
    let url = world
        .kiosk()?
        .see_screen("a receipt to scan", |screen| match screen {
            Screen::Done { receipt, .. } => receipt.url.clone(),
            _ => None,
        })
        .await?;
    let phone = browser(Duration::from_secs(60))?;
    until("the receipt says what came out", async || {
        let request = phone.get(&url).header("accept-language", "en");
        let page = request.send().await?.text().await?;
        Ok(page.contains(wanted).then_some(page))
    })
    .await
}
