import { expect, test } from "vitest";
import { compareLines, effectLine, figureLine, changedEffects } from "../../src/proposals/lines.ts";
import { message } from "../../src/core/message.ts";

const goes = effectLine("status:a", "records", message("plans.didReturn", { name: "Lunch" }));
const stays = figureLine("status:a", "records", message("plans.didReturn", { name: "Lunch" }));
const other = effectLine("status:b", "records", message("plans.didReturn", { name: "Coffee" }));
const cheap = figureLine("price", "money now", message("plans.balanceAfter"), 1);
const dear = figureLine("price", "money now", message("plans.balanceAfter"), 2);

test("a proposal is out of date if an effect changed, appeared, disappeared, or became a figure or the reverse", () => {
  expect(changedEffects([goes, other], [goes, other])).toEqual([]);
  expect(changedEffects([goes, other], [{ ...goes, micros: 5 }, other])).toEqual([{ ...goes, micros: 5 }]);
  expect(changedEffects([goes], [goes, other])).toEqual([other]);
  expect(changedEffects([goes, other], [goes])).toEqual([other]);
  expect(changedEffects([goes, other], [stays, other])).toEqual([stays]);
  expect(changedEffects([stays, other], [goes, other])).toEqual([goes]);
});

test("figures may change: the present ones are shown, and nobody is bound by them", () => {
  expect(changedEffects([goes, cheap], [goes, dear])).toEqual([]);
  expect(changedEffects([goes, cheap], [goes])).toEqual([]);
  expect(compareLines([goes, cheap], [goes, dear]).map(({ line, state }) => [line, state])).toEqual([
    [goes, "same"],
    [dear, "same"],
  ]);
});
