from __future__ import annotations

from typing import Any

from django import forms

from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.ground.hazards.forms import ActForm
from weian.ground.hazards.kinds import Need
from weian.ground.hazards.overlay import Act
from weian.ground.hazards.referring import actions, gates
from weian.ground.hazards.referring.actions import Letter
from weian.kernel import clock
from weian.ui.entry import DayInput

_LONG = {"rows": 2}


class ReferralForm(ActForm):
    name = "referral"
    agency = forms.ModelChoiceField(
        Unit.objects.none(), label="接收部门", required=False, empty_label="不在下面，写名称"
    )
    to_name = forms.CharField(label="部门名称", required=False, max_length=80, help_text="上面没有的才写。")
    facts = forms.CharField(label="事实，以及请对方做什么", max_length=2000, widget=forms.Textarea(attrs=_LONG))
    sent_on = forms.DateField(label="送达日", widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies: Any = self.fields["agency"]
        agencies.queryset = org.agencies_of(self.viewer.unit)
        self.initial = {"sent_on": clock.today()}


class ReceiptForm(ActForm):
    name = "receipt"
    receipt_no = forms.CharField(label="回执编号", max_length=60)
    on = forms.DateField(label="签收日", widget=DayInput)


class ResultForm(ActForm):
    name = "referral-result"
    result = forms.CharField(label="对方怎么处理的", max_length=2000, widget=forms.Textarea(attrs=_LONG))
    on = forms.DateField(label="结果日", widget=DayInput)


class PleaForm(ActForm):
    name = "plea"
    need = forms.ChoiceField(label="需要什么", choices=Need.choices, widget=forms.RadioSelect)
    text = forms.CharField(label="困难和请求", max_length=2000, widget=forms.Textarea(attrs=_LONG))
    interim = forms.CharField(
        label="等待期间的防范措施", required=False, max_length=2000, widget=forms.Textarea(attrs=_LONG)
    )
    plan = forms.CharField(label="应急预案", required=False, max_length=2000, widget=forms.Textarea(attrs=_LONG))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"interim": self.hazard.interim_measure, "plan": self.hazard.plan}


class PleaAnswerForm(ActForm):
    name = "plea-answer"
    text = forms.CharField(label="答复", max_length=2000, widget=forms.Textarea(attrs=_LONG))


class PassUpForm(ActForm):
    name = "plea-up"
    why = forms.CharField(label="为什么本级解决不了", max_length=500)


ACTS = {
    "plea-answer": Act(
        "答复协调请求", gates.check_can_answer_plea, PleaAnswerForm,
        lambda hazard, said, by, uid: actions.answer_plea(hazard, said["text"], by=by), "已答复，单位会收到。",
    ),
    "plea-up": Act(
        "报上一级协调", gates.check_can_pass_up, PassUpForm,
        lambda hazard, said, by, uid: actions.pass_up(hazard, said["why"], by=by), "已报上一级协调。",
    ),
    "receipt": Act(
        "登记对方签收", gates.check_can_note_receipt, ReceiptForm,
        lambda hazard, said, by, uid: actions.note_receipt(hazard, said["receipt_no"], said["on"], by=by),
        "已登记签收。",
    ),
    "referral-result": Act(
        "登记处理结果", gates.check_can_note_result, ResultForm,
        lambda hazard, said, by, uid: actions.note_result(hazard, said["result"], said["on"], by=by),
        "已登记对方的处理结果。",
    ),
    "plea": Act(
        "请求协调", gates.check_can_plead, PleaForm,
        lambda hazard, said, by, uid: actions.plead(
            hazard, said["text"], need=said["need"], uid=uid, by=by, interim=said["interim"], plan=said["plan"]
        ),
        "已请求上级协调，防范措施要照做。",
    ),
    "referral": Act(
        "移交其他部门", gates.check_can_refer, ReferralForm,
        lambda hazard, said, by, uid: actions.refer(
            hazard, Letter(said["facts"], said["sent_on"], said["agency"], said["to_name"]), uid=uid, by=by
        ),
        "已移交，请按期取得对方签收。",
    ),
}  # fmt: skip
