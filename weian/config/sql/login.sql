-- What the product may touch before a request has a scope: who is signed in, and in which post. Run after migrations.
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session, people_session, throttle_cache TO weian_login;
GRANT SELECT ON people_account, people_person, people_post, people_appointment, org_unit, org_instance, org_relation,
    django_migrations, django_content_type TO weian_login;
GRANT UPDATE (last_login) ON people_account TO weian_login;
-- The worker fetches jobs before it takes a role; what a job does runs in the scope that the job opens for itself.
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT relname, relkind FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relname LIKE 'procrastinate\_%' AND relkind IN ('r', 'S')
    LOOP
        EXECUTE format('GRANT %s ON %I TO weian_login',
            CASE one.relkind WHEN 'S' THEN 'USAGE, SELECT' ELSE 'SELECT, INSERT, UPDATE, DELETE' END, one.relname);
    END LOOP;
END $$;
