import { expect, test } from "vitest";
import { openTestApp } from "../../support/kit.ts";
import { openLargeAccount } from "../../large/account.ts";
import { largeContext } from "../../large/context.ts";
import { countReads } from "../../large/readCounter.ts";
import { sizeOf } from "../../large/size.ts";

test(
  "a file looks up only the names that it contains, however many the account has",
  { timeout: 240_000 },
  async () => {
    const app = await openTestApp();
    const size = { ...sizeOf(0.001), people: 100, members: 50, sources: 400, queues: 200, receivers: 100 };
    const ground = await largeContext(app.world, await openLargeAccount(app.world, size));
    const importOne = (line: string) =>
      ground.call("administrator", "numbers.import")({ name: "numbers", text: `number\n${line}\n` });
    await importOne("+14153000001");
    const reading = countReads(app.world.db);
    await importOne("+14153000002");
    expect(reading.rows).toBeLessThan(20);
  },
);
