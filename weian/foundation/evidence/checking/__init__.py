"""What a file is, by its bytes alone: the name that it came with is a claim and decides nothing."""

from weian.foundation.evidence.checking.checked import Checked
from weian.foundation.evidence.checking.sniffing import check

__all__ = ["Checked", "check"]
