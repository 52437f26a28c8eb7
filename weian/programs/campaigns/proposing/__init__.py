"""From what a notice says to what would be put on others. Pure: tables in, drafts out; nothing is saved here."""

from weian.programs.campaigns.proposing.drafting import Draft, draft_all
from weian.programs.campaigns.proposing.pieces import pieces_of
from weian.programs.campaigns.proposing.tables import Tables

__all__ = ["Draft", "Tables", "draft_all", "pieces_of"]
