from weian.foundation.tree.models.change import Act, Change

__all__ = ["Act", "Change"]
