-- Looks at quality as jobs; numbers on public pages counted as reports count them; erasing what was filled in.

-- Looks at the quality of base data are jobs as sweeps are: they run over communities, are watched, stopped and taken up again.

-- What runs over the communities: `rule` (a plugin's) or `quality` (all rules of quality; `rule` is then `quality` too). Of a look
-- `scanned` counts records checked by each rule, `marked` those that broke it.
ALTER TABLE sweep ADD COLUMN kind TEXT NOT NULL DEFAULT 'rule';

-- Erasing a person finds what was filled in about them.
CREATE INDEX submission_by_person ON submission (person_id);

-- Residences of a community: what published figures count as persons. All are counted anew when the host starts.
ALTER TABLE community_tally ADD COLUMN residences INTEGER NOT NULL DEFAULT 0;
UPDATE community_tally SET good_until = 0;
