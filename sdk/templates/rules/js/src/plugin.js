// New residents: who is still to be visited, what follows when somebody moves in, and a report.
// @ts-check
import {
  byRegion, cell, dataCell, decision, escalation, keyFigure, Marks, measure, notification, outcome, percentOf, persons, reason, report,
  Residence, rules, section, table, text, UnknownId, visit, workOrder,
} from "lifang-sdk";

/** Fill in: the local document this rests on. */
const LOCAL = "本地新居民走访办法（请填写文号）";
const READ = ["age", "residence", "since", "last_visit"];
const NEW = [Residence.HERE_UNREGISTERED, Residence.FLOATING];

export default rules({
  decide(call, _data, rule, event) {
    if (rule !== "moved-in") throw new UnknownId(rule);
    const [household, rented] = [event.fields.integer("persons") ?? 1, event.fields.flag("rented")];
    const days = 3;
    const decided = decision({
      actions: [workOrder(rule, "newcomers", text("welcome"), { due: call.addWorkingDays(days, event.occurred.day).at(17, 0), priority: household > 4 ? "high" : "normal" })],
      reasons: [reason(rule, text("because-moved-in", { persons: household, days }), { basis: [LOCAL, "第三条"], fields: ["persons"] })],
    });
    if (rented) {
      decided.actions.push(notification(rule, "community-staff", text("tell-landlord")));
      decided.reasons.push(reason(rule, text("because-rented"), { basis: ["商品房屋租赁管理办法", "第十四条"], fields: ["rented"] }));
    }
    if (household > 10) decided.actions.push(escalation(rule, "street", text("welcome")));
    return decided;
  },

  sweep(call, _data, rule, rows) {
    if (rule !== "first-visit") throw new UnknownId(rule);
    const days = call.settingInteger("visit_days");
    const marks = new Marks();
    const due = (/** @type {string} */ code, /** @type {number} */ within, /** @type {"urgent" | "normal"} */ priority, /** @type {ReturnType<typeof text>} */ title, /** @type {ReturnType<typeof text>} */ because) =>
      marks.outcome(outcome(code, {
        actions: [visit(rule, "newcomers", "newcomer-visit", title, call.today.plusDays(within), { priority })],
        reasons: [reason(rule, because, { basis: [LOCAL, "第四条"], fields: READ })],
      }));
    const child = due("child", 1, "urgent", text("visit-child"), text("because-child"));
    const newcomer = due("newcomer", 7, "normal", text("visit-newcomer"), text("because-newcomer", { days }));
    const people = rows.read({ age: persons.AGE, residence: persons.RESIDENCE, since: persons.SINCE, lastVisit: persons.LAST_VISIT });
    for (const [position, person] of people) {
      const isNew = NEW.some((kind) => kind === person.residence);
      const visited = person.lastVisit !== null && person.lastVisit.number >= person.since.number;
      if (!isNew || visited) continue;
      if (person.age !== null && person.age < 14) marks.mark(position, child);
      else if (call.today.daysSince(person.since) > days) marks.mark(position, newcomer);
    }
    return marks.answer();
  },

  report(_call, data, id) {
    if (id !== "newcomers") throw new UnknownId(id);
    const filters = [persons.RESIDENCE.oneOf(NEW)];
    const [all] = data.aggregate("persons", { measures: [measure.count()] });
    const [fresh] = data.aggregate("persons", { measures: [measure.count(), measure.known(persons.LAST_VISIT)], filters });
    const streets = data.aggregate("persons", { by: [byRegion("street")], measures: [measure.count(), measure.known(persons.LAST_VISIT)], filters });
    const [total, count] = [all.figure(0), fresh.figure(0)];
    return report(text("report"), [
      keyFigure(text("total"), total),
      keyFigure(text("newcomers"), count),
      keyFigure(text("share"), percentOf(count, total), 1),
      section(text("by-street"), [
        table(
          text("by-street"),
          [text("street"), text("newcomers"), text("visited")],
          streets.map((street) => [dataCell(street.text(0) ?? ""), cell(street.figure(0)), cell(street.figure(1))]),
        ),
      ]),
    ]);
  },
});
