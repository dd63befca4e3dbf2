import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { type Database, stmt } from "../store/database/port.ts";
import type { Env } from "../env.ts";

/** The demo's own file: the only database that is ever deleted. */
export const demoFile = ({ DATA_DIR }: Pick<Env, "DATA_DIR">): string => resolve(DATA_DIR, "callboard.db");

export function dropDemoFile(env: Pick<Env, "DATA_DIR">): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(demoFile(env) + suffix, { force: true });
}

export type DemoState = "none" | "half" | "whole";

/** How complete a database's demo world is; `none` without the demo marker. */
export async function readDemoState(db: Database): Promise<DemoState> {
  const [tables] = await db.read([stmt("SELECT 1 FROM sqlite_master WHERE name = 'settings'")]);
  if (tables!.length === 0) return "none";
  const [rows] = await db.read([stmt("SELECT value FROM settings WHERE name = 'demo.world'")]);
  return rows![0] === undefined ? "none" : rows![0].value === "half" ? "half" : "whole";
}

/** The demo's passwords are known, including an operator's. Throws if the server isn't meant to be a demo. */
export function checkDemoAllowed({ demo }: Pick<Env, "demo">, state: DemoState): void {
  if (demo || state === "none") return;
  throw new Error(
    "The database that DATABASE_URL names holds a demo world, whose passwords are public: set DATABASE_URL to a database of its own, or DEMO=1 if you mean the demo.",
  );
}
