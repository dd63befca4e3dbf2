import { openSync, writeSync } from "node:fs";
import { decision, save } from "../../packages/domain/src/core/effect.ts";
import { Failure } from "../../packages/domain/src/core/failure.ts";
import { message } from "../../packages/domain/src/core/message.ts";
import { Feed } from "../../apps/server/src/feed/feed.ts";
import { findOne } from "../../apps/server/src/store/queries.ts";
import { commit } from "../../apps/server/src/store/commit.ts";
import { seededRandom, counterId, scopeFor, openTortureDatabase } from "./fixture.ts";

const [file, acks, name, writers, counters, seed] = process.argv.slice(2) as [string, string, string, ...string[]];
const db = openTortureDatabase(file);
const feed = new Feed(db);
const out = openSync(acks, "a");
const random = seededRandom(Number(seed));

/**
 * Increments one of the shared counters forever. Each answer is recorded as soon as it arrives, before the next write.
 */
async function write(writer: number): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    const key = `${name}-${writer}-${turn}`;
    const id = counterId(Math.floor(random() * Number(counters)));
    const scope = scopeFor(db, feed, key);
    try {
      const version = await commit(scope, { doc: findOne("status", id) }, ({ doc }) => {
        const data = { ...doc.data, order: doc.data.order + 1 };
        const action = message("agents.didOrder", { status: doc.data.name });
        return decision([save("status", doc, data, { action })], doc.version + 1);
      });
      writeSync(out, `${key} ${id} ${version}\n`);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== "busy") throw error;
    }
  }
}

await Promise.all(Array.from({ length: Number(writers) }, (_, index) => write(index)));
