from weian.foundation.people.models.account import Account
from weian.foundation.people.models.appointment import Appointment
from weian.foundation.people.models.invitation import Invitation
from weian.foundation.people.models.person import Person
from weian.foundation.people.models.post import Post

__all__ = ["Account", "Appointment", "Invitation", "Person", "Post"]
