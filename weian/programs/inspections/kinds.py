"""Fixed words of an inspection: its modes, its methods, the papers that it gives out."""

from __future__ import annotations

from django.db import models

from weian.ground.hazards import api as hazards


class Mode(models.TextChoices):
    SELF = "self", "自查"
    ROUND = "round", "日常巡查"
    SPOT = "spot", "抽查"
    SPECIAL = "special", "专项督查"
    CROSS = "cross", "交叉互检"
    JOINT = "joint", "联合检查"
    OPEN = "open", "明查"
    SECRET = "secret", "暗访"
    SURPRISE = "surprise", "四不两直"
    REMOTE = "remote", "远程检查"
    CONTRACTOR = "contractor", "外包检查"
    UPKEEP = "upkeep", "维保到场"


# Planned under seal: nothing is known to the inspected side before somebody stands at the door.
SEALED = frozenset({Mode.SECRET, Mode.SURPRISE})
# One act, without a plan or an exchange.
AT_ONCE = frozenset({Mode.SELF, Mode.ROUND, Mode.SPOT, Mode.CONTRACTOR, Mode.UPKEEP})
# About somebody from outside who works here: what they serve is named.
OUTSIDE = frozenset({Mode.CONTRACTOR, Mode.UPKEEP})
# A unit looks at itself: never a supervision visit (S0-2.0g).
OWN = frozenset({Mode.SELF, Mode.ROUND, Mode.CONTRACTOR, Mode.UPKEEP})

# What somebody from above did, as far as the mode says; a unit that looks at itself covers nothing.
FROM_ABOVE = [one.value for one in Mode if one not in OWN]

FOUND_AS = {
    Mode.SELF: hazards.Mode.SELF,
    Mode.ROUND: hazards.Mode.PATROL,
    Mode.SPOT: hazards.Mode.SPOT,
    Mode.SPECIAL: hazards.Mode.SUPERVISION,
    Mode.CROSS: hazards.Mode.CROSS,
    Mode.JOINT: hazards.Mode.JOINT,
    Mode.OPEN: hazards.Mode.SUPERVISION,
    Mode.SECRET: hazards.Mode.COVERT,
    Mode.SURPRISE: hazards.Mode.COVERT,
    Mode.REMOTE: hazards.Mode.REMOTE,
    Mode.CONTRACTOR: hazards.Mode.DAILY,
    Mode.UPKEEP: hazards.Mode.DAILY,
}


class Method(models.TextChoices):
    """听、看、查、访 (S4-6f)."""

    HEAR = "hear", "听"
    LOOK = "look", "看"
    READ = "read", "查"
    ASK = "ask", "访"


class Side(models.TextChoices):
    """Whose hand stands under the record of a visit."""

    INSPECTOR = "inspector", "检查人员"
    UNIT = "unit", "被检查单位"
    OUTSIDE = "outside", "外包单位"
    EXPERT = "expert", "专家"


class Word(models.TextChoices):
    """What the inspected side says to what was found."""

    SIGNED = "signed", "签字确认"
    OBJECTED = "objected", "提出异议"
    REFUSED = "refused", "拒绝签字"
