"""Staff come in by Excel: people, posts, departments and accounts in one act, whole unless a part was asked for."""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.kinds import INSIDE
from weian.foundation.org.models import Unit
from weian.foundation.people.models import Account, Appointment, Person, Post
from weian.foundation.people.models.person import SORTED_BY
from weian.foundation.people.queries import institution_of, staff_of
from weian.foundation.people.roles import SEPARATED, PostClass
from weian.foundation.people.viewer import Viewer
from weian.kernel import clock
from weian.kernel.sheets import CellError, Column, Row, SheetResult, choice, read_sheet, text, yes_no
from weian.kernel.text import pinyin

BATCH = 1_000
_ACCOUNT = "账号只能用字母、数字、短横线和下划线，最长 60 个。"


@dataclass
class Hired:
    """What an import did; `departments` are those that it had to add."""

    result: SheetResult
    people: list[Person]
    departments: list[Unit]


def columns() -> list[Column]:
    """The columns of the staff sheet. Somebody with two posts has two rows with the same 工号."""
    classes = {one.label: one.value for one in PostClass if one not in SEPARATED}
    return [
        Column("姓名", required=True, parse=text(longest=40)),
        Column("单位", aliases=["机构", "单位名称", "机构名称"], parse=text(longest=120)),
        Column("科室", aliases=["部门", "病区", "所在科室"], parse=text(longest=120)),
        Column("岗位名称", aliases=["岗位", "职务"], required=True, parse=text(longest=60)),
        Column("岗位类别", aliases=["类别"], required=True, parse=choice(classes)),
        Column("管到整个机构", aliases=["管全院"], parse=yes_no()),
        Column("工号", aliases=["职工号", "员工号"], parse=text(longest=30)),
        Column("手机", aliases=["手机号", "电话"], parse=text(longest=20)),
        Column("账号", aliases=["登录名"], parse=_account),
    ]


def import_staff(data: bytes, *, under: Unit, by: Viewer, partial: bool = False) -> Hired:
    """Add the people of an Excel sheet at `under` and below it. With errors nothing is written, unless `partial`
    asks to take the rows without errors. Raises UnreadableSheet, and org.Busy while units are being moved.
    """
    result = read_sheet(data, columns())
    with transaction.atomic():
        sheet = _Sheet(result, under)
        good = sheet.checked()
        if result.errors and not (partial and good):
            return Hired(result, [], [])
        departments = sheet.add_departments(good, by)
        people = _write(sheet, good, by)
        facts = {
            "file": hashlib.sha256(data).hexdigest(), "people": len(people), "departments": len(departments),
            "left_out": result.total - len(good),
        }  # fmt: skip
        audit.record("staff.imported", kind="unit", record=under.uid, chain=under.uid, by=by, facts=facts)
    return Hired(result, people, departments)


