"""What a component's functions do, in the SDK's own data classes; a component puts them into the host's, a test reads them as they are."""

from .. import contract as c
from ..answers import Answers
from ..call import Call, HostCall
from ..data.data import Data, Source
from ..data.rows import HostScan, Scan
from ..fields import Fields
from ..forms import Forms
from ..rules import Event, Period, Rules
from ..time import Day, Instant


def ask(plugin: Forms, call: HostCall, id: str, known: list[c.Field]) -> c.Form:
    """`checklists.ask`"""
    return plugin.checklist(Call(call), id, Fields(known)).form()


def state(plugin: Forms, call: HostCall, id: str, answers: list[c.Answer], known: list[c.Field]) -> c.FormState:
    """`checklists.state`"""
    return plugin.checklist(Call(call), id, Fields(known)).state(answers)


def judge(plugin: Forms, call: HostCall, id: str, answers: list[c.Answer], known: list[c.Field]) -> c.Judgement:
    """`checklists.judge`"""
    return plugin.judge(Call(call), id, Answers(answers), Fields(known))


def certificates(plugin: Forms, call: HostCall) -> c.CertificateList:
    """`certificates.list`"""
    return plugin.certificates(Call(call))


def decide(plugin: Rules, source: Source, call: HostCall, rules: list[str], event: c.Event) -> c.Decision:
    """`grid-rules.decide`"""
    here, data = Call(call), Data(source)
    what = Event(event.id, event.kind, Instant(event.occurred), Fields(event.fields))
    parts = [plugin.decide(here, data, rule, what) for rule in rules]
    return c.Decision([action for part in parts for action in part.actions], [reason for part in parts for reason in part.reasons])


def sweep(plugin: Rules, source: Source, call: HostCall, rule: str, rows: HostScan) -> c.SweepAnswer:
    """`grid-rules.sweep`"""
    return plugin.sweep(Call(call), Data(source), rule, Scan(rows, source.asking))


def report(plugin: Rules, source: Source, call: HostCall, id: str, period: c.Period) -> c.Document:
    """`reports.run`"""
    return plugin.report(Call(call), Data(source), id, Period(Day(period.first), Day(period.last)))
