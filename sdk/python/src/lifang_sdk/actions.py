"""Actions 动作: what a plugin may propose. The host checks each before it acts."""

from . import contract as c
from .contract import Priority
from .time import Day, Instant
from .value import Plain, to_value


def work_order(rule: str, duty: str, title: c.Text, *, to: str = "grid-worker", due: Instant | None = None, priority: Priority = Priority.NORMAL) -> c.Action:
    """Work that `rule` asks for and the admitted duty item `duty` covers; for the grid worker unless told otherwise."""
    return c.Action_OpenWorkOrder(c.WorkOrder(rule, duty, title, to, due.ms if due else None, priority))


def visit(rule: str, duty: str, checklist: str, title: c.Text, by: Day, *, priority: Priority = Priority.NORMAL) -> c.Action:
    """A visit that `rule` asks for and `duty` covers, with the checklist to fill, by the end of a day."""
    return c.Action_ScheduleVisit(c.Visit(rule, duty, checklist, title, by.number, priority))


def notification(rule: str, to: str, text: c.Text) -> c.Action:
    """A message to a post."""
    return c.Action_Notify(c.Notification(rule, to, text))


def tag(rule: str, tag: str, *, until: Day | None = None) -> c.Action:
    """A label on the subject of the call; without a day it lapses when the rule no longer asks for it."""
    return c.Action_Tag(c.Tag(rule, tag, until.number if until else None))


def escalation(rule: str, to: str, text: c.Text) -> c.Action:
    """A matter that goes up to `street`, `district`, `city` or `province`."""
    return c.Action_Escalate(c.Escalation(rule, to, text))


def extension(rule: str, kind: str, /, **fields: Plain) -> c.Action:
    """Something this contract has no word for; a host that does not know `kind` refuses it."""
    cells = [c.Field(key, c.Cell_Present(to_value(value))) for key, value in fields.items()]
    return c.Action_Extension(c.Extension(rule, kind, cells))
