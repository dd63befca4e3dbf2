import { createTRPCClient, httpLink } from "@trpc/client";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AppRouter } from "../../../src/http/router.ts";
import { findBrokenLink, versionsOf } from "../../support/checks/changeChain.ts";
import { eventually } from "../../support/eventually.ts";
import { listen, openTestApp, type TestServer, type TestApp } from "../../support/kit.ts";

const EMAIL = "ben@callboard.demo";

const client = ({ url }: TestServer, app: TestApp, secret: string) =>
  createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${url}/trpc`,
        headers: { authorization: `Bearer ${secret}`, "x-callboard-account": app.account("northwind") },
      }),
    ],
  });

test("two browsers and a key set one agent's status a hundred times at random: all see the same final one", async () => {
  const app = await openTestApp();
  const server = await listen(app);
  const ben = app.people[EMAIL]!;
  const northwind = app.account("northwind");
  const browsers = [0, 1].map(() => client(server, app, app.sessions[EMAIL]!));
  const key = client(server, app, app.keys.all);
  const ids = [
    "available",
    "offline",
    ...["Lunch", "Coffee", "Training"].map((name) => app.statuses[`northwind/${name}`]!),
  ];
  const before = (await versionsOf(app.services.db, northwind, "agent", ben)).length;

  const seen: number[] = [];
  const abort = new AbortController();
  const stream = (await app
    .callerFor(EMAIL, "northwind", { signal: abort.signal })
    .feed.changes({})) as unknown as AsyncIterable<[string, { kind: string; version?: number }]>;
  const listening = (async () => {
    for await (const [, event] of stream) if (event.kind === "agent") seen.push(event.version!);
  })();
  const plan = fc.sample(fc.tuple(fc.nat({ max: 2 }), fc.constantFrom(...ids), fc.integer({ min: 1, max: 600 })), {
    numRuns: 100,
    seed: 11,
  });
  const settled = await Promise.allSettled(
    plan.map(([who, status, minutes], turn) =>
      who === 2
        ? key.agents.setStatusFor.mutate({ person: ben, status, minutes, reason: `turn ${turn}` })
        : browsers[who]!.agents.setStatus.mutate({ status, minutes }),
    ),
  );
  expect(settled.filter(({ status }) => status === "rejected")).toEqual([]);

  const versions = await versionsOf(app.services.db, northwind, "agent", ben);
  expect(versions).toEqual(versions.map((_, index) => index + 1));
  expect(versions.length - before).toBeGreaterThan(50);
  const [last] = await app.selectRows(
    "SELECT data FROM changes WHERE account = ? AND kind = 'agent' AND id = ? ORDER BY seq DESC LIMIT 1",
    northwind,
    ben,
  );
  const shown = await Promise.all(browsers.map((browser) => browser.agents.mine.query()));
  const board = (await key.agents.board.query()).rows.find(({ person }) => person === ben)!;
  for (const one of [...shown, board]) {
    expect(one.agent).toEqual(JSON.parse(last!.data));
    expect(one.version).toBe(versions.length);
  }
  await eventually(() => seen.at(-1) === versions.length);
  abort.abort();
  await listening;
  expect(seen).toEqual(versions.slice(before));
  expect(await findBrokenLink(app.services.db)).toBeNull();
});
