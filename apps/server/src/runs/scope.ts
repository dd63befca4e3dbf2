import { NO_STANDING, type Standing } from "@callboard/domain/access";
import type { Actor } from "@callboard/domain/actor";
import { phrase } from "@callboard/domain/phrase";
import type { Run } from "@callboard/domain/runs";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";

/** For work that nobody waits for, on behalf of whoever wanted it. */
/** What work needs that nobody has asked for. */
export type Ground = Pick<World, "db" | "feed" | "now" | "newId">;
export const scopeIn = ({ db, feed, now, newId }: Ground, account: string, actor: Actor): Scope => ({
  db,
  feed,
  now: now(),
  newId,
  account,
  actor,
  standing: NO_STANDING,
  reach: [],
});

/** For what becomes of the run itself. */
export const keeperScope = (world: World, account: string): Scope => scopeIn(world, account, { as: "job", id: "runs" });

/** For an item: in the name and by the right of the one who answers for the run, as part of its batch, for its sake. */
export const itemScope = (world: World, { account, id, data }: Run, standing: Standing): Scope => ({
  ...scopeIn(world, account, data.by),
  standing,
  calm: true,
  batch: id,
  cause: phrase("runs.cause", { run: data.title }),
});