class _Sheet:
    """The rows against what is there already: each complaint at its cell."""

    def __init__(self, result: SheetResult, under: Unit) -> None:
        self.result, self.under = result, under
        said = [row.values for row in result.rows]
        own = institution_of(under)
        self.places: dict[str, list[Unit]] = defaultdict(list)
        wanted = {one["单位"] for one in said if one["单位"]}
        named = Unit.objects.current().under(under).exclude(kind=org.Kind.DEPARTMENT)
        for unit in named.filter(Q(name__in=wanted) | Q(short_name__in=wanted)):
            for name in {unit.name, unit.short_name} & wanted:
                self.places[name].append(unit)
        homes = {own.pk: own} | {one.pk: one for units in self.places.values() for one in units}
        self.departments = _departments(homes)
        numbers = {one["工号"] for one in said if one["工号"]}
        self.staff = {
            (institution_of(one.unit).pk, one.staff_no): one.name
            for one in staff_of(own).filter(staff_no__in=numbers).select_related("unit__parent__parent")
        }
        standing = [*homes, *(one.pk for one in self.departments.values())]
        posts = Post.objects.filter(unit__in=standing, title__in={one["岗位名称"] for one in said}, ended_on=None)
        self.posts = {(one.unit_id, one.title): one for one in posts}
        names = {one["账号"] for one in said if one["账号"]}
        self.accounts = set(Account.objects.filter(username__in=names).values_list("username", flat=True))

    def checked(self) -> list[Row]:
        """The rows that can be taken; what is wrong with the others is told at its cell."""
        good, named, classes = [], {}, {}  # type: ignore[var-annotated]
        for row in self.result.rows:
            said, before = row.values, len(self.result.errors)
            home = self.home(said)
            if home is None:
                self._wrong(row, "单位", "没有找到这个单位，或同名的不止一个，或它不归您管。请写全称。")
                continue
            number = (home.pk, said["工号"])
            if said["工号"] and number in self.staff:
                self._wrong(row, "工号", f"这个工号已经是{self.staff[number]}的了。")
            elif said["工号"] and named.setdefault(number, said["姓名"]) != said["姓名"]:
                self._wrong(row, "工号", f"表里这个工号前面写的是{named[number]}。一个人两个岗位写两行，姓名要一样。")
            if said["账号"] and said["账号"] in self.accounts:
                self._wrong(row, "账号", "这个账号已经有人用了，请换一个，如加上工号；空着会自动起。")
            there = self.department(home, said)
            post = self.posts.get((there.pk, said["岗位名称"])) if there else None
            spot = (home.pk, said["科室"], said["岗位名称"])
            if post is not None and post.post_class != said["岗位类别"]:
                self._wrong(row, "岗位类别", f"这里已有同名岗位，类别是“{post.get_post_class_display()}”。")
            elif classes.setdefault(spot, said["岗位类别"]) != said["岗位类别"]:
                self._wrong(row, "岗位类别", "表里同一个岗位前面写的是另一个类别。")
            if len(self.result.errors) == before:
                self.accounts |= {said["账号"]} - {None}
                good.append(row)
        return good

    def home(self, said: dict[str, Any]) -> Unit | None:
        """The institution or commission of a row: the one it names, else the one that is looked at."""
        if not said["单位"]:
            return institution_of(self.under)
        found = self.places.get(said["单位"], [])
        return found[0] if len(found) == 1 else None

    def department(self, home: Unit, said: dict[str, Any]) -> Unit | None:
        """Where a row's post stands; None for a department that is still to be added."""
        if said["科室"] in (None, home.name):
            return self.under if self.under.kind == org.Kind.DEPARTMENT and not said["单位"] else home
        return self.departments.get((home.pk, said["科室"]))

    def add_departments(self, rows: list[Row], by: Viewer) -> list[Unit]:
        made = []
        for row in rows:
            home = self.home(row.values)
            assert home is not None
            if self.department(home, row.values) is None:
                home.refresh_from_db(fields=["pos", "end"])
                unit = org.add_unit(by=by, parent=home, kind=org.Kind.DEPARTMENT, name=row.values["科室"])
                self.departments[home.pk, unit.name] = unit
                made.append(unit)
        return made

    def _wrong(self, row: Row, column: str, message: str) -> None:
        value = str(row.values[column] or "")
        self.result.errors.append(CellError(self.result.sheet, row.number, column, value, message))


def _departments(homes: dict[UUID, Unit]) -> dict[tuple[UUID, str], Unit]:
    """The departments of each home by name, on its campuses too; of two with one name the first in the tree."""
    of = Q(parent__in=homes) | Q(parent__kind__in=INSIDE, parent__parent__in=homes)
    found: dict[tuple[UUID, str], Unit] = {}
    rows = Unit.objects.current().filter(of, kind=org.Kind.DEPARTMENT).select_related("parent")
    for unit in rows.order_by("pos"):
        assert unit.parent is not None
        home = unit.parent_id if unit.parent_id in homes else unit.parent.parent_id
        assert home is not None
        found.setdefault((home, unit.name), unit)
    return found


