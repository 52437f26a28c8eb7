"""What people type on the pages of campaigns."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile

from weian.programs.campaigns.forms_aim import AIM, AimFields
from weian.programs.campaigns.models import Proposal
from weian.programs.campaigns.pack_schema import GENERAL_DOMAIN, OWN
from weian.programs.campaigns.presenters import words
from weian.programs.campaigns.presenters.proposals import Names
from weian.ui.api import DayInput, Form

_NAMES = re.compile(r"[、,，;；\s]+")
_PLAIN = (forms.TextInput, forms.Textarea, forms.DateInput, forms.Select)


def dress(form: forms.Form) -> None:
    """Give controls that stand in a line of fields their class, and tie each error to its control."""
    for bound in form:
        widget = bound.field.widget
        if isinstance(widget, _PLAIN):
            short = isinstance(widget, forms.DateInput | forms.Select)
            widget.attrs["class"] = "wa-input is-short" if short else "wa-input"
        if form.is_bound and bound.errors:
            widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"{bound.auto_id}-error"}


class ReadForm(forms.Form):
    """One notice, as a file or as text, never both; or the draft of a form, which is text alone."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    upload = forms.FileField(
        label="通知文件", required=False,
        help_text="Word（.docx）、文字版 PDF、OFD 或 .txt，20 MB 以内。扫描件请先转成文字。",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.pdf,.ofd,.txt"}),
        error_messages={"empty": "这个文件是空的，请换一个。"},
    )  # fmt: skip
    text = forms.CharField(
        label="或者粘贴通知全文", required=False, max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        error_messages={"max_length": "全文超过 40 万字，请分开读入。"},
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, *, draft: str = "") -> None:
        super().__init__(data, files, initial={"request_id": uuid4(), "text": draft})
        if draft:
            del self.fields["upload"]
            text = self.fields["text"]
            text.label, text.required = "通知全文", True
            text.error_messages["required"] = "没有可以读的通知全文。"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "upload" in self.fields and not {"upload", "text"} & set(self.errors):
            if data["text"] and data["upload"]:
                self.add_error("text", "文件和粘贴的全文只读一份，请去掉其中一个。")
            elif not data["text"] and not data["upload"]:
                self.add_error("upload", "请选一个文件，或者把通知全文粘贴在下面。")
        return data

    @property
    def chosen(self) -> tuple[str, UploadedFile[bytes] | None]:
        upload = self.cleaned_data.get("upload")
        return ("" if upload else self.cleaned_data["text"]), upload


