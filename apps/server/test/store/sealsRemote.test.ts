import { expect, test } from "vitest";
import { reconcile } from "../../src/store/verify/ledger.ts";
import { findBrokenAtStart } from "../../src/store/verify/atStart.ts";
import { verify } from "../../src/store/verify/verify.ts";
import { call, openRemoteServices, seedSmallAccount } from "../support/remote/remoteServices.ts";
import { sqldProgram, startSqld } from "../support/remote/sqld.ts";

const program = sqldProgram();

test.skipIf("missing" in program)(
  "two servers that write to one remote database at once leave valid seals on accounts, permissions, money and credentials",
  async () => {
    const url = await startSqld("path" in program ? program.path : "");
    const [one, two] = [await openRemoteServices(url), await openRemoteServices(url)];
    const { account, secret, operator, email } = await seedSmallAccount(one);
    const key = await call(one, operator).access.createMeterKey({ account, name: "Meter" });
    const names = Array.from({ length: 12 }, (_, at) => at);
    await Promise.all(
      names.flatMap((at) => {
        const services = at % 2 === 0 ? one : two;
        const event = { id: `e${at}`, kind: "minutes", quantity: 1, at: one.now(), description: "A call" } as const;
        return [
          call(services, secret, account).agents.defineStatus({ name: `Status ${at}`, color: "teal" }),
          call(services, key.secret, account).balance.recordUsage({ events: [{ ...event, number: null }] }),
          call(services, secret, account).access.rename({ name: `Remo ${at}` }),
          call(services, null).access.requestReset({ email }),
        ];
      }),
    );
    const { db, seal } = two;
    expect((await verify(db, seal)).broken).toBeNull();
    expect((await reconcile(db)).broken).toBeNull();
    expect(await findBrokenAtStart(db, seal)).toEqual([]);
  },
  120_000,
);
