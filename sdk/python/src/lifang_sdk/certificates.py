"""Certificates 证明事项: the list a region's plugin brings."""

from collections.abc import Iterable

from . import contract as c
from .time import Day


def may_issue(id: str, title: c.Text, bring: c.Text, *, basis: c.Clause, in_force: Day, until: Day | None = None, keywords: Iterable[str] = (), mandatory: bool = False) -> c.Certificate:
    """A certificate the community may issue; `bring` is what the resident brings. `until` is the first day no longer in force,
    `keywords` are other words residents use; no nearer list may replace a mandatory one."""
    return c.Certificate(id, title, list(keywords), c.Standing_MayIssue(bring), basis, in_force.number, until.number if until else None, mandatory)


def may_not_issue(
    id: str, title: c.Text, *, office: c.Text, advice: c.Text, basis: c.Clause, in_force: Day, until: Day | None = None, keywords: Iterable[str] = (), mandatory: bool = False
) -> c.Certificate:
    """A certificate the community must not issue: which office does, and what the resident does there, or why nothing is needed."""
    standing = c.Standing_MayNotIssue(c.Referral(office, advice))
    return c.Certificate(id, title, list(keywords), standing, basis, in_force.number, until.number if until else None, mandatory)


def withdrawal(id: str, basis: c.Clause, in_force: Day) -> c.Withdrawal:
    """Takes back an outer item, where that is not mandatory."""
    return c.Withdrawal(id, basis, in_force.number)


def certificates(items: Iterable[c.Certificate] = (), withdrawn: Iterable[c.Withdrawal] = ()) -> c.CertificateList:
    """The list: items replace outer ones of the same id, unless those are mandatory."""
    return c.CertificateList(list(items), list(withdrawn))
