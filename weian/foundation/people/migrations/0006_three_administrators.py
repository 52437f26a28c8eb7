from django.db import migrations

# Of system, security and audit administrator nobody is two at a time. The person is locked first, so that of two
# appointments made at once the second sees the first. Ending an appointment is always possible.
SEPARATE = """
CREATE FUNCTION people_three_administrators() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE mine text;
BEGIN
    SELECT post_class INTO mine FROM people_post WHERE uid = NEW.post_id;
    IF mine NOT IN ('system_admin', 'security_admin', 'audit_admin') THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM people_person WHERE uid = NEW.person_id FOR UPDATE;
    IF EXISTS (
        SELECT FROM people_appointment held JOIN people_post post ON post.uid = held.post_id
        WHERE held.person_id = NEW.person_id AND held.uid <> NEW.uid
            AND post.post_class IN ('system_admin', 'security_admin', 'audit_admin') AND post.post_class <> mine
            AND daterange(held.valid_from, held.valid_to) && daterange(NEW.valid_from, NEW.valid_to)
    ) THEN
        RAISE EXCEPTION 'one person is two of the three administrators'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'people_three_administrators';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_three_administrators BEFORE INSERT OR UPDATE OF person_id, post_id, valid_from
    ON people_appointment
    FOR EACH ROW EXECUTE FUNCTION people_three_administrators();
"""
UNDO = """
DROP TRIGGER people_three_administrators ON people_appointment;
DROP FUNCTION people_three_administrators();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0005_sessions")]
    operations = [migrations.RunSQL(sql=SEPARATE, reverse_sql=UNDO)]
