from __future__ import annotations

import re

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from weian.foundation.people.models import Account

_KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
# The framework's refusals by code, in the words of the other pages.
_SENTENCES = {
    "password_too_short": "口令至少 10 位。",
    "password_too_common": "这个口令太常见，容易被猜中。",
    "password_too_similar": "口令和账号太像，请换一个。",
}


class MixedKindsValidator:
    """At least three of lower case, upper case, digits, others (complexity: GB/T 22239-2019 8.1.4.1 a)."""

    def validate(self, password: str, user: object = None) -> None:
        if sum(bool(re.search(kind, password)) for kind in _KINDS) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return "口令要含小写字母、大写字母、数字、符号中的至少三种。"


def check(password: str, user: Account | None = None) -> None:
    """All rules of settings. Raises ValidationError with a sentence for each rule that is broken."""
    try:
        validate_password(password, user)
    except ValidationError as broken:
        told = [_SENTENCES.get(one.code or "", one.messages[0]) for one in broken.error_list]
        raise ValidationError(told) from broken
