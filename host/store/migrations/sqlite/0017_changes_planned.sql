-- A change dated ahead is planned: it is recorded, made on its day, and may be withdrawn until then.

-- When it was made; nothing while it is planned, or where it was withdrawn.
ALTER TABLE region_change ADD COLUMN made_at INTEGER;
ALTER TABLE region_change ADD COLUMN withdrawn_at INTEGER;
ALTER TABLE region_change ADD COLUMN withdrawn_by TEXT;
-- When it was tried last on or after its day and could not be made, and why (JSON).
ALTER TABLE region_change ADD COLUMN tried_at INTEGER;
ALTER TABLE region_change ADD COLUMN refusal TEXT;
UPDATE region_change SET made_at = recorded_at;
CREATE INDEX region_change_planned ON region_change (day, id) WHERE made_at IS NULL AND withdrawn_at IS NULL;

-- Moved by every change of the tree, so that who has looked regions up before knows whether they are still so.
INSERT INTO counter (name, next) VALUES ('region-changes', 1);
