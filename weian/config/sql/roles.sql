-- The six roles of docs/adr/0004. Run once per PostgreSQL cluster by a superuser (BYPASSRLS needs one); safe to repeat.
DO $$
DECLARE wanted text[][] := ARRAY[
    ['weian_owner',  'LOGIN NOBYPASSRLS'],             -- owns the tables, runs migrations
    ['weian_app',    'NOLOGIN NOBYPASSRLS'],           -- people whose sight is a part of the tree
    ['weian_guest',  'NOLOGIN NOBYPASSRLS'],           -- people who see only what was shared with them
    ['weian_system', 'NOLOGIN BYPASSRLS'],             -- jobs that need all, for a stated reason
    ['weian_backup', 'LOGIN BYPASSRLS'],               -- reads everything, writes nothing
    ['weian_login',  'LOGIN NOINHERIT NOBYPASSRLS']    -- the product connects as this one and has no rights by itself
];
DECLARE pair text[];
BEGIN
    FOREACH pair SLICE 1 IN ARRAY wanted LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = pair[1]) THEN
            EXECUTE format('CREATE ROLE %I', pair[1]);
        END IF;
        EXECUTE format('ALTER ROLE %I %s', pair[1], pair[2]);
    END LOOP;
END $$;
GRANT weian_app, weian_guest, weian_system TO weian_login;
