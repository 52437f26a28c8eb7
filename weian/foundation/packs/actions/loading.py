from __future__ import annotations

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.packs.models import Entry, Pack
from weian.foundation.packs.reading import BadPack, PackFile
from weian.kernel import clock
from weian.kernel.actor import Actor


@transaction.atomic
def load(file: PackFile, *, by: Actor) -> Pack | None:
    """Load one pack version; None if it is loaded already. Raises BadPack if it was loaded with other content."""
    manifest = file.manifest
    loaded = Pack.objects.filter(code=manifest.code, version=manifest.version).first()
    if loaded:
        if loaded.digest != file.digest:
            which = f"{manifest.code} {manifest.version}"
            raise BadPack([f"{which} 已载入且内容不同：已载入的版本不能改，请换一个版本号。"])
        return None
    pack = Pack(
        code=manifest.code, version=manifest.version, title=manifest.title, source=manifest.source,
        digest=file.digest, valid_from=manifest.valid_from, valid_to=manifest.valid_to, loaded_at=clock.now(),
    )  # fmt: skip
    pack.save(force_insert=True)
    Entry.objects.bulk_create(
        Entry(pack=pack, kind=kind, code=one.code, data=one.model_dump(mode="json"), order=order)  # type: ignore[attr-defined]
        for kind, entries in file.entries.items()
        for order, one in enumerate(entries)
    )
    audit.record(
        "pack.loaded", kind="pack", record=pack.uid, chain=pack.uid, by=by,
        facts={"code": pack.code, "version": pack.version, "digest": pack.digest},
    )  # fmt: skip
    return pack
