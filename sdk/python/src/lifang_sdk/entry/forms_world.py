"""The classes that a component of world `forms` exports; the entry that the build writes hands over the plugin."""

from wit_world.exports import certificates as certificates_types
from wit_world.exports import checklists as checklists_types
from wit_world.imports import lifang_data_types, lifang_plugin_types

from ..forms import Forms
from . import exports
from .guard import Edge, HostCall, bind

_edge = Edge([lifang_data_types, lifang_plugin_types, checklists_types, certificates_types])
_plugin = Forms()


def serve(plugin: Forms) -> None:
    """The plugin whose component this is."""
    global _plugin
    _plugin = plugin
    bind()


class Checklists:
    def ask(self, call, id, known):
        return _edge.guarded(lambda: exports.ask(_plugin, HostCall(call), id, Edge.from_host(known)))

    def state(self, call, id, answers, known):
        return _edge.guarded(lambda: exports.state(_plugin, HostCall(call), id, Edge.from_host(answers), Edge.from_host(known)))

    def judge(self, call, id, answers, known):
        return _edge.guarded(lambda: exports.judge(_plugin, HostCall(call), id, Edge.from_host(answers), Edge.from_host(known)))


class Certificates:
    def list(self, call):
        return _edge.guarded(lambda: exports.certificates(_plugin, HostCall(call)))
