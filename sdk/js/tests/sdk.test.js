// The SDK itself: days against Node's own calendar, working days, columns, cells, and whether what is generated is up to date.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Care, checklist, combine, Day, DataRefused, figure, houses, Living, localColumn, measure, numberOf, percentOf, persons, question, text, Withheld } from "../dist/index.js";
import { answers, fields, shown, TestData, testCall, WITHHELD } from "../dist/testing/index.js";
import { generated } from "../scripts/contract.mjs";

const MAY = ["2024-05-01", "2024-05-02", "2024-05-03", "2024-04-28", "2024-05-11"];

test("what is generated is what the contract says now", () => {
  for (const [path, source] of generated()) assert.equal(readFileSync(new URL(`../src/${path}`, import.meta.url), "utf8"), source, path);
});

test("four centuries of days are those of Node's own calendar", () => {
  for (let number = -62_000; number < 84_000; number += 1) {
    const expected = new Date(number * 86_400_000).toISOString().slice(0, 10);
    const day = new Day(number);
    assert.equal(day.toString(), expected);
    assert.equal(Day.parse(expected)?.number, number);
    assert.equal(day.weekday % 7, new Date(number * 86_400_000).getUTCDay());
  }
  for (const none of ["2023-02-29", "2024-13-01", "2024-1-1", "", "2024-04-31"]) assert.equal(Day.parse(none), null, none);
  assert.equal(Day.of(2024, 1, 31).plusMonths(1).toString(), "2024-02-29");
  assert.equal(Day.of(2024, 2, 28).yearsSince(Day.of(1944, 2, 29)), 79);
});

test("the day turns at midnight in China", () => {
  const midnight = Day.of(2024, 3, 1).at(0, 0);
  assert.equal(midnight.ms, Date.parse("2024-02-29T16:00:00Z"));
  assert.equal(Day.of(2024, 2, 29).end.ms, midnight.ms - 1);
  assert.equal(midnight.plusMinutes(485).toString(), "2024-03-01 08:05");
});

test("working days skip the May holiday of 2024 and count the weekend that makes up for it", () => {
  const call = testCall("220104001001", { on: "2024-04-26", exceptions: MAY });
  assert.deepEqual([1, 2, 3, 4].map((count) => call.addWorkingDays(count).toString().slice(5)), ["04-28", "04-29", "04-30", "05-06"]);
  assert.equal(call.workingDaysBetween(Day.parse("2024-04-26"), Day.parse("2024-05-06")), 4);
  const late = testCall("220104001001", { on: "2024-04-30", at: "16:00", exceptions: MAY });
  assert.equal(late.addWorkingHours(2, { opens: [8, 30], closes: [17, 0] }).toString(), "2024-05-06 09:30");
});

test("a withheld cell is an error and an unknown one is not", () => {
  const known = fields({ age: 82, living: "alone", care: ["dementia", "alone-80"], phone: WITHHELD, floor: null });
  assert.throws(() => known.text("phone"), Withheld);
  assert.throws(() => known.get(persons.PHONE), Withheld);
  assert.equal(known.integer("floor"), null);
  assert.equal(known.get(persons.LIVING), Living.ALONE);
  assert.equal(known.get(persons.CARE), Care.DEMENTIA | Care.ALONE_80);
  assert.throws(() => known.text("age"), /wrong-type/);
});

test("a condition on an answer that was not given does not hold", () => {
  const form = checklist("visit", text("visit"), [
    question.flag("alone", text("alone")),
    question.text("why", 200, text("why"), { visibleWhen: (given) => given.flag("alone"), required: (given) => given.flag("alone") }),
  ]);
  assert.deepEqual(shown(form, answers({})), ["alone"]);
  assert.deepEqual(shown(form, answers({ alone: true })), ["alone", "why"]);
  assert.deepEqual(form.state([]).nodes.map(({ visible, required }) => [visible, required]), [[true, false], [false, false]]);
});

/** Forty persons: the n-th is n years old, in one of three grids, and every third has no recorded visit. */
function forty() {
  const data = new TestData("220104001001").grant("persons", "age", "grid", "care", "last_visit", "living", "name");
  for (let n = 0; n < 40; n += 1) {
    data.row("persons", {
      age: n, grid: `22010400100100${(n % 3) + 1}`, name: `第${n}人😀`, last_visit: n % 3 ? new Day(n) : null,
      ...(n % 2 ? { living: "alone", care: ["alone-80", "dementia"] } : {}),
    });
  }
  return data;
}

