-- Every table whose records count at a place is guarded (tree.sql) and can be carried along. Run after migrations.
DO $$
DECLARE one record;
BEGIN
    FOR one IN
        SELECT c.oid, c.relname, place.attnum FROM pg_class c
        JOIN pg_attribute place ON place.attrelid = c.oid AND place.attname = 'org_pos' AND NOT place.attisdropped
        JOIN pg_attribute unit ON unit.attrelid = c.oid AND unit.attname = 'unit_id' AND NOT unit.attisdropped
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER %I BEFORE INSERT ON %I FOR EACH ROW
            EXECUTE FUNCTION weian_guard_place()', one.relname || '_stands', one.relname);
        EXECUTE format('CREATE OR REPLACE TRIGGER %I BEFORE UPDATE ON %I FOR EACH ROW
            WHEN (OLD.org_pos IS DISTINCT FROM NEW.org_pos)
            EXECUTE FUNCTION weian_guard_place()', one.relname || '_stays', one.relname);
        IF NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = one.oid AND i.indkey[0] = one.attnum
            AND i.indpred IS NULL) THEN
            EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %I (org_pos)', one.relname || '_carried', one.relname);
        END IF;
    END LOOP;
END $$;
