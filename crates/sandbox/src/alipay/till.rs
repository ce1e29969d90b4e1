//! The hand on Alipay: plays the customer, and makes things go wrong.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::text::now_ms;
use super::{Barcode, Delivery, Fault, MerchantConfig, PayRefused, Shop, TradeView};

/// Alipay in a running sandbox. Cloning it gives another hand on the same one.
#[derive(Clone, Debug)]
pub struct Till {
    shop: Arc<Shop>,
    config: MerchantConfig,
    dir: PathBuf,
}

impl Till {
    pub(crate) fn new(shop: Arc<Shop>, config: MerchantConfig, dir: &Path) -> Self {
        Self {
            shop,
            config,
            dir: dir.to_owned(),
        }
    }

    /// What a merchant must configure to be a customer of this sandbox, in key mode.
    pub const fn merchant_config(&self) -> &MerchantConfig {
        &self.config
    }

    /// The same as a TOML file.
    pub fn merchant_config_file(&self) -> PathBuf {
        self.dir.join(super::CONFIG_FILE)
    }

    /// The settings of the same merchant in certificate mode, as a TOML file.
    pub fn certificates_config_file(&self) -> PathBuf {
        self.dir.join(super::CERTIFICATES_CONFIG_FILE)
    }

    /// The customer scans the code of `out_trade_no` without paying: from now on Alipay has a
    /// trade.
    pub fn scan(&self, out_trade_no: &str) -> Result<(), PayRefused> {
        self.shop
            .ledger()
            .scan(out_trade_no, now_ms())
            .map(|_trade| ())
    }

    /// The customer pays: scans the code if nobody has, or confirms a charge.
    pub fn pay(&self, out_trade_no: &str) -> Result<(), PayRefused> {
        self.shop.pay(out_trade_no)
    }

    /// The customer scans the code and turns away, or does not confirm. Alipay tells nobody.
    pub fn decline(&self, out_trade_no: &str) -> Result<(), PayRefused> {
        self.shop.ledger().decline(out_trade_no, now_ms())
    }

    /// A customer opens the app and shows a barcode, which fares as told when it is charged. It is
    /// good for one minute; the text is what a scanner reads.
    pub fn hand_out_barcode(&self, fate: Barcode) -> String {
        self.shop.barcodes().hand_out(fate, now_ms())
    }

    /// Queues a fault; it strikes once, at the next call or message it fits.
    pub fn fault(&self, fault: Fault) {
        self.shop.faults.queue(fault);
    }

    /// Faults that have not struck yet.
    pub fn faults(&self) -> Vec<Fault> {
        self.shop.faults.waiting()
    }

    /// Forgets every fault.
    pub fn clear_faults(&self) {
        self.shop.faults.clear();
    }

    /// Every payment, the newest first.
    pub fn trades(&self) -> Vec<TradeView> {
        let mut ledger = self.shop.ledger();
        ledger.expire(now_ms());
        ledger.views()
    }

    /// What a phone finds that scans `code`; scanning it makes the trade.
    pub fn scan_code(&self, code: &str) -> Result<TradeView, PayRefused> {
        let mut ledger = self.shop.ledger();
        let number = ledger.number_of(code).ok_or(PayRefused::Unknown)?;
        ledger.expire(now_ms());
        ledger.scan(&number, now_ms()).map(|trade| trade.view())
    }

    /// Every attempt to deliver a notification so far, in order.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.shop.deliveries()
    }

    pub(crate) fn stop(&self) {
        self.shop.stop();
    }
}
