// What the plugin answers, without a component: the vectors, the catalogs, and what a grid worker sees.
import assert from "node:assert/strict";
import { dirname } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { answered, answers, assertAdmitted, Catalogs, found, Incomplete, judge, Manifest, shown, testCall, vectorsOf } from "lifang-sdk/testing";
import plugin from "../src/plugin.js";

const dir = dirname(dirname(fileURLToPath(import.meta.url)));
const { region, vectors } = vectorsOf(dir);
const manifest = new Manifest(dir);
const call = testCall(region, { manifest, on: "2024-03-01" });

for (const vector of vectors) {
  test(`vector: ${vector.name}`, () => {
    const answer = answered(plugin, dir, region, vector);
    assert.deepEqual(answer, vector.refused ? { refused: vector.refused } : vector.expect);
  });
}

test("both catalogs are whole, and have what is asked", () => {
  const catalogs = new Catalogs(dir);
  catalogs.assertWhole();
  catalogs.assertSay(plugin.checklist(call, "newcomer-visit").form());
});

test("the school is asked about only where there are children", () => {
  const asked = (children) => shown(plugin.checklist(call, "newcomer-visit"), answers({ registered: true, children }));
  assert.ok(asked(1).includes("school"));
  assert.ok(!asked(0).includes("school"));
});

test("what is proposed is covered by the duty list", () => {
  const judged = judge(plugin, call, "newcomer-visit", answers({ registered: false }));
  assert.deepEqual(found(judged), ["not-registered"]);
  assertAdmitted(manifest, judged.actions);
  assert.throws(() => judge(plugin, call, "newcomer-visit", answers({})), Incomplete);
});
