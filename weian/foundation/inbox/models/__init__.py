from weian.foundation.inbox.models.digest import Digest, Preference
from weian.foundation.inbox.models.message import Message

__all__ = ["Digest", "Message", "Preference"]
