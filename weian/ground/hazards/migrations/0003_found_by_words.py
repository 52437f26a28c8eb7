"""Words of a hazard as an index, for search; existing rows get theirs as the index is built."""

from django.db import migrations

# Characters and pairs of neighbours, once each. lower() of "C" touches ASCII alone, wherever the database was made.
_CHARACTERS = """
    SELECT ch COLLATE "C" AS ch, (ch || lead(ch) OVER (ORDER BY at)) COLLATE "C" AS pair
    FROM unnest(string_to_array(lower(said COLLATE "C"), NULL)) WITH ORDINALITY AS t (ch, at)
"""
_WORDS = f"""
CREATE FUNCTION weian_words(said text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    SELECT coalesce(array_agg(DISTINCT word), '{{}}')
    FROM ({_CHARACTERS}) AS told CROSS JOIN LATERAL (VALUES (ch), (pair)) AS v (word) WHERE word IS NOT NULL
$$
"""
# What a text must all hold to have `said` in it: its pairs, or the one character that it is.
_SOUGHT = f"""
CREATE FUNCTION weian_sought(said text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    SELECT coalesce(array_agg(DISTINCT pair) FILTER (WHERE pair IS NOT NULL), array_agg(DISTINCT ch), '{{}}')
    FROM ({_CHARACTERS}) AS told
$$
"""
_INDEX = """
CREATE INDEX hazards_hazard_words ON hazards_hazard
USING gin (weian_words(no || ' ' || title || ' ' || text || ' ' || place))
"""
# A common word is found sooner by going through the order of the answers.
_ORDER = "CREATE INDEX hazards_hazard_answers ON hazards_hazard ((status = 'closed'), due_key, uid)"


class Migration(migrations.Migration):
    dependencies = [("hazards", "0002_row_security")]

    operations = [
        migrations.RunSQL(_WORDS, "DROP FUNCTION weian_words(text)"),
        migrations.RunSQL(_SOUGHT, "DROP FUNCTION weian_sought(text)"),
        migrations.RunSQL(_INDEX, "DROP INDEX hazards_hazard_words"),
        migrations.RunSQL(_ORDER, "DROP INDEX hazards_hazard_answers"),
    ]
