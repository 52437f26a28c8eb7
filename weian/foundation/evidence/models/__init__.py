from weian.foundation.evidence.models.attachment import Attachment
from weian.foundation.evidence.models.blob import Blob

__all__ = ["Attachment", "Blob"]
