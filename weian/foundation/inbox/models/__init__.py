from weian.foundation.inbox.models.message import Message

__all__ = ["Message"]
