from django.db import models


class Region(models.Model):
    """A territory by its GB/T 2260 code; the code itself is a range (220200 holds 220200–220299).

    A functional zone is not in that list: its code is `local`, chosen here.
    """

    code = models.IntegerField("代码", primary_key=True)
    name = models.CharField("名称", max_length=60)
    full_name = models.CharField("全称", max_length=120)
    local = models.BooleanField("本地代码", default=False, help_text="功能区，不在行政区划代码表里")
    valid_from = models.DateField("启用", null=True)
    valid_to = models.DateField("停用", null=True)

    class Meta:
        db_table = "org_region"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def span(self) -> tuple[int, int]:
        """Half-open range of the codes inside this territory."""
        step = 10_000 if self.code % 10_000 == 0 else 100 if self.code % 100 == 0 else 1
        return self.code, self.code + step
