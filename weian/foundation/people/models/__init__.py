from weian.foundation.people.models.account import Account
from weian.foundation.people.models.appointment import Appointment
from weian.foundation.people.models.claim import Claim, Poster
from weian.foundation.people.models.device import Device
from weian.foundation.people.models.invitation import Invitation
from weian.foundation.people.models.person import Person
from weian.foundation.people.models.post import Post
from weian.foundation.people.models.session import Session
from weian.foundation.people.models.way import Confirmed, Way

__all__ = [
    "Account",
    "Appointment",
    "Claim",
    "Confirmed",
    "Device",
    "Invitation",
    "Person",
    "Post",
    "Poster",
    "Session",
    "Way",
]
