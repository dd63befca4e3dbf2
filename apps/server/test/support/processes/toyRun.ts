import { create } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { message } from "@callboard/domain/core/message";
import type { RunType } from "@callboard/domain/runs/types";
import { findOptional } from "../../../src/store/queries.ts";
import type { NewItem } from "../../../src/runs/items.ts";
import { writeItems, writeRun } from "../../../src/runs/propose.ts";
import { defineRunHandler } from "../../../src/runs/handler.ts";
import { HANDLERS } from "../../../src/runs/handlers.ts";
import type { Scope } from "../../../src/store/scope.ts";

export interface ToyItem {
  n: number;
  does: "make" | "pass" | "stumble" | "break";
}

/** While this status exists, items that do `stumble` fail. */
export const OBSTACLE = "stone";
const logEntry = { action: message("agents.cause.chosen") };

/** Creates a status, is skipped, fails while the obstacle exists, or breaks with a bug. */
const toy = defineRunHandler({
  permission: "change routing",
  queries: () => ({ stone: findOptional("status", OBSTACLE) }),
  decide: ({ stone }, { n, does }: ToyItem, _shared: object, { newId }, { account }) => {
    if (does === "break") throw new Error("a toy that breaks");
    if (does === "pass") return { skipped: message("agents.cause.idle", { minutes: n }) };
    if (does === "stumble" && stone) fail("conflict", "agents.nameTaken", {}, "name");
    const createdRecord = newId();
    const data = { name: `Toy ${n}`, takesCalls: false, color: "teal", icon: null, order: n } as const;
    const effect = create(
      account,
      "status",
      createdRecord,
      { ...data, defaultMinutes: null, whenOver: "stay", archivedAt: null },
      logEntry,
    );
    return { effects: [effect], createdRecord };
  },
});

/** Only tests have this kind of run. */
const TOY = "toy" as RunType;
HANDLERS[TOY] = toy;

export const toys = (count: number, does: (n: number) => ToyItem["does"] = () => "make"): NewItem[] =>
  Array.from({ length: count }, (_, index) => ({
    n: index + 1,
    about: `Toy ${index + 1}`,
    input: { n: index + 1, does: does(index + 1) } satisfies ToyItem,
  }));

/** A running or proposed run of toys. */
export async function beginToys(scope: Scope, items: readonly NewItem[], state: "running" | "proposed" = "running") {
  const run = scope.newId();
  await writeItems(scope, run, items);
  await writeRun(scope, run, { type: TOY, title: "Toys", input: {}, state, total: items.length }, null);
  return run;
}
