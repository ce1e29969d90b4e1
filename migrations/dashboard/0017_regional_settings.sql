-- Prices and discounts of one region, which take the place of the fleet's there. They are changes
-- like every other and take their version from the same row of numbers.

alter table desired_settings add column region text; -- none: the whole fleet's, or one kiosk's

create index desired_settings_by_region on desired_settings (region, version);
