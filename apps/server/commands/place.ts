import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { codePart } from "@callboard/domain/text";
import type { Database } from "../src/db.ts";
import { type Env, environment } from "../src/env.ts";
import { openDatabase } from "../src/openDatabase.ts";
import type { RunningServer } from "../src/running.ts";
import { demoIn } from "../src/seed/demoMark.ts";
import { sealWith } from "../src/seal.ts";
import { settings, START, theServer } from "./server.ts";
import { releaseOf } from "../src/upToDate.ts";
import { stop } from "./stop.ts";

export interface Place {
  env: Env;
  url: string;
  /** The server's key. Never made by a command: one that was made just now would fit nothing. */
  secret: () => string;
}

/** Where the data is that a command is about: of the server that runs, or else by the settings. */
export async function thePlace(): Promise<Place> {
  const env = settings();
  const named = environment();
  const server = named.DATABASE_URL === undefined ? await theServer(env) : null;
  if (server === null && named.DATABASE_URL === undefined && named.PORT !== undefined)
    stop(`No server of this folder runs on port ${env.PORT}. ${START}`);
  if (server?.database === null)
    stop(`The server at ${server.address} keeps its data in a libSQL server: set DATABASE_URL for this command too.`);
  const url = server?.database ?? env.databaseUrl;
  return { env, url, secret: () => keyOf(env, server) };
}

function keyOf(env: Env, server: RunningServer | null): string {
  if (env.SECRET_KEY !== undefined) return env.SECRET_KEY;
  if (server?.keyIsSet)
    stop(`The server at ${server.address} has its key from SECRET_KEY: set it for this command too.`);
  const file = join(server?.dataDir ?? env.DATA_DIR, "secret");
  return existsSync(file)
    ? readFileSync(file, "utf8")
    : stop(`There is no key in ${resolve(file, "..")}: set SECRET_KEY, or DATA_DIR to the server’s folder.`);
}

/**
 * Opens what is there: a database is never made by looking for it, and one of another release is left as it is. `keyed`: with
 * the server's key, to prove what is in it.
 */
export async function openPlace({ env, url, secret }: Place, keyed = false): Promise<Database> {
  const file = url.startsWith("file:") ? codePart(url, "file:".length) : null;
  if (file !== null && !existsSync(file)) stop(`There is no database: ${file} does not exist. ${START}`);
  const seal = keyed ? sealWith(secret()) : null;
  try {
    const db = openDatabase(url, env.DATABASE_TOKEN, undefined, seal);
    const release = await releaseOf(db);
    if (release === "none") stop(`${file ?? url} is no database of Callboard’s.`);
    if (release === "another") stop(`${file ?? url} is of another release. Start this release’s server on it first.`);
    if ((await demoIn(db)) === "half")
      stop("The demo world in this database was not made to its end. Start the server: it makes it again.");
    return db;
  } catch (error) {
    return stop(`${file ?? new URL(url).origin} cannot be read as a database: ${(error as Error).message}.`);
  }
}
