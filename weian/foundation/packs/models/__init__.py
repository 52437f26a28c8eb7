from weian.foundation.packs.models.pack import Entry, Pack

__all__ = ["Entry", "Pack"]