class ProposalForm(AimFields):
    """The fields of one line that a person may correct."""

    text = forms.CharField(
        label="要做什么", max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "要写明做什么。"},
    )  # fmt: skip
    title = forms.CharField(
        label="简称", max_length=80, error_messages={"required": "要有一个简称，任务列表里显示它。"}
    )
    lead = forms.CharField(label="牵头", required=False, max_length=300)
    support = forms.CharField(label="配合", required=False, max_length=300)
    due = forms.DateField(
        label="期限", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期要像 2026-12-20 这样写。"},
    )  # fmt: skip
    every = forms.ChoiceField(label="周期", required=False)
    evidence = forms.MultipleChoiceField(label="凭据", required=False, widget=forms.CheckboxSelectMultiple)
    acceptor = forms.ChoiceField(label="谁验收", choices=list(words.ACCEPTORS.items()), widget=forms.RadioSelect)
    to_kinds = forms.MultipleChoiceField(
        label="派给", choices=list(words.TO_KINDS.items()), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "至少选一类单位；不下发的请点“舍弃”。"},
    )  # fmt: skip
    kind = forms.ChoiceField(label="类别")
    domain = forms.ChoiceField(label="领域")

    def __init__(self, proposal: Proposal, names: Names, data: Any = None) -> None:
        self.proposal = proposal
        super().__init__(data, initial=_initial(proposal), auto_id=f"p{proposal.number}-%s")
        periods = dict(words.PERIODS)
        if proposal.every and proposal.every not in periods:
            periods[proposal.every] = words.cadence(proposal.every)
        evidence = dict(names.evidence) | {code: code for code in proposal.evidence if code not in names.evidence}
        self._choices("every", [("", "一次"), *periods.items()])
        self._choices("evidence", list(evidence.items()))
        self._choices("kind", list(names.kinds.items()))
        self._choices("domain", list(names.domains.items()))
        self.offer(names, proposal.to_types, proposal.to_grades)
        dress(self)
        for name in ("lead", "support"):
            self.fields[name].widget.attrs["class"] = "wa-input is-short"

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_to_kinds(self) -> list[str]:
        kinds = sorted(self.cleaned_data["to_kinds"])
        if OWN in kinds and len(kinds) > 1:
            raise forms.ValidationError("“本级”自己办的不派给下级；要两边都办，请先拆成两条。")
        return kinds

    def clean(self) -> dict[str, Any]:
        """Where others co-operate, one leads (S3-2.1e)."""
        data = super().clean() or self.cleaned_data
        named = _actors(self.proposal.actors, data.get("lead", ""), data.get("support", ""))
        if data.get("support") and sum(actor["role"] == "lead" for actor in named) > 1:
            self.add_error("lead", "有配合单位的，牵头只能写一个；其余的请写到配合里。")
        self.check_aim(data)
        return data

    def changes(self) -> dict[str, Any]:
        """Cleaned values by field name of the model."""
        data = self.cleaned_data
        found = {
            name: data[name]
            for name in ("text", "title", "due", "every", "acceptor", "to_kinds", "kind", "domain", *AIM)
        }
        found["evidence"] = [code for code, _ in self.fields["evidence"].choices if code in data["evidence"]]  # type: ignore[attr-defined]
        found["actors"] = _actors(self.proposal.actors, data["lead"], data["support"])
        if data["every"] != self.proposal.every:
            found["by_day"] = ""
        if data["due"]:
            found["due_event"] = ""
        return found


class BulkForm(forms.Form):
    """Chosen lines, and the values to give them; an empty field stays as it is."""

    chosen = forms.TypedMultipleChoiceField(
        coerce=UUID,
        error_messages={"required": "还没有选条目。", "invalid_choice": "所选的条目里有已经不在的，请刷新后再选。"},
    )
    due = forms.DateField(
        label="期限", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期要像 2026-12-20 这样写。"},
    )  # fmt: skip
    acceptor = forms.ChoiceField(label="谁验收", required=False, choices=[("", "不改"), *words.ACCEPTORS.items()])
    domain = forms.ChoiceField(label="领域", required=False)
    to_kinds = forms.ChoiceField(
        label="派给", required=False,
        choices=[("", "不改"), ("commission,institution", "全部发送对象"), *words.TO_KINDS.items()],
    )  # fmt: skip

    def __init__(self, uids: list[UUID], names: Names, data: Any = None) -> None:
        super().__init__(data, auto_id="bulk-%s")
        self.fields["chosen"].choices = [(str(uid), "") for uid in uids]  # type: ignore[attr-defined]
        self.fields["domain"].choices = [("", "不改"), *names.domains.items()]  # type: ignore[attr-defined]
        dress(self)

    def changes(self) -> dict[str, Any]:
        data = self.cleaned_data
        found = {name: data[name] for name in ("due", "acceptor", "domain") if data.get(name)}
        if found.get("due"):
            found["due"] = data["due"]
        if data.get("to_kinds"):
            found["to_kinds"] = data["to_kinds"].split(",")
        return found


class _Dressed(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class SplitForm(_Dressed):
    pieces = forms.CharField(
        label="拆成几条，每条一行", max_length=8000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "每条写一行，至少两行。"},
    )  # fmt: skip

    def clean_pieces(self) -> list[str]:
        found = [line.strip() for line in self.cleaned_data["pieces"].splitlines() if line.strip()]
        if len(found) < 2:
            raise forms.ValidationError("拆分至少要有两条，每条一行。")
        if len(found) > 20:
            raise forms.ValidationError("一次最多拆成 20 条。")
        return found


class DropForm(_Dressed):
    reason = forms.CharField(
        label="舍弃的理由", max_length=200,
        error_messages={"required": "舍弃要写理由，下发后别人看得到。", "max_length": "理由请写在 200 字内。"},
    )  # fmt: skip


class WhyForm(forms.Form):
    why = forms.CharField(label="理由", max_length=200, error_messages={"required": "请写理由。"})


