"""One deed per rule: what a script may not do."""

import random
import time

from lifang_sdk import Rules, UnknownId, decision, reason, text


def spin():
    while True:
        pass


def eat_memory():
    eaten = []
    while True:
        eaten.append(bytearray(1 << 20))


def slip():
    raise LookupError("slip.")


DEEDS = {
    "good": lambda: None,
    "spin": spin,
    "eat-memory": eat_memory,
    "clock": lambda: time.time(),
    "dice": lambda: random.random(),
    "slip": slip,
}


class Plugin(Rules):
    def decide(self, call, data, rule, event):
        if rule not in DEEDS:
            raise UnknownId(rule)
        DEEDS[rule]()
        return decision(reasons=[reason(rule, text("well"))])


plugin = Plugin()
