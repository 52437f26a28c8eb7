"""Names that people write one after another, as hospitals are really called."""

from weian.kernel.text.listed import listed


def test_a_mark_inside_brackets_belongs_to_the_name() -> None:
    assert listed("甲县医院（县妇保院、县急救站）、乙院；丙院\n丁院（没有写完、\n戊院,") == [
        "甲县医院（县妇保院、县急救站）", "乙院", "丙院", "丁院（没有写完、", "戊院",
    ]  # fmt: skip


def test_after_so_many_names_the_rest_stays_as_it_is() -> None:
    assert listed("甲院（乙、丙） 停诊、改造中", " 、：", most=1) == ["甲院（乙、丙）", "停诊、改造中"]
    assert listed("甲院、乙院：同属一家，互相帮扶", " 、：", most=2) == ["甲院", "乙院", "同属一家，互相帮扶"]