class AdditionForm(AimFields, Form):
    """What a level asks beyond the document above."""

    use_required_attribute = False
    title = forms.CharField(label="新增什么", max_length=200)
    why = forms.CharField(
        label="为什么新增", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text="上级和下级都看得到。"
    )
    minutes = forms.IntegerField(label="每次约需多少分钟", min_value=1, max_value=10_000)
    every = forms.ChoiceField(label="周期", required=False, choices=[("", "一次"), *words.PERIODS])
    due = forms.DateField(label="期限", required=False, widget=DayInput)
    until = forms.DateField(label="到哪天失效", widget=DayInput, help_text="到期没有续期就自动失效。")
    to_kinds = forms.MultipleChoiceField(
        label="派给", choices=[(key, words.TO_KINDS[key]) for key in ("commission", "institution")],
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "至少选一类单位。"},
    )  # fmt: skip
    domain = forms.ChoiceField(label="领域")

    def __init__(self, names: Names, data: Any = None) -> None:
        super().__init__(data, auto_id="add-%s", initial={"to_kinds": ["institution"], "domain": GENERAL_DOMAIN})
        self.fields["domain"].choices = list(names.domains.items())  # type: ignore[attr-defined]
        self.offer(names)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_aim(data)
        return data


class RenewalForm(Form):
    """Until when an addition goes on, and why."""

    use_required_attribute = False
    until = forms.DateField(label="续到哪天", widget=DayInput)
    why = forms.CharField(label="续期理由", max_length=500)


class ContactForm(Form):
    """Who answers for the campaign from now on."""

    use_required_attribute = False
    name = forms.CharField(label="联系人", max_length=60)
    phone = forms.CharField(label="电话", max_length=40, required=False)
    mail = forms.EmailField(label="信箱", max_length=120, required=False)
    why = forms.CharField(label="为什么换", max_length=200)


class ListsForm(Form):
    """Names of lists, one a line."""

    use_required_attribute = False
    names = forms.CharField(
        label="清单", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一张清单；先存名称，再给每一条选清单。去掉一行，那张清单的条目就不再列入。",
    )  # fmt: skip

    def clean_names(self) -> list[str]:
        return list(dict.fromkeys(line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()))


class StageForm(forms.Form):
    """The days of a stage that hangs on an event."""

    from_date = forms.DateField(label="起", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    to_date = forms.DateField(label="止", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("from_date") or data.get("to_date")):
            raise forms.ValidationError("请填日期，像 2027-03-12 这样。")
        return data


class EventForm(forms.Form):
    """The day of an event that lines wait for."""

    event = forms.CharField(max_length=120, widget=forms.HiddenInput)
    day = forms.DateField(label="哪天", widget=forms.DateInput(attrs={"type": "date"}))


def _initial(proposal: Proposal) -> dict[str, Any]:
    people: dict[str, list[str]] = {"lead": [], "support": []}
    for actor in proposal.actors:
        people["support" if actor["role"] == "support" else "lead"].append(actor["name"])
    return {
        "text": proposal.text, "title": proposal.title, "lead": "、".join(people["lead"]),
        "support": "、".join(people["support"]), "due": proposal.due, "every": proposal.every,
        "evidence": proposal.evidence, "acceptor": proposal.acceptor,
        "to_kinds": proposal.to_kinds or ["commission", "institution"], "kind": proposal.kind,
        "domain": proposal.domain, **{name: getattr(proposal, name) for name in AIM},
    }  # fmt: skip


def _actors(before: list[dict[str, str]], lead: str, support: str) -> list[dict[str, str]]:
    """Names as typed; a name that the notice itself called 责任单位 stays one."""
    responsible = {actor["name"] for actor in before if actor["role"] == "responsible"}
    leads = [name for name in _NAMES.split(lead.strip()) if name]
    supports = [name for name in _NAMES.split(support.strip()) if name]
    found = [{"name": name, "role": "responsible" if name in responsible else "lead"} for name in leads]
    found += [{"name": name, "role": "support"} for name in supports]
    by_name = sorted(found, key=lambda actor: (actor["role"], actor["name"]))
    return before if by_name == sorted(before, key=lambda actor: (actor["role"], actor["name"])) else found
