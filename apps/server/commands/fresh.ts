import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { openDatabase } from "../src/openDatabase.ts";
import { readEnv } from "../src/env.ts";
import { randomId } from "../src/random-id.ts";
import { secretFrom } from "../src/seal.ts";
import { demoFile, demoIn, dropDemoFile, openServerWorld } from "../src/seed/demoWorld.ts";
import { address, stop } from "./talk.ts";

const env = readEnv();
if (env.DATABASE_URL !== undefined)
  stop("DATABASE_URL names a database of yours. Only the demo’s own file is thrown away.");
if (
  await fetch(`${address}/health`).then(
    () => true,
    () => false,
  )
)
  stop(`A server is running at ${address}. Stop it first.`);
if (!env.demo) stop("DEMO=0 says that this is no demo. Only a demo’s world is thrown away.");
const file = demoFile(env);
if (existsSync(file)) {
  const db = openDatabase(`file:${file}`);
  const found = await demoIn(db).catch(() => "none");
  await db.close();
  if (found === "none") stop(`${file} holds no demo world. Nothing was thrown away; remove it by hand if you mean it.`);
}
dropDemoFile(env);
const wall = () => Date.now();
const secret = secretFrom(env.SECRET_KEY, resolve(env.DATA_DIR, "secret"));
const given = { wall, newId: () => randomId(wall()), secret, publicUrl: address };
const { close } = await openServerWorld(env, given, (line) => console.log(line)).catch((error: Error) =>
  stop(error.message),
);
await close();
console.log("The demo world is as new.");
