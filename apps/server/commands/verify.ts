import { resolve } from "node:path";
import { openDatabase } from "../src/openDatabase.ts";
import { readEnv } from "../src/env.ts";
import { bringUpToDate } from "../src/upToDate.ts";
import { sealWith, secretFrom } from "../src/seal.ts";
import { verify } from "../src/verify.ts";
import { stop } from "./talk.ts";

// Works out every digest anew, beside a running server or without one. Ends with 1 where something is not as written.
const env = readEnv();
const db = openDatabase(env.databaseUrl, env.DATABASE_TOKEN);
await bringUpToDate(db, Date.now);
const seal = sealWith(secretFrom(env.SECRET_KEY, resolve(env.DATA_DIR, "secret")));
const { accounts, rows, removed, broken } = await verify(db, seal, process.argv[2]);
await db.close();
if (broken) stop(`Broken: ${broken.table}, account ${broken.account}, ${broken.row}: ${broken.what}.`);
console.log(`Whole: ${rows} rows of ${accounts} accounts, ${removed} rows lawfully removed.`);
