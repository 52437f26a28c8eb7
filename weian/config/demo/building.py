from __future__ import annotations

from weian.config.demo import crew, places, story
from weian.foundation.audit import api as audit
from weian.foundation.people.actions.first_run import found
from weian.kernel import clock


def build() -> None:
    """Make the whole demo. Takes about a minute; says what it is doing."""
    print("正在生成演示数据（虚构的机构与人员）……", flush=True)
    with audit.acting_as_system("生成演示数据") as system:
        found(is_demo=True, name="卫安演示")
        with clock.moved_to(crew.SINCE):
            where = places.make(system)
            who = crew.employ(system, where)
    print(f"  {len(where.institutions)} 家机构，{len(who.posts)} 个岗位", flush=True)
    story.play(where, who)
