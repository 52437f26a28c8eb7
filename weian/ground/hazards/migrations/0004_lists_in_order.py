"""A list is walked along the index of its order, with place and the usual conditions in it."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("hazards", "0003_found_by_words")]

    operations = [
        migrations.AddIndex(
            "hazard",
            models.Index(
                fields=["due_key", "uid", "org_pos", "grade", "found_mode", "found_on"], condition=~Q(status="closed"),
                name="hazards_hazard_list",
            ),
        ),
        migrations.AddIndex(
            "hazard",
            models.Index(
                fields=["due_key", "uid", "org_pos"], condition=Q(status="closed"), name="hazards_hazard_done"
            ),
        ),
        migrations.RemoveIndex("hazard", "hazards_hazard_deadline"),
    ]  # fmt: skip
