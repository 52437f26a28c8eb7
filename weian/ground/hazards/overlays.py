"""All acts that lie over a hazard, by name: the name is the last word of the address."""

from __future__ import annotations

from weian.ground.hazards.costing.acts import ACTS as COSTING
from weian.ground.hazards.criteria.acts import ACTS as CRITERIA
from weian.ground.hazards.lookback.acts import ACTS as LOOKBACK
from weian.ground.hazards.overlay import Act
from weian.ground.hazards.pairing.acts import ACTS as PAIRING
from weian.ground.hazards.papers.accepting import ACTS as PAPERS
from weian.ground.hazards.placing.acts import ACTS as PLACING
from weian.ground.hazards.referring.acts import ACTS as REFERRING
from weian.ground.hazards.supervising.acts import ACTS as SUPERVISING

ACTS: dict[str, Act] = {
    **CRITERIA, **PAIRING, **SUPERVISING, **PAPERS, **LOOKBACK, **REFERRING, **COSTING, **PLACING
}  # fmt: skip
