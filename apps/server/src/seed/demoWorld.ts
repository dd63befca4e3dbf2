import { existsSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { Failure } from "@callboard/domain/failure";
import type { Database } from "../db.ts";
import { stmt } from "../db.ts";
import type { Env } from "../env.ts";
import { openDatabase } from "../openDatabase.ts";
import { said } from "../rooms/said.ts";
import { type Given, openWorld } from "../server.ts";
import type { World } from "../world.ts";
import { isEmpty, seed } from "./world.ts";

/** The demo's own file: the one database that is ever thrown away. */
export const demoFile = ({ DATA_DIR }: Pick<Env, "DATA_DIR">): string => resolve(DATA_DIR, "callboard.db");

export function dropDemoFile(env: Pick<Env, "DATA_DIR">): void {
  for (const end of ["", "-wal", "-shm"]) rmSync(demoFile(env) + end, { force: true });
}

/** How far the demo world in a database was made. Before there was a mark for its end, each counted as whole. */
export async function demoIn(db: Database): Promise<"none" | "half" | "whole"> {
  const [tables] = await db.read([stmt("SELECT 1 FROM sqlite_master WHERE name = 'settings'")]);
  if (tables!.length === 0) return "none";
  const [marks] = await db.read([stmt("SELECT value FROM settings WHERE name = 'demo.world'")]);
  return marks![0] === undefined ? "none" : marks![0].value === "half" ? "half" : "whole";
}

/**
 * Opens a server's world, with its demo where it is one: made whole or not at all. One that was left half made is
 * thrown away and made again; in a database that is not ours to throw away it is refused. Throws a sentence.
 */
export async function openServerWorld(
  env: Env,
  given: Given,
  say: (line: string) => void,
): Promise<{ world: World; close: () => Promise<void> }> {
  if (await isHalfMade(env)) {
    if (env.DATABASE_URL !== undefined)
      throw new Error(
        "The database that DATABASE_URL names holds a demo world that was not made to its end. Empty it, then start again.",
      );
    say("The demo world was not made to its end the last time. It is made again.");
    dropDemoFile(env);
  }
  const opened = await openWorld(env, given);
  if (!env.demo || !(await isEmpty(opened.world))) return opened;
  say("Making the demo world…");
  try {
    await seed(opened.world);
    return opened;
  } catch (error) {
    await opened.close();
    if (env.DATABASE_URL === undefined) dropDemoFile(env);
    const { cause, message } = error as Error;
    const why = cause instanceof Failure ? said("UTC")(cause) : message;
    throw new Error(`The demo world could not be made, so nothing was started. ${why}`, { cause: error });
  }
}

async function isHalfMade(env: Env): Promise<boolean> {
  if (env.DATABASE_URL === undefined && !existsSync(demoFile(env))) return false;
  const db = openDatabase(env.databaseUrl, env.DATABASE_TOKEN);
  try {
    return (await demoIn(db)) === "half";
  } finally {
    await db.close();
  }
}
