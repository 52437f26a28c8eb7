"""Under /checklists/. A verb is a noun: POST …/publication/."""

from django.urls import path

from weian.ground.checklists.views import building, lists, moving, one, trying

urlpatterns = [
    path("", lists.checklists, name="checklists"),
    path("new/", lists.new, name="checklist-new"),
    path("packs/<slug:code>/", one.pack, name="checklist-pack"),
    path("packs/<slug:code>/copying/", lists.pack_copying, name="checklist-pack-copying"),
    path("packs/<slug:code>/preview/", trying.pack_preview, name="checklist-pack-preview"),
    path("packs/<slug:code>/table/", moving.pack_table, name="checklist-pack-table"),
    path("<uuid:uid>/", one.checklist, name="checklist"),
    path("<uuid:uid>/copying/", lists.copying, name="checklist-copying"),
    path("<uuid:uid>/next/", one.taking_up, name="checklist-next"),
    path("<uuid:uid>/retirement/", one.retirement, name="checklist-retirement"),
    path("<uuid:uid>/resumption/", one.resumption, name="checklist-resumption"),
    path("<uuid:uid>/preview/", trying.preview, name="checklist-preview"),
    path("<uuid:uid>/table/", moving.table, name="checklist-table"),
    path("<uuid:uid>/import/", moving.bringing, name="checklist-import"),
    path("<uuid:uid>/building/", building.page, name="checklist-building"),
    path("<uuid:uid>/head/", building.head, name="checklist-head"),
    path("<uuid:uid>/publication/", building.publication, name="checklist-publication"),
    path("<uuid:uid>/discarding/", building.discarding, name="checklist-discarding"),
    path("<uuid:uid>/sections/", building.new_section, name="checklist-sections"),
    path("<uuid:uid>/sections/<slug:code>/correction/", building.section_correction, name="section-correction"),
    path("<uuid:uid>/sections/<slug:code>/shift/", building.section_shift, name="section-shift"),
    path("<uuid:uid>/sections/<slug:code>/removal/", building.section_removal, name="section-removal"),
    path("<uuid:uid>/sections/<slug:code>/items/", building.new_item, name="section-items"),
    path("<uuid:uid>/items/<slug:code>/correction/", building.item_correction, name="item-correction"),
    path("<uuid:uid>/items/<slug:code>/shift/", building.item_shift, name="item-shift"),
    path("<uuid:uid>/items/<slug:code>/removal/", building.item_removal, name="item-removal"),
]
