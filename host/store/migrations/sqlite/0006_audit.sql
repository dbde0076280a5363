-- The audit: who did what, and every read of personal data. Rows are only ever added; the triggers see to it.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    act TEXT NOT NULL,
    region_id INTEGER,
    plugin TEXT,
    dataset TEXT,
    columns TEXT,
    row_count INTEGER,
    outcome TEXT NOT NULL,
    detail TEXT
) STRICT;
CREATE INDEX audit_by_region ON audit (region_id, at);

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END;
