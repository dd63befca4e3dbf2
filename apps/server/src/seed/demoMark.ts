import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { type Database, stmt } from "../db.ts";
import type { Env } from "../env.ts";

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