const PERSON = { age: persons.AGE, grid: persons.GRID, care: persons.CARE, lastVisit: persons.LAST_VISIT, living: persons.LIVING, name: persons.NAME };

test("every row comes once with its own values, over several batches", () => {
  let seen = 0;
  for (const [position, person] of forty().data().scan(PERSON)) {
    assert.equal(position, seen);
    assert.deepEqual(
      [person.age, person.grid, person.name, person.lastVisit?.number ?? null, person.living, person.care],
      [seen, `22010400100100${(seen % 3) + 1}`, `第${seen}人😀`, seen % 3 ? seen : null, seen % 2 ? Living.ALONE : null, seen % 2 ? 5 : 0],
    );
    seen += 1;
  }
  assert.equal(seen, 40);
  assert.ok([...forty().data().scan(PERSON).batches()].length > 1);
});

test("a query narrows and orders", () => {
  const ages = (options) => Array.from(forty().data().scan(PERSON, options), ([, { age }]) => age);
  assert.deepEqual(ages({ filters: [persons.AGE.atLeast(38)] }), [38, 39]);
  assert.deepEqual(ages({ filters: [persons.AGE.atMost(2)], sort: [{ descending: persons.AGE }] }), [2, 1, 0]);
  assert.deepEqual(ages({ filters: [persons.LIVING.equals(Living.ALONE), persons.AGE.oneOf([3, 4, 5])] }), [3, 5]);
  assert.deepEqual(ages({ filters: [persons.CARE.anyBit(Care.DEMENTIA), persons.AGE.atMost(3)] }), [1, 3]);
  assert.deepEqual(ages({ within: "220104001001002", filters: [persons.AGE.atMost(5)] }), [1, 4]);
});

test("what the call may not read is an error", () => {
  const refused = (run, tag) => assert.throws(run, (error) => error instanceof DataRefused && error.why.tag === tag);
  refused(() => forty().withhold("persons", "name").data().scan(PERSON), "not-granted");
  refused(() => forty().data().scan(PERSON, { filters: [persons.PHONE.known()] }), "not-granted");
  refused(() => forty().data().scan(PERSON, { within: "110101000000" }), "outside-region");
  refused(() => forty().data().scan(PERSON, { filters: [persons.AGE.atLeast("old")] }), "bad-filter");
  refused(() => forty().published().data().scan(PERSON), "published-may-not-scan");
  refused(() => forty().grant("houses", "x.heating").data().scan({ heating: localColumn("houses", "x.heating", "dictionary") }), "unknown-column");
});

test("figures are those worked out by hand, and a suppressed one stays suppressed", () => {
  const [all] = forty().data().aggregate("persons", { measures: [measure.count(), measure.known(persons.LAST_VISIT), measure.sum(persons.AGE), measure.mean(persons.AGE), measure.max(persons.AGE)] });
  assert.deepEqual([0, 1, 2, 3, 4].map((at) => numberOf(all.figure(at))), [40, 26, 780, 19.5, 39]);
  const grids = forty().data().aggregate("persons", { by: [persons.GRID], measures: [measure.count()] });
  assert.deepEqual(grids.map((group) => [group.text(0)?.at(-1), numberOf(group.figure(0))]), [["1", 14], ["2", 13], ["3", 13]]);
  assert.deepEqual(percentOf(figure(10), { tag: "suppressed" }), { tag: "suppressed" });
  assert.deepEqual(percentOf(figure(10), figure(0)), { tag: "none" });
  assert.deepEqual(combine(figure(1), figure(2), (a, b) => a + b), figure(3));
  assert.throws(() => forty().grant("houses", "use").data().aggregate("houses", { measures: [measure.mean(houses.USE)] }), /wrong-type/);
});

test("a text carries its values by type", () => {
  assert.deepEqual(text("k", { days: 3, share: 0.5, who: "王", on: Day.of(2024, 3, 1) }).args, [
    ["days", { tag: "integer", val: 3 }], ["share", { tag: "decimal", val: 0.5 }], ["who", { tag: "text", val: "王" }], ["on", { tag: "date", val: 19_783 }],
  ]);
});
