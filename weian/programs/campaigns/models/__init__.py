from weian.programs.campaigns.models.addressee import Addressee
from weian.programs.campaigns.models.campaign import Campaign
from weian.programs.campaigns.models.contact import Contact
from weian.programs.campaigns.models.dispatch import Dispatch
from weian.programs.campaigns.models.node import KeyDay, NodeCheck
from weian.programs.campaigns.models.proposal import Proposal
from weian.programs.campaigns.models.rehearsal import Rehearsal
from weian.programs.campaigns.models.stage import Stage
from weian.programs.campaigns.models.task_list import TaskList

__all__ = [
    "Addressee",
    "Campaign",
    "Contact",
    "Dispatch",
    "KeyDay",
    "NodeCheck",
    "Proposal",
    "Rehearsal",
    "Stage",
    "TaskList",
]
