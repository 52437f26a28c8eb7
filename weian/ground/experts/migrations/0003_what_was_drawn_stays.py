"""Places are fenced; a draw's paper and what follows from it cannot be changed, nor what was opened."""

from django.db import migrations
from django.db.migrations import RunSQL

from weian.kernel.rowsecurity import append_only, fence

STAYS = """
CREATE FUNCTION experts_draw_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a draw is never deleted' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (OLD.title, OLD.what, OLD.pool, OLD.office_id, OLD.witness_id, OLD.office_commitment, OLD.made_at,
        OLD.after_id, OLD.instead_of_id, OLD.why)
        IS DISTINCT FROM (NEW.title, NEW.what, NEW.pool, NEW.office_id, NEW.witness_id, NEW.office_commitment,
        NEW.made_at, NEW.after_id, NEW.instead_of_id, NEW.why)
    OR (OLD.root <> '' AND (OLD.root, OLD.paper, OLD.witness_commitment, OLD.committed_at, OLD.listed_at)
        IS DISTINCT FROM (NEW.root, NEW.paper, NEW.witness_commitment, NEW.committed_at, NEW.listed_at))
    OR (OLD.office_secret <> '' AND OLD.office_secret IS DISTINCT FROM NEW.office_secret)
    OR (OLD.witness_secret <> '' AND OLD.witness_secret IS DISTINCT FROM NEW.witness_secret)
    OR (OLD.seed <> '' AND (OLD.seed, OLD.result, OLD.drawn_at) IS DISTINCT FROM (NEW.seed, NEW.result, NEW.drawn_at))
    THEN
        RAISE EXCEPTION 'what a draw rests on is never changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER experts_draw_kept BEFORE UPDATE OR DELETE ON experts_draw
    FOR EACH ROW EXECUTE FUNCTION experts_draw_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("experts", "0002_draws")]

    operations = [
        *(fence(f"experts_{name}") for name in ("expert", "recusal", "appraisal", "draw", "assignment", "stand")),
        RunSQL(
            sql=STAYS,
            reverse_sql="DROP TRIGGER experts_draw_kept ON experts_draw; DROP FUNCTION experts_draw_kept();",
        ),
        append_only("experts_opened"),
    ]
