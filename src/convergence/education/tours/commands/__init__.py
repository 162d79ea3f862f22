"""Writes of tours: one command per act, each with its audit line.

- `create_tour`, `change_tour`, `follow_cancelled`: the tour and its activity;
- `save_guest`, `remove_guest`, `tell_names`: who is invited, and what may be told of them;
- `save_leg`, `remove_leg`, `ask_host`, `confirm_leg`, `decline_leg`: where they go;
- `save_part`, `remove_part`: lodging, journeys, mentions in the media;
- `add_meeting`, `state_people`: what they do there, and who came;
- `send_road_book`, `remind_hosts`: what is written to them and to hosts;
- `add_joined`, `remove_joined`, `plan_per_day`: what came of it, what it costs;
- `empty_old`, `forget_people`: what time and people ask for.
"""

from convergence.education.tours.commands.after import add_joined, plan_per_day, remove_joined
from convergence.education.tours.commands.forgetting import empty_old, forget_people
from convergence.education.tours.commands.guests import remove_guest, save_guest, tell_names
from convergence.education.tours.commands.legs import (
    ask_host,
    confirm_leg,
    decline_leg,
    read_of,
    remove_leg,
    save_leg,
)
from convergence.education.tours.commands.mail import remind_hosts, send_road_book
from convergence.education.tours.commands.meetings import add_meeting, state_people
from convergence.education.tours.commands.parts import KINDS, remove_part, save_part
from convergence.education.tours.commands.tours import change_tour, create_tour, follow_cancelled

__all__ = [
    "KINDS",
    "add_joined",
    "add_meeting",
    "ask_host",
    "change_tour",
    "confirm_leg",
    "create_tour",
    "decline_leg",
    "empty_old",
    "follow_cancelled",
    "forget_people",
    "plan_per_day",
    "read_of",
    "remind_hosts",
    "remove_guest",
    "remove_joined",
    "remove_leg",
    "remove_part",
    "save_guest",
    "save_leg",
    "save_part",
    "send_road_book",
    "state_people",
    "tell_names",
]
