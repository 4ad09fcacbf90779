"""A place to rehearse: two messengers with people in them, on one machine, without token or internet."""

from playground.default_world import default_world
from playground.faults import Fault
from playground.models import Chat, Message, NotPossible, Person
from playground.pace import Pace
from playground.server import Playground
from playground.world import World

__all__ = [
    "Chat",
    "Fault",
    "Message",
    "NotPossible",
    "Pace",
    "Person",
    "Playground",
    "World",
    "default_world",
]
