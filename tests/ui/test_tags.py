"""Tags draw the small parts; what they are given is escaped."""

from datetime import timedelta

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, engines
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from weian.kernel import clock
from weian.ui import entry


def draw(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)  # type: ignore[no-any-return]


def test_risk_is_shape_and_word() -> None:
    drawn = draw('{% risk "major" "隐患" %}')
    assert "<svg" in drawn and drawn.endswith("重大隐患</span>")


def test_each_grade_has_its_own_shape() -> None:
    shapes = {draw("{% mark grade %}", grade=grade).split(">", 1)[1] for grade in ("major", "large", "general", "low")}
    assert len(shapes) == 4


@pytest.mark.parametrize("source", ['{% risk "huge" %}', '{% icon "unicorn" %}'])
def test_what_was_never_drawn_is_an_error(source: str) -> None:
    with pytest.raises(LookupError):
        draw(source)


def test_a_ring_fills_as_the_thing_moves_on() -> None:
    drawn = [draw('{% state "整改中" progress %}', progress=progress) for progress in (0, 0.25, 0.5, 1)]
    assert len(set(drawn)) == 4
    assert all("整改中" in one for one in drawn)
    assert 'stroke-dasharray="25 100"' in drawn[1]


def test_lateness_is_turned_inside_out_and_nothing_else_is() -> None:
    with clock.moved_to("2026-11-23"):
        assert 'class="wa-late"' in draw("{% clock due %}", due=clock.now() - timedelta(days=2))
        assert "wa-late" not in draw("{% clock due %}", due=clock.now() + timedelta(hours=1))


def test_a_refused_button_stays_and_speaks() -> None:
    drawn = draw('{% act_button "销号" refusal=why %}', why="验收须由另一人做。林晓岚可以。")
    assert 'aria-disabled="true"' in drawn
    described = drawn.split('aria-describedby="')[1].split('"')[0]
    assert f'<p id="{described}">验收须由另一人做。林晓岚可以。</p>' in drawn


def test_an_allowed_button_submits_its_verb() -> None:
    drawn = draw('{% act_button "采纳" main=1 name="act" value="accept" %}')
    assert "is-main" in drawn and 'name="act"' in drawn and 'value="accept"' in drawn
    assert "aria-disabled" not in drawn


def test_a_button_takes_no_other_attributes() -> None:
    with pytest.raises(Exception, match="onclick"):
        draw('{% act_button "采纳" onclick="x" %}')


def test_what_people_wrote_is_escaped() -> None:
    nasty = "<script>alert(1)</script>"
    for source in (
        "{% state words %}",
        '{% risk "low" words %}',
        "{% act_button words refusal=words %}",
        '{% door "#" words %}',
        "{{ words|spaced }}",
        "{{ 3|amount:words }}",
    ):
        assert "<script" not in draw(source, words=nasty), source


def test_no_base_no_rate() -> None:
    assert draw("{{ 0|share:0 }}") == "底数不清"
    assert draw("{{ 378|share:409 }}") == "92.4%"


class SampleForm(entry.Form):
    title = forms.CharField(label="隐患", max_length=5, help_text="一句话。")
    due = forms.DateField(label="期限", widget=entry.DayInput())
    grade = forms.ChoiceField(label="定级", choices=[("a", "一般")], widget=forms.RadioSelect)
    people = forms.IntegerField(label="人数", min_value=1, error_messages={"invalid": "写几个人。"})


def test_an_error_stands_at_its_field_and_is_tied_to_it() -> None:
    form = SampleForm({"title": "消防通道堵塞", "due": "2026-02-30"})
    drawn = draw("{% field form.title %}", form=form)
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_title-error id_title-help"' in drawn
    assert 'id="id_title-error"' in drawn and 'id="id_title-help"' in drawn
    assert "隐患最多 5\u00a0个字，现在 6\u00a0个。" in drawn
    assert 'value="消防通道堵塞"' in drawn  # what was typed stays


def test_choices_are_a_named_group() -> None:
    drawn = draw("{% field form.grade %}", form=SampleForm())
    assert "<fieldset" in drawn and "<legend>定级" in drawn


def test_refusals_are_sentences_that_name_the_field() -> None:
    form = SampleForm({"due": "2026-02-30", "people": "三"})
    assert form.errors["title"] == ["隐患还没有填。"]
    assert form.errors["due"] == ["期限没有这一天，请写成 2026-11-23 这样。"]
    assert form.errors["grade"] == ["定级还没有选。"]
    assert form.errors["people"] == ["写几个人。"]  # the field's own words stay


def test_the_summary_leads_to_each_field() -> None:
    drawn = draw("{% form_errors form %}", form=SampleForm({}))
    assert 'role="alert"' in drawn
    assert 'href="#id_title"' in drawn and 'href="#id_due"' in drawn
    assert draw("{% form_errors form %}", form=SampleForm()).strip() == ""


def test_a_refused_form_keeps_its_key_and_a_fresh_one_gets_another() -> None:
    sent = RequestFactory().post("/", {"request_id": "0a4d6c1e-1111-4222-8333-444455556666"})
    assert 'value="0a4d6c1e-1111-4222-8333-444455556666"' in draw("{% request_id %}", request=sent)
    fresh = RequestFactory().get("/")
    assert draw("{% request_id %}", request=fresh) != draw("{% request_id %}", request=fresh)


def test_the_day_field_speaks_iso() -> None:
    form = SampleForm(initial={"due": clock.today()})
    assert f'value="{clock.today().isoformat()}"' in draw("{% field form.due %}", form=form)


def test_context_of_tags_does_not_leak() -> None:
    context = Context({"label": "外面"})
    template = engines["django"].from_string('{% act_button "里面" %}{{ label }}').template
    assert template.render(context).endswith("外面")


class PhotoForm(entry.Form):
    photos = entry.FilesField(label="照片", most=2, accept="image/*")


def test_several_photos_come_as_a_list_and_too_many_are_refused() -> None:
    one, two, three = (SimpleUploadedFile(f"{n}.jpg", b"x") for n in range(3))
    form = PhotoForm({}, MultiValueDict({"photos": [one, two]}))
    assert form.is_valid() and form.cleaned_data["photos"] == [one, two]
    refused = PhotoForm({}, MultiValueDict({"photos": [one, two, three]}))
    assert refused.errors["photos"] == ["一次最多 2 个文件，现在选了 3 个。"]
    assert PhotoForm({}, MultiValueDict()).errors["photos"] == ["照片还没有选文件。"]
    assert PhotoForm({}, MultiValueDict({"photos": [SimpleUploadedFile("a.jpg", b"")]})).errors["photos"] == [
        "照片选的是空文件，请换一个。"
    ]


def test_a_photo_field_offers_the_camera_first() -> None:
    drawn = draw('{% field form.photos "camera" %}', form=PhotoForm())
    assert "data-wa-camera" in drawn and "multiple" in drawn and 'accept="image/*"' in drawn
