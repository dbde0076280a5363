// What the plugin answers, without a component: the vectors, the catalogs, and what happens without the grant.
import assert from "node:assert/strict";
import { dirname } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { DataRefused } from "lifang-sdk";
import { answered, assertAdmitted, Catalogs, event, Manifest, testCall, TestData, vectorsOf } from "lifang-sdk/testing";
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

test("what is decided can be said in both languages, and is covered by the duty list", () => {
  const decided = plugin.decide(call, new TestData(region, manifest).data(), "moved-in", event("moved-in", "2024-03-01", { persons: 2, rented: true }));
  const catalogs = new Catalogs(dir);
  catalogs.assertWhole();
  catalogs.assertSay(decided);
  assertAdmitted(manifest, decided.actions);
});

test("without the grant there is no report", () => {
  const data = new TestData(region, manifest).withhold("persons", "residence").data();
  assert.throws(() => plugin.report(call, data, "newcomers"), DataRefused);
});
