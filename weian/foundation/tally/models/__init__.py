from weian.foundation.tally.models.delta import Delta

__all__ = ["Delta"]
