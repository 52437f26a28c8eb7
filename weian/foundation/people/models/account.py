from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from weian.foundation.people.models.person import Person


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(username=username, **fields)
        account.set_password(password)  # None makes it unusable: nobody has a default password
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class Account(AbstractBaseUser):
    """How a person signs in. There is no superuser: rights come from appointments alone."""

    username = models.CharField("账号", max_length=60, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="account", verbose_name="人员")
    # A hash. Good on a known device only (Device), where it stands in for the password.
    pin = models.CharField(max_length=128, default="", editable=False)
    is_active = models.BooleanField("可登录", default=True)
    # In a demo: {"group", "order", "title", "note"} of the one-click role. Null everywhere else.
    demo = models.JSONField("演示角色", null=True, editable=False)
    email = models.EmailField("邮箱", default="", blank=True)

    objects = AccountManager()

    USERNAME_FIELD = "username"

    class Meta:
        db_table = "people_account"

    def __str__(self) -> str:
        return self.username

    @property
    def is_staff(self) -> bool:
        """Nobody is Django staff: there is no Django admin."""
        return False
