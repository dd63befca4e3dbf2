import { expect, test } from "vitest";
import { compareLines, effectLine, figure, movedEffects } from "../src/proposal.ts";
import { phrase } from "../src/phrase.ts";

const goes = effectLine("status:a", "records", phrase("plans.didReturn", { name: "Lunch" }));
const stays = figure("status:a", "records", phrase("plans.didReturn", { name: "Lunch" }));
const other = effectLine("status:b", "records", phrase("plans.didReturn", { name: "Coffee" }));
const cheap = figure("price", "money now", phrase("plans.balanceAfter"), 1);
const dear = figure("price", "money now", phrase("plans.balanceAfter"), 2);

test("a proposal is out of date when an effect is another, came, went, or became a figure or the reverse", () => {
  expect(movedEffects([goes, other], [goes, other])).toEqual([]);
  expect(movedEffects([goes, other], [{ ...goes, micros: 5 }, other])).toEqual([{ ...goes, micros: 5 }]);
  expect(movedEffects([goes], [goes, other])).toEqual([other]);
  expect(movedEffects([goes, other], [goes])).toEqual([other]);
  expect(movedEffects([goes, other], [stays, other])).toEqual([stays]);
  expect(movedEffects([stays, other], [goes, other])).toEqual([goes]);
});

test("figures may move: what they say is taken from now, and nobody is held to it", () => {
  expect(movedEffects([goes, cheap], [goes, dear])).toEqual([]);
  expect(movedEffects([goes, cheap], [goes])).toEqual([]);
  expect(compareLines([goes, cheap], [goes, dear]).map(({ line, state }) => [line, state])).toEqual([
    [goes, "same"],
    [dear, "same"],
  ]);
});
