"""New residents: who is still to be visited, what follows when somebody moves in, and a report."""

from lifang_sdk import (
    Call, Data, Decision, Document, Event, Marks, Period, Persons, Priority, Residence, Row, Rules, Scan, SweepAnswer, Text, UnknownId,
    by_region, cell, data_cell, decision, escalation, key_figure, measure, notification, outcome, percent_of, reason, report, section, table,
    text, visit, work_order,
)

LOCAL = "本地新居民走访办法（请填写文号）"
"""Fill in: the local document this rests on."""
READ = ["age", "residence", "since", "last_visit"]
NEW = [Residence.HERE_UNREGISTERED, Residence.FLOATING]


class Person(Row):
    """What the sweep reads, in the manifest's order."""

    age = Persons.AGE
    residence = Persons.RESIDENCE
    since = Persons.SINCE
    last_visit = Persons.LAST_VISIT


class Plugin(Rules):
    def decide(self, call: Call, data: Data, rule: str, event: Event) -> Decision:
        if rule != "moved-in":
            raise UnknownId(rule)
        household, rented = event.fields.integer("persons") or 1, event.fields.flag("rented")
        days = 3
        due = call.add_working_days(days, event.occurred.day).at(17, 0)
        priority = Priority.HIGH if household > 4 else Priority.NORMAL
        decided = decision(
            [work_order(rule, "newcomers", text("welcome"), due=due, priority=priority)],
            [reason(rule, text("because-moved-in", persons=household, days=days), basis=(LOCAL, "第三条"), fields=["persons"])],
        )
        if rented:
            decided.actions.append(notification(rule, "community-staff", text("tell-landlord")))
            decided.reasons.append(reason(rule, text("because-rented"), basis=("商品房屋租赁管理办法", "第十四条"), fields=["rented"]))
        if household > 10:
            decided.actions.append(escalation(rule, "street", text("welcome")))
        return decided

    def sweep(self, call: Call, data: Data, rule: str, rows: Scan) -> SweepAnswer:
        if rule != "first-visit":
            raise UnknownId(rule)
        days = call.setting_integer("visit_days")
        marks = Marks()

        def due(code: str, within: int, priority: Priority, title: Text, because: Text) -> int:
            action = visit(rule, "newcomers", "newcomer-visit", title, call.today.plus_days(within), priority=priority)
            return marks.outcome(outcome(code, [action], [reason(rule, because, basis=(LOCAL, "第四条"), fields=READ)]))

        child = due("child", 1, Priority.URGENT, text("visit-child"), text("because-child"))
        newcomer = due("newcomer", 7, Priority.NORMAL, text("visit-newcomer"), text("because-newcomer", days=days))
        for position, person in rows.read(Person):
            visited = person.last_visit is not None and person.last_visit >= person.since
            if person.residence not in NEW or visited:
                continue
            if person.age is not None and person.age < 14:
                marks.mark(position, child)
            elif call.today.days_since(person.since) > days:
                marks.mark(position, newcomer)
        return marks.answer()

    def report(self, call: Call, data: Data, id: str, period: Period) -> Document:
        if id != "newcomers":
            raise UnknownId(id)
        filters = [Persons.RESIDENCE.one_of(NEW)]
        both = [measure.count(), measure.known(Persons.LAST_VISIT)]
        [everybody] = data.aggregate(Persons, measures=[measure.count()])
        [fresh] = data.aggregate(Persons, measures=both, filters=filters)
        streets = data.aggregate(Persons, by=[by_region("street")], measures=both, filters=filters)
        total, count = everybody.figure(0), fresh.figure(0)
        return report(text("report"), [
            key_figure(text("total"), total),
            key_figure(text("newcomers"), count),
            key_figure(text("share"), percent_of(count, total), 1),
            section(text("by-street"), [
                table(
                    text("by-street"),
                    [text("street"), text("newcomers"), text("visited")],
                    [[data_cell(street.text(0) or ""), cell(street.figure(0)), cell(street.figure(1))] for street in streets],
                ),
            ]),
        ])


plugin = Plugin()
