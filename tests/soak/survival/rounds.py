"""The product's own processes are killed under load; people's browsers try again until they hear that it is done.

Everything is real (`product`). The clients (`people`) send hazards with a photo, gradings and records over HTTP, and a
notice is on its way; in the end what is there is compared with what they were told (`world`).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable

from django.test import override_settings

from tests import database
from tests.soak.survival import product
from tests.soak.survival.outcome import Outcome
from tests.soak.survival.people import Client, Finder, Keeper
from tests.soak.survival.world import World
from tests.tools.server import Server

# What is killed, in turn; the rare deaths cost seconds each, the others a part of one.
WAYS = ("database", "page", "jobs", "web", "database and keeper", "database", "page", "jobs")


def survive(rounds: int, seed: int) -> Outcome:
    """Kill `rounds` times under load, then compare what is there with what people were told."""
    chance, outcome = random.Random(seed), Outcome()
    with (
        product.instance() as (cluster, var),
        database.pointed_at("weian", cluster),
        override_settings(EVIDENCE_ROOT=var / "evidence"),
    ):
        world = World()
        with product.served(cluster, var) as server:
            clients = [one(server.address, world.cookies, world.task) for one in (Finder, Finder, Keeper)]
            for client in clients:
                client.start()
            publishing = world.publish(server, chance)
            for number in range(rounds):
                way = WAYS[number % len(WAYS)]
                time.sleep(chance.uniform(0.02, 0.35))
                product.kill(way, server, cluster)
                outcome.deaths[way] += 1
                began = time.monotonic()
                _wait_for_more(clients, server, all if number == rounds - 1 else any)
                outcome.silence[way] = max(outcome.silence.get(way, 0.0), time.monotonic() - began)
            for client in clients:
                client.end(outcome)
            publishing(outcome)
        world.compare(clients, outcome)
    return outcome


def _wait_for_more(clients: list[Client], server: Server, who: Callable[[Iterable[bool]], bool]) -> None:
    """Somebody, or everybody, was told again that something is done."""
    before = [len(one.acknowledged) for one in clients]
    product.until(
        lambda: who(len(one.acknowledged) > n or one.refused for one, n in zip(clients, before, strict=True)),
        server,
        "nobody hears anything any more",
    )
