"""The transition table: every pair is either one named step or a refusal that explains itself."""

from enum import StrEnum

import pytest

from weian.kernel.transitions import IllegalMove, Table, Transition


class Phase(StrEnum):
    """Shaped like Django's TextChoices: a string value and a Chinese label."""

    OPEN = "open", "待签收"
    DOING = "doing", "进行中"
    CHECK = "check", "待审核"
    DONE = "done", "完成"

    def __new__(cls, value: str, label: str) -> "Phase":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


SIGN = Transition("sign", [Phase.OPEN], Phase.DOING, "签收")
HAND_IN = Transition("hand_in", [Phase.DOING], Phase.CHECK, "提交审核")
ACCEPT = Transition("accept", [Phase.CHECK], Phase.DONE, "通过")
RETURN = Transition("return_", [Phase.CHECK], Phase.DOING, "退回")
TABLE = Table(Phase, [SIGN, HAND_IN, ACCEPT, RETURN])
LEGAL = {
    (Phase.OPEN, Phase.DOING): SIGN,
    (Phase.DOING, Phase.CHECK): HAND_IN,
    (Phase.CHECK, Phase.DONE): ACCEPT,
    (Phase.CHECK, Phase.DOING): RETURN,
}


@pytest.mark.parametrize("state", Phase)
@pytest.mark.parametrize("target", Phase)
def test_every_pair_is_one_step_or_a_refusal(state, target):
    if (state, target) in LEGAL:
        assert TABLE.allowed(state, target)
        assert TABLE.check(state, target) is LEGAL[state, target]
        return
    assert not TABLE.allowed(state, target)
    with pytest.raises(IllegalMove):
        TABLE.check(state, target)


@pytest.mark.parametrize(
    ("state", "target", "sentence"),
    [
        ("open", "done", "现在是“待签收”，不能直接改为“完成”；现在可以：签收。"),
        ("check", "open", "现在是“待审核”，不能直接改为“待签收”；现在可以：通过、退回。"),
        ("done", "open", "现在是“完成”，已经结束，不能改为“待签收”。"),
        ("doing", "doing", "现在已经是“进行中”，不用再办一次。"),
    ],
)
def test_a_refusal_says_what_can_be_done(state, target, sentence):
    with pytest.raises(IllegalMove) as refusal:
        TABLE.check(state, target)
    assert str(refusal.value) == sentence


def test_a_value_that_is_no_state_is_a_programming_error():
    with pytest.raises(ValueError, match="nowhere"):
        TABLE.check("nowhere", "done")


def test_questions_of_a_screen():
    assert TABLE.leaving("check") == [ACCEPT, RETURN]
    assert TABLE.named("sign") is SIGN
    assert TABLE.final() == [Phase.DONE]
    with pytest.raises(KeyError):
        TABLE.named("burn")


@pytest.mark.parametrize(
    ("transitions", "reason"),
    [
        ([SIGN, SIGN], "declared twice"),
        ([SIGN, Transition("take", [Phase.OPEN], Phase.DOING, "领取")], "one and the same"),
        ([Transition("sign", [], Phase.DOING, "签收")], "starts nowhere"),
        ([Transition("sign", ["open"], Phase.DOING, "签收")], "no member"),
    ],
)
def test_a_table_that_contradicts_itself_does_not_load(transitions, reason):
    with pytest.raises(ValueError, match=reason):
        Table(Phase, transitions)


def test_the_picture_names_states_and_steps_in_chinese():
    assert TABLE.mermaid().splitlines() == [
        "stateDiagram-v2",
        '    state "待签收" as OPEN',
        '    state "进行中" as DOING',
        '    state "待审核" as CHECK',
        '    state "完成" as DONE',
        "    [*] --> OPEN",
        "    OPEN --> DOING: 签收",
        "    DOING --> CHECK: 提交审核",
        "    CHECK --> DONE: 通过",
        "    CHECK --> DOING: 退回",
        "    DONE --> [*]",
    ]
