import { expect, test } from "vitest";
import { openTestApp } from "../../support/kit.ts";
import { openLargeAccount } from "../../large/account.ts";
import { largeContext } from "../../large/context.ts";
import { countReads } from "../../large/readCounter.ts";
import { sizeOf } from "../../large/size.ts";

test("an import looks up only the names that it contains, however many the account has", async () => {
  const app = await openTestApp();
  const size = { ...sizeOf(0.001), people: 100, members: 50, sources: 400, queues: 200, receivers: 100 };
  const context = await largeContext(app.services, await openLargeAccount(app.services, size));
  const importOne = (line: string) =>
    context.call("administrator", "numbers.import")({ name: "numbers", text: `number\n${line}\n` });
  await importOne("+14153000001");
  const readCount = countReads(app.services.db);
  await importOne("+14153000002");
  expect(readCount.rows).toBeLessThan(20);
});
