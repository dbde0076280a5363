"""The classes that a component of world `rules` exports; the entry that the build writes hands over the plugin."""

from wit_world.exports import grid_rules as grid_rules_types
from wit_world.exports import reports as reports_types
from wit_world.imports import aggregates, lifang_data_types, lifang_plugin_types, scans, subjects

from ..rules import Rules
from . import exports
from .guard import Edge, HostCall, bind

_edge = Edge([lifang_data_types, lifang_plugin_types, scans, aggregates, grid_rules_types, reports_types])
_plugin = Rules()


def serve(plugin: Rules) -> None:
    """The plugin whose component this is."""
    global _plugin
    _plugin = plugin
    bind()


class _Host:
    """What a rule reads through."""

    asking = staticmethod(Edge.asking)

    @staticmethod
    def open(query):
        return scans.Scan.open(_edge.to_host(query))

    @staticmethod
    def get(dataset, id, fields):
        return Edge.from_host(subjects.get(dataset, id, fields))

    @staticmethod
    def aggregate(query):
        return Edge.from_host(aggregates.run(_edge.to_host(query)))


class GridRules:
    def decide(self, call, rules, event):
        return _edge.guarded(lambda: exports.decide(_plugin, _Host, HostCall(call), rules, Edge.from_host(event)))

    def sweep(self, call, rule, rows):
        return _edge.guarded(lambda: exports.sweep(_plugin, _Host, HostCall(call), rule, rows))


class Reports:
    def run(self, call, id, period):
        return _edge.guarded(lambda: exports.report(_plugin, _Host, HostCall(call), id, Edge.from_host(period)))
