from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import uuid4

from django import forms

from weian.foundation.documents.actions.joining import Joint
from weian.foundation.documents.models import Document
from weian.foundation.documents.states import DocumentStatus
from weian.foundation.people.viewer import Viewer


class LibraryForm(forms.Form):
    """An outside body's document: a file or its text."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    kind = forms.ChoiceField(label="种类", choices=Document.Kind.choices, error_messages={"required": "请选择种类。"})
    file = forms.FileField(label="文件", required=False, help_text="docx、文字版 PDF、OFD 或 txt。")
    text = forms.CharField(label="或粘贴正文", required=False, widget=forms.Textarea(attrs={"rows": 12}), strip=False)
    disclosure = forms.ChoiceField(
        label="信息公开形式", choices=Document.Disclosure.choices, initial=Document.Disclosure.OPEN
    )

    def clean(self) -> dict[str, object]:
        told = super().clean() or {}
        if "file" not in self.errors and not told.get("file") and not str(told.get("text") or "").strip():
            self.add_error("file", "请选择一个文件，或把正文粘贴到下面。")
        return told


class AnnulForm(forms.Form):
    """Why a document loses force, and what replaces it."""

    why = forms.CharField(
        label="废止依据或理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明废止的依据或理由。", "max_length": "理由最多 500 字。"},
    )  # fmt: skip
    on = forms.DateField(
        label="废止日", required=False, help_text="不填为今天。", error_messages={"invalid": "日期请写成 2026-11-23。"},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    replaced_by = forms.CharField(
        label="由哪份文件代替", required=False, max_length=80, help_text="写发文字号；没有可不填。"
    )

    def __init__(self, *args: object, viewer: Viewer, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.viewer = viewer

    def clean_replaced_by(self) -> Document | None:
        from weian.kernel.text.numbers import normalise_doc_no

        number = self.cleaned_data["replaced_by"]
        if not number:
            return None
        seen = Document.objects.visible_to(self.viewer).filter(status=DocumentStatus.ISSUED)
        found = seen.filter(doc_no_norm=normalise_doc_no(number)).first()
        if found is None:
            raise forms.ValidationError(f"文件库里没有有效的 {number}。请先录入它，或留空。")
        return found


class SettleForm(forms.Form):
    """What the person who looked again concluded."""

    why = forms.CharField(
        label="复核结论",
        max_length=500,
        error_messages={"required": "请写明复核结论。", "max_length": "结论最多 500 字。"},
    )


class ForwardForm(forms.Form):
    """To whom a commission sends a document on: groups and single units."""

    groups = forms.MultipleChoiceField(
        label="按组", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "没有这个组，请重新选择。"},
    )  # fmt: skip
    names = forms.CharField(
        label="点名", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="单位名称，用顿号或换行隔开。"
    )

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["groups"].choices = choices  # type: ignore[attr-defined]


class JointForm(forms.Form):
    """The other issuers, one a line: name, then its number."""

    others = forms.CharField(
        label="联合印发的机关和文号", required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=5_000,
        help_text="一行一家：先写机关名称，空一格写它的发文字号，如：某市消防救援支队 某消〔2026〕8号。",
    )  # fmt: skip

    @staticmethod
    def as_text(joint: Sequence[Mapping[str, str]]) -> str:
        return "\n".join(f"{one['issuer']} {one['doc_no']}".strip() for one in joint)

    def clean_others(self) -> list[Joint]:
        rows = [line.split(maxsplit=1) for line in self.cleaned_data["others"].splitlines() if line.strip()]
        return [Joint(row[0], row[1] if len(row) > 1 else "") for row in rows]