def _write(sheet: _Sheet, rows: list[Row], by: Viewer) -> list[Person]:
    people: dict[tuple[UUID, str], Person] = {}
    posts: list[Post] = []
    held: dict[tuple[UUID, UUID], Appointment] = {}
    given: dict[UUID, str] = {}
    for row in rows:
        said = row.values
        home = sheet.home(said)
        assert home is not None
        unit = sheet.department(home, said) or home
        person = people.setdefault((home.pk, said["工号"] or f"row {row.number}"), _person(unit, said))
        if said["账号"]:
            given.setdefault(person.pk, said["账号"])
        post = sheet.posts.get((unit.pk, said["岗位名称"]))
        if post is None:
            reach = home if said["管到整个机构"] else unit
            post = Post(unit=unit, reach=reach, title=said["岗位名称"], post_class=said["岗位类别"])
            sheet.posts[unit.pk, post.title] = post
            posts.append(post)
        held.setdefault((person.pk, post.pk), Appointment(person=person, post=post, valid_from=clock.today()))
    everyone = list(people.values())
    names = account_names(everyone, given)
    accounts = [Account(username=names[one.pk], person=one, password=make_password(None)) for one in everyone]
    Person.objects.bulk_create(everyone, batch_size=BATCH)
    Account.objects.bulk_create(accounts, batch_size=BATCH)
    Post.objects.bulk_create(posts, batch_size=BATCH)
    Appointment.objects.bulk_create(held.values(), batch_size=BATCH)
    _trace(everyone, posts, list(held.values()), by)
    return everyone


def _trace(people: list[Person], posts: list[Post], held: list[Appointment], by: Viewer) -> None:
    """Who came, what was set up, who holds what: an event each, as if they had been added one by one."""
    entry = audit.Entry
    audit.record_all("person.added", [entry("person", one.pk, one.unit_id) for one in people], by=by)
    audit.record_all("account.opened", [entry("person", one.pk, one.unit_id) for one in people], by=by)
    audit.record_all(
        "post.added",
        [
            entry(
                "post", one.pk, one.unit_id, {"title": one.title, "class": one.post_class, "reach": str(one.reach_id)}
            )
            for one in posts
        ],
        by=by,
    )
    facts = [{"person": str(one.person_id), "post": str(one.post_id), "since": str(one.valid_from)} for one in held]
    made = [entry("appointment", one.pk, one.post.unit_id, told) for one, told in zip(held, facts, strict=True)]
    audit.record_all("appointment.made", made, by=by)


def _person(unit: Unit, said: dict[str, Any]) -> Person:
    return Person(
        uid=uuid4(), unit=unit, name=said["姓名"], staff_no=said["工号"] or "", phone=said["手机"] or "",
        sort_key=pinyin.sort_key(said["姓名"])[:SORTED_BY], initials=pinyin.initials(said["姓名"]),
    )  # fmt: skip


def account_names(people: list[Person], given: dict[UUID, str]) -> dict[UUID, str]:
    """An account name for each: the one given, else initials with the staff number, else with four random signs."""
    found, used = dict(given), set(given.values())
    waiting = [one for one in people if one.pk not in found]
    wish = {one.pk: _wish(one) for one in waiting}
    taken = set(Account.objects.filter(username__in=wish.values()).values_list("username", flat=True))
    for one in waiting:
        name = wish[one.pk]
        while name in used or name in taken or "-" not in name:
            name = f"{wish[one.pk].split('-')[0]}-{secrets.token_hex(3)}"
        found[one.pk] = name
        used.add(name)
    return found


def _wish(person: Person) -> str:
    letters = "".join(one for one in person.initials if one.isascii()) or "u"
    number = "".join(one for one in person.staff_no if one.isascii() and one.isalnum()).lower()
    return f"{letters[:12]}-{number}" if number else letters[:12]


def _account(cell: Any) -> str:
    name = text(longest=60)(cell)
    if not name.isascii() or not name.replace("-", "").replace("_", "").isalnum():
        raise ValueError(_ACCOUNT)
    return str(name)
