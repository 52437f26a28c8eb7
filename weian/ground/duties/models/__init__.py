from weian.ground.duties.models.accident import Accident, AccidentRead
from weian.ground.duties.models.aim import Aimed, Sort, binds, bound, of_kinds, unsorted
from weian.ground.duties.models.behalf import Behalf
from weian.ground.duties.models.cooperation import Contribution, Cooperation, Transfer
from weian.ground.duties.models.door import Door
from weian.ground.duties.models.help import Help
from weian.ground.duties.models.obligation import Acceptor, AskKind, Obligation, OwedBy, Size
from weian.ground.duties.models.record import Answer, Record
from weian.ground.duties.models.relief import Relief
from weian.ground.duties.models.routing import Routing
from weian.ground.duties.models.step import Step
from weian.ground.duties.models.task import LATE, Task
from weian.ground.duties.models.taskforce import TaskForce
from weian.ground.duties.models.urging import Urging

__all__ = [
    "LATE",
    "Acceptor",
    "Accident",
    "AccidentRead",
    "Aimed",
    "Answer",
    "AskKind",
    "Behalf",
    "Contribution",
    "Cooperation",
    "Door",
    "Help",
    "Obligation",
    "OwedBy",
    "Record",
    "Relief",
    "Routing",
    "Size",
    "Sort",
    "Step",
    "Task",
    "TaskForce",
    "Transfer",
    "Urging",
    "binds",
    "bound",
    "of_kinds",
    "unsorted",
]
