-- The exact documents that priced orders, so that any receipt can be proven.

alter table issued_settings add column signed_document text; -- JSON text, wire::settings::SettingsDocument, byte for byte
