-- Rights inside one database. Run once per database by a superuser; safe to repeat.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO weian_owner;
GRANT USAGE ON SCHEMA public TO weian_app, weian_guest, weian_system, weian_backup, weian_login;
ALTER DEFAULT PRIVILEGES FOR ROLE weian_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO weian_app, weian_guest, weian_system;
ALTER DEFAULT PRIVILEGES FOR ROLE weian_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO weian_app, weian_guest, weian_system;
ALTER DEFAULT PRIVILEGES FOR ROLE weian_owner IN SCHEMA public GRANT SELECT ON TABLES TO weian_backup;
ALTER DEFAULT PRIVILEGES FOR ROLE weian_owner IN SCHEMA public GRANT SELECT ON SEQUENCES TO weian_backup;
