-- Persons without a resident ID are found again by what else is known of them. They are few: an index of their own is small, and
-- whether there are any at all is seen at a glance.
CREATE INDEX person_fact_without_id ON person_fact (name_index, birth)
    WHERE resident_id_index IS NULL AND name_index IS NOT NULL;
