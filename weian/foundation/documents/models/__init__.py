from weian.foundation.documents.models.cite import Cite
from weian.foundation.documents.models.clause import Clause
from weian.foundation.documents.models.document import Document
from weian.foundation.documents.models.receipt import Receipt

__all__ = ["Cite", "Clause", "Document", "Receipt"]
