"""Judgements and decisions: what a filled checklist means, what a rule makes of an event."""

from collections.abc import Iterable

from . import contract as c
from .contract import Severity


def judgement(findings: Iterable[c.Finding] = (), actions: Iterable[c.Action] = (), reasons: Iterable[c.Reason] = ()) -> c.Judgement:
    """What is wrong, what is proposed, and why."""
    return c.Judgement(list(findings), list(actions), list(reasons))


def decision(actions: Iterable[c.Action] = (), reasons: Iterable[c.Reason] = ()) -> c.Decision:
    """What is proposed, and why. No actions is a decision too, and needs its reasons as well."""
    return c.Decision(list(actions), list(reasons))


class finding:
    """Findings 问题: something that `rule` found in `node`."""

    @staticmethod
    def minor(rule: str, node: str, text: c.Text) -> c.Finding:
        """To be noted."""
        return c.Finding(rule, node, Severity.MINOR, text)

    @staticmethod
    def major(rule: str, node: str, text: c.Text) -> c.Finding:
        """To be mended."""
        return c.Finding(rule, node, Severity.MAJOR, text)

    @staticmethod
    def critical(rule: str, node: str, text: c.Text) -> c.Finding:
        """A danger."""
        return c.Finding(rule, node, Severity.CRITICAL, text)
