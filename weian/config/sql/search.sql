-- Searching under row security: GIN operators are not leakproof, so that behind a policy they lose their index. The one
-- function that searches therefore reads as weian_system and adds the place itself, from the same settings as the policy
-- (kernel/rowsecurity.py). Run after database.sql by a superuser; safe to repeat. The body is bound when it is first run.

-- Hazards of the caller's scope in whose number, title, text or place `wanted` stands as it is: open ones first, nearest
-- deadline first. With `reach` (what the post works on) only those within it, and those in which the persons or the
-- post have a part; NULL asks for no less than the scope. No scope, and guests, find nothing.
CREATE OR REPLACE FUNCTION weian_find_hazards(
    wanted text, most int, reach int8multirange, person uuid, persons uuid[], post uuid
) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    lo bigint := nullif(current_setting('weian.lo', true), '')::bigint;
    hi bigint := nullif(current_setting('weian.hi', true), '')::bigint;
    ranges int8multirange := nullif(current_setting('weian.ranges', true), '')::int8multirange;
BEGIN
    IF lo IS NULL OR hi IS NULL OR ranges IS NULL OR wanted = '' THEN
        RETURN;
    END IF;
    -- EXECUTE: planned for these words, since a rare one wants the index of words and a common one that of deadlines.
    RETURN QUERY EXECUTE $find$
        SELECT uid FROM hazards_hazard
        WHERE weian_words(no || ' ' || title || ' ' || text || ' ' || place) @> weian_sought($1)
            AND org_pos >= $2 AND org_pos < $3 AND org_pos <@ $4
            AND (strpos(title, $1) > 0 OR strpos(text, $1) > 0 OR strpos(place, $1) > 0
                OR strpos(upper(no), upper($1)) > 0)
            AND ($6 IS NULL OR org_pos <@ $6 OR found_by_id = $7 OR responsible_id = ANY ($8)
                OR responsible_post_id = $9 OR verified_by = $7 OR applied_by = $7)
        ORDER BY (status = 'closed'), due_key, uid LIMIT $5
    $find$ USING wanted, lo, hi, ranges, most, reach, person, persons, post;
END $$;
ALTER FUNCTION weian_find_hazards(text, int, int8multirange, uuid, uuid[], uuid) OWNER TO weian_system;
REVOKE ALL ON FUNCTION weian_find_hazards(text, int, int8multirange, uuid, uuid[], uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION weian_find_hazards(text, int, int8multirange, uuid, uuid[], uuid) TO weian_app, weian_guest;
