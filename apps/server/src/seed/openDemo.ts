import { existsSync } from "node:fs";
import { Failure } from "@callboard/domain/core/failure";
import { sliceCode } from "@callboard/domain/core/text/text";
import type { Env } from "../env.ts";
import { openDatabase } from "../store/database/open.ts";
import { messageRenderer } from "../store/messageText.ts";
import { type ServerOptions, openServices } from "../start/openServices.ts";
import type { Services } from "../services.ts";
import { checkDemoAllowed, type DemoState, demoFile, readDemoState, dropDemoFile } from "./demoMarker.ts";
import { isEmpty, seed } from "./seed.ts";

/**
 * Opens a server's services, with the demo world if it is a demo: created completely or not at all. A half-made one is
 * deleted and recreated; in a database that isn't ours to delete it is an error, and so is a demo on a server that
 * isn't one.
 */
export async function openSeededServices(
  env: Env,
  options: ServerOptions,
  print: (line: string) => void,
): Promise<{ services: Services; close: () => Promise<void> }> {
  const state = await currentDemoState(env);
  if (state === "half") {
    if (env.DATABASE_URL !== undefined)
      throw new Error(
        "The database that DATABASE_URL names holds an incomplete demo world. Empty it, then start again.",
      );
    print("The demo world is incomplete and will be created again.");
    dropDemoFile(env);
  }
  checkDemoAllowed(env, state);
  const opened = await openServices(env, options);
  if (!env.demo || !(await isEmpty(opened.services))) return opened;
  print("Creating the demo world…");
  try {
    await seed(opened.services);
    return opened;
  } catch (error) {
    await opened.close();
    if (env.DATABASE_URL === undefined) dropDemoFile(env);
    const { cause, message } = error as Error;
    const why = cause instanceof Failure ? messageRenderer({}, "UTC")(cause) : message;
    throw new Error(`The demo world could not be created, so nothing was started. ${why}`, { cause: error });
  }
}

async function currentDemoState(env: Env): Promise<DemoState> {
  if (env.DATABASE_URL === undefined && !existsSync(demoFile(env))) return "none";
  try {
    const db = openDatabase(env.databaseUrl, env.DATABASE_TOKEN);
    try {
      return await readDemoState(db);
    } finally {
      await db.close();
    }
  } catch (error) {
    if (!env.databaseUrl.startsWith("file:")) throw error;
    const file = sliceCode(env.databaseUrl, "file:".length);
    const setting = env.DATABASE_URL === undefined ? "DATA_DIR" : "DATABASE_URL";
    const why = (error as Error).message;
    throw new Error(`${file} cannot be read as a database: ${why}. Set ${setting} to another place.`, { cause: error });
  }
}
