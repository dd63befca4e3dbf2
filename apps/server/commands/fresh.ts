import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { openDatabase } from "../src/openDatabase.ts";
import { environment, PROJECT } from "../src/env.ts";
import { closeToOthers } from "../src/ownFiles.ts";
import { randomId } from "../src/random-id.ts";
import { secretFrom } from "../src/seal.ts";
import { demoFile, demoIn, dropDemoFile } from "../src/seed/demoMark.ts";
import { openServerWorld } from "../src/seed/demoWorld.ts";
import { runningServers } from "../src/running.ts";
import { asked } from "./asked.ts";
import { settings } from "./server.ts";
import { stop } from "./stop.ts";

asked("fresh takes nothing behind it. It throws the demo’s data away and makes the demo world again.");
const env = settings();
if (env.DATABASE_URL !== undefined)
  stop("DATABASE_URL names a database of yours. Only the demo’s own file is thrown away.");
const running = await runningServers(PROJECT);
const inUse = running.find(({ database }) => database === env.databaseUrl);
if (inUse) stop(`A server is running at ${inUse.address}. Stop it first.`);
// Whoever sees that server would take its demo for the one that is made again.
const [other] = environment().DATA_DIR === undefined ? running : [];
if (other)
  stop(`The server at ${other.address} has its data in ${other.dataDir}. Say with DATA_DIR whose demo you mean.`);
if (!env.demo) stop("DEMO=0 says that this is no demo. Only a demo’s world is thrown away.");
const file = demoFile(env);
if (existsSync(file)) {
  const db = openDatabase(`file:${file}`);
  const found = await demoIn(db).catch(() => "none");
  await db.close();
  if (found === "none") stop(`${file} holds no demo world. Nothing was thrown away; remove it by hand if you mean it.`);
}
dropDemoFile(env);
process.umask(0o077);
for (const sentence of closeToOthers(env)) console.warn(sentence);
const wall = () => Date.now();
const secret = secretFrom(env.SECRET_KEY, resolve(env.DATA_DIR, "secret"));
const given = { wall, newId: () => randomId(wall()), secret, publicUrl: env.publicUrl };
const { close } = await openServerWorld(env, given, (line) => console.log(line)).catch((error: Error) =>
  stop(error.message),
);
await close();
console.log("The demo world is as new.");
