-- What the product may touch before a request has a scope: who is signed in, and in which post. Run after migrations.
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session, throttle_cache TO weian_login;
GRANT SELECT ON people_account, people_person, people_post, people_appointment, org_unit, org_instance, org_relation,
    django_migrations, django_content_type TO weian_login;
GRANT UPDATE (last_login) ON people_account TO weian_login;
