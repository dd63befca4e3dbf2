import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { openDatabase } from "../store/database/open.ts";
import { processVariables, PROJECT } from "../env.ts";
import { restrictToOwner } from "../store/database/filePermissions.ts";
import { randomId } from "../store/randomId.ts";
import { secretFrom } from "../store/seals/seal.ts";
import { demoFile, readDemoState, dropDemoFile } from "../seed/demoMarker.ts";
import { openSeededServices } from "../seed/openDemo.ts";
import { runningServers } from "../start/runningServers.ts";
import { commandArguments } from "./commandArguments.ts";
import { readSettings } from "./findServer.ts";
import { exitWith } from "./exitWith.ts";

commandArguments("fresh takes no arguments. It deletes the demo’s data and creates the demo world again.");
const env = readSettings();
if (env.DATABASE_URL !== undefined)
  exitWith("DATABASE_URL names your own database. Only the demo’s file can be deleted.");
const running = await runningServers(PROJECT);
const inUse = running.find(({ database }) => database === env.databaseUrl);
if (inUse) exitWith(`A server is running at ${inUse.address}. Stop it first.`);
// Somebody who sees that server would take its demo for the one that is recreated.
const [other] = processVariables().DATA_DIR === undefined ? running : [];
if (other) exitWith(`The server at ${other.address} has its data in ${other.dataDir}. Set DATA_DIR to choose a demo.`);
if (!env.demo) exitWith("DEMO=0 says that this isn’t a demo. Only a demo world can be deleted.");
const file = demoFile(env);
if (existsSync(file)) {
  const db = openDatabase(`file:${file}`);
  const demoState = await readDemoState(db).catch(() => "none");
  await db.close();
  if (demoState === "none")
    exitWith(`${file} holds no demo world, so nothing was deleted. Remove it by hand if you want to.`);
}
dropDemoFile(env);
process.umask(0o077);
for (const warning of restrictToOwner(env)) console.warn(warning);
const wallClock = () => Date.now();
const secret = secretFrom(env.SECRET_KEY, resolve(env.DATA_DIR, "secret"));
const options = { wallClock, newId: () => randomId(wallClock()), secret, publicUrl: env.publicUrl };
// The database is empty, so this creates the demo world again.
const { close } = await openSeededServices(env, options, (line) => console.log(line)).catch((error: Error) =>
  exitWith(error.message),
);
await close();
console.log("The demo world is new again.");
