import { existsSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { stmt } from "../src/db.ts";
import { openDatabase } from "../src/openDatabase.ts";
import { readEnv } from "../src/env.ts";
import { randomId } from "../src/random-id.ts";
import { secretFrom } from "../src/seal.ts";
import { seed } from "../src/seed/world.ts";
import { openWorld } from "../src/server.ts";
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
const file = resolve(env.DATA_DIR, "callboard.db");
if (existsSync(file)) {
  const db = openDatabase(`file:${file}`);
  const [marks] = await db.read([stmt("SELECT 1 FROM settings WHERE name = 'demo.world'")]).catch(() => [[]]);
  await db.close();
  if (marks!.length === 0)
    stop(`${file} holds no demo world. Nothing was thrown away; remove it by hand if you mean it.`);
}
for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
const wall = () => Date.now();
const { world, close } = await openWorld(env, {
  wall,
  newId: () => randomId(wall()),
  secret: secretFrom(env.SECRET_KEY, resolve(env.DATA_DIR, "secret")),
  publicUrl: address,
});
await seed(world);
await close();
console.log("The demo world is as new.");
