from weian.oversight.watch.models.signal import Signal

__all__ = ["Signal"]
