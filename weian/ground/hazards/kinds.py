"""Fixed words of a hazard. Everything that a jurisdiction may word otherwise is content (pack_schema.py)."""

from __future__ import annotations

from django.db import models


class Grade(models.TextChoices):
    GENERAL = "general", "一般"
    LARGE = "large", "较大"
    MAJOR = "major", "重大"


class Mode(models.TextChoices):
    """How it was found."""

    DAILY = "daily", "日常发现"
    SELF = "self", "自查"
    PATROL = "patrol", "巡查"
    SPOT = "spot", "抽查"
    SUPERVISION = "supervision", "督查"
    CROSS = "cross", "交叉互检"
    JOINT = "joint", "联合检查"
    COVERT = "covert", "暗访"
    REMOTE = "remote", "线上检查"
    NOTICE = "notice", "上级通知"
    ARISING = "arising", "系统发现"


class Mark(models.TextChoices):
    """What lies over a hazard at present, beside its state."""

    JUDGED = "judged", "判定为重大"
    REGRADE = "regrade", "等级异议"
    SUPERVISED = "supervised", "挂牌督办"
    REFERRED = "referred", "已移交"
    HELP = "help", "待协调"
    PAIR = "pair", "疑似重复"
    RECURRING = "recurring", "反复出现"
    LOOKBACK = "lookback", "待回头看"


class Need(models.TextChoices):
    """What a unit lacks to put a hazard right."""

    MONEY = "money", "资金"
    PERMIT = "permit", "审批许可"
    AGENCY = "agency", "其他部门配合"
    OTHER = "other", "其他"


class PaperKind(models.TextChoices):
    """The numbered papers about a hazard; what they are called is content (papers/schema.py)."""

    LISTING = "listing", "挂牌督办"
    LIFTING = "lifting", "解除挂牌"
    ACCEPTANCE = "acceptance", "验收意见"
    TRANSFER = "transfer", "移送"


class Acceptor(models.TextChoices):
    """Who verifies and closes."""

    OWN = "own", "本单位"
    UPPER = "upper", "上级"
