-- The only things that may change where a record counts. Run after database.sql by a superuser; safe to repeat.
-- Bodies are bound when they are first run, so that the tables need not be there yet.

-- On every table with org_pos and unit_id (guards.sql): a record stands where a unit stands, and stays with it.
-- The key-share lock meets the mover's update of org_unit.pos: a writer that read the tree before a move and writes
-- after it is refused (40001) instead of leaving a record at a place that nobody holds any more.
CREATE OR REPLACE FUNCTION weian_guard_place() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF current_user = 'weian_system' AND current_setting('weian.moving', true) = 'yes' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'only a move of the unit changes org_pos of %', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM 1 FROM org_unit WHERE pos = NEW.org_pos FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no unit stands at % any more: the tree has moved', NEW.org_pos
            USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NEW;
END $$;
ALTER FUNCTION weian_guard_place() OWNER TO weian_system;

-- Carry a unit and all below it to the free interval [lo, hi) under another unit (NULL: a root), with every record
-- that counts there; its counts leave the old place and come to the new one on `on_day`, so that past days stay as
-- they were. Positions are never used twice. Returns how many rows went along, by table.
CREATE OR REPLACE FUNCTION weian_relocate(
    moved uuid, above uuid, lo bigint, hi bigint, on_day date, at timestamptz
) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    was record;
    over record;
    shift bigint;
    name text;
    n bigint;
    told jsonb := '{}';
BEGIN
    SELECT uid, pos, "end" AS stop INTO STRICT was FROM org_unit WHERE uid = moved FOR UPDATE;
    IF hi - lo < was.stop - was.pos THEN
        RAISE EXCEPTION 'the interval is too narrow' USING ERRCODE = 'check_violation';
    END IF;
    IF above IS NOT NULL THEN
        SELECT pos, "end" AS stop INTO STRICT over FROM org_unit WHERE uid = above FOR UPDATE;
        IF NOT (over.pos < lo AND hi <= over.stop) OR over.pos BETWEEN was.pos AND was.stop - 1 THEN
            RAISE EXCEPTION 'the interval does not lie in the unit above' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    -- Free: nobody stands there, or did.
    IF EXISTS (SELECT FROM org_unit WHERE pos >= lo AND pos < hi)
        OR EXISTS (SELECT FROM org_unit WHERE parent_id IS NOT DISTINCT FROM above AND pos < hi AND "end" > lo)
        OR EXISTS (SELECT FROM org_place WHERE pos >= lo AND pos < hi) THEN
        RAISE EXCEPTION 'the interval is not free' USING ERRCODE = 'check_violation';
    END IF;

    shift := lo - was.pos;
    INSERT INTO org_place (unit_id, pos, "end", until, at)
        SELECT uid, pos, "end", on_day, weian_relocate.at FROM org_unit WHERE pos >= was.pos AND pos < was.stop;
    UPDATE org_unit SET
        pos = pos + shift,
        "end" = CASE WHEN uid = moved THEN hi ELSE "end" + shift END,
        parent_id = CASE WHEN uid = moved THEN above ELSE parent_id END
        WHERE pos >= was.pos AND pos < was.stop;
    GET DIAGNOSTICS n = ROW_COUNT;
    told := told || jsonb_build_object('org_unit', n);

    PERFORM set_config('weian.moving', 'yes', true);
    FOR name IN
        SELECT c.relname FROM pg_class c
        JOIN pg_attribute place ON place.attrelid = c.oid AND place.attname = 'org_pos' AND NOT place.attisdropped
        JOIN pg_attribute unit ON unit.attrelid = c.oid AND unit.attname = 'unit_id' AND NOT unit.attisdropped
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        ORDER BY c.relname COLLATE "C"
    LOOP
        EXECUTE format('UPDATE %I SET org_pos = org_pos + $1 WHERE org_pos >= $2 AND org_pos < $3', name)
            USING shift, was.pos, was.stop;
        GET DIAGNOSTICS n = ROW_COUNT;
        told := told || jsonb_build_object(name, n);
    END LOOP;
    PERFORM set_config('weian.moving', '', true);

    -- After the rows: whoever wrote one of them has committed its delta by now. The index begins with the kind.
    FOR name IN
        WITH RECURSIVE kinds AS (
            (SELECT kind FROM tally_delta ORDER BY kind LIMIT 1)
            UNION ALL
            SELECT (SELECT d.kind FROM tally_delta d WHERE d.kind > kinds.kind ORDER BY d.kind LIMIT 1)
            FROM kinds WHERE kinds.kind IS NOT NULL
        )
        SELECT kind FROM kinds WHERE kind IS NOT NULL
    LOOP
        INSERT INTO tally_delta (kind, org_pos, region, day, dims, n, at)
            SELECT net.kind, net.org_pos + place.shift, net.region, on_day, net.dims, net.n * place.sign,
                weian_relocate.at
            FROM (
                SELECT d.kind, d.org_pos, d.region, d.dims, sum(d.n) AS n FROM tally_delta d
                WHERE d.kind = name AND d.org_pos >= was.pos AND d.org_pos < was.stop
                GROUP BY d.kind, d.org_pos, d.region, d.dims HAVING sum(d.n) <> 0
            ) net
            CROSS JOIN (VALUES (0::bigint, -1), (shift, 1)) place (shift, sign);
    END LOOP;
    RETURN told;
END $$;
ALTER FUNCTION weian_relocate(uuid, uuid, bigint, bigint, date, timestamptz) OWNER TO weian_system;
REVOKE ALL ON FUNCTION weian_relocate(uuid, uuid, bigint, bigint, date, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION weian_relocate(uuid, uuid, bigint, bigint, date, timestamptz) TO weian_app, weian_system;
