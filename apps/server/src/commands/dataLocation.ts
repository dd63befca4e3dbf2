import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { sliceCode } from "@callboard/domain/core/text/text";
import type { Database } from "../store/database/port.ts";
import { type Env, processVariables } from "../env.ts";
import { openDatabase } from "../store/database/open.ts";
import type { RunningServer } from "../start/runningServers.ts";
import { readDemoState } from "../seed/demoMarker.ts";
import { sealWith } from "../store/seals/seal.ts";
import { readSettings, HOW_TO_START, findServer } from "./findServer.ts";
import { BEFORE_THE_FIRST, databaseRelease } from "../store/migrations/bringUpToDate.ts";
import { exitWith } from "./exitWith.ts";

export interface DataLocation {
  env: Env;
  url: string;
  /** The key with which the server signed the data. A command never creates one: a new key would match nothing. */
  secret: () => string;
}

/** Finds a command's data: the running server's, or the one that the settings name. */
export async function findDataLocation(): Promise<DataLocation> {
  const env = readSettings();
  const variables = processVariables();
  const server = variables.DATABASE_URL === undefined ? await findServer(env) : null;
  if (server === null && variables.DATABASE_URL === undefined && variables.PORT !== undefined)
    exitWith(`No server of this folder runs on port ${env.PORT}. ${HOW_TO_START}`);
  if (server?.database === null)
    exitWith(
      `The server at ${server.address} keeps its data in a libSQL server: set DATABASE_URL for this command too.`,
    );
  const url = server?.database ?? env.databaseUrl;
  return { env, url, secret: () => keyFor(env, server) };
}

function keyFor(env: Env, server: RunningServer | null): string {
  if (env.SECRET_KEY !== undefined) return env.SECRET_KEY;
  if (server?.isKeyFromEnv)
    exitWith(`The server at ${server.address} has its key from SECRET_KEY: set it for this command too.`);
  const file = join(server?.dataDir ?? env.DATA_DIR, "secret");
  return existsSync(file)
    ? readFileSync(file, "utf8")
    : exitWith(`There is no key in ${resolve(file, "..")}: set SECRET_KEY, or set DATA_DIR to the server’s folder.`);
}

/**
 * Opens an existing database. Never creates one, and leaves one of another release as it is.
 * `withSeal`: also loads the server's key, with which signed rows are verified.
 */
export async function openData({ env, url, secret }: DataLocation, withSeal = false): Promise<Database> {
  const file = url.startsWith("file:") ? sliceCode(url, "file:".length) : null;
  if (file !== null && !existsSync(file)) exitWith(`There is no database: ${file} does not exist. ${HOW_TO_START}`);
  const seal = withSeal ? sealWith(secret()) : null;
  try {
    const db = openDatabase(url, env.DATABASE_TOKEN, undefined, seal);
    const release = await databaseRelease(db);
    if (release === "none") exitWith(`${file ?? url} is not a Callboard database.`);
    if (release === "before the first") exitWith(BEFORE_THE_FIRST);
    if (release === "another")
      exitWith(`${file ?? url} belongs to another release. Start this release’s server on it first.`);
    if ((await readDemoState(db)) === "half")
      exitWith("The demo world in this database is incomplete. Start the server to create it again.");
    return db;
  } catch (error) {
    return exitWith(`${file ?? new URL(url).origin} cannot be read as a database: ${(error as Error).message}.`);
  }
}
