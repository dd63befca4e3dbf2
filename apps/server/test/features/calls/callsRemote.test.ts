import { create } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test as each } from "vitest";
import { callsNoted } from "../../../src/features/calls/noteCalls.ts";
import { commit } from "../../../src/store/commit.ts";
import type { Services } from "../../../src/services.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { call, openRemoteServices, seedSmallAccount } from "../../support/remote/remoteServices.ts";
import { sqldProgram, startSqld } from "../../support/remote/sqld.ts";
import { scopeOf } from "../../support/scopes.ts";
import { START } from "../../support/prepared.ts";

const program = sqldProgram();
const test = "missing" in program ? each.skip : each;

async function addNumber(services: Services, account: string, queue: string): Promise<void> {
  const data = {
    e164: "+15125550143",
    name: "Far away",
    kind: "local",
    source: null,
    route: { to: "queue", id: queue },
    stopped: null,
    paused: null,
    frozen: null,
    state: { is: "active", since: START },
    renewsAt: null,
    billingAnchor: null,
    graceUntil: null,
    origin: "imported",
  } as const;
  await commit(scopeOf(services, account), {}, () => [
    create(account, "number", services.newId(), data, {
      action: message("numbers.didChangeNumber", { name: data.name }),
    }),
  ]);
}

test("on a remote database one server answers a call, another one hears how it went, and both count it once", async () => {
  const url = await startSqld((program as { path: string }).path);
  const [one, other] = [await openRemoteServices(url), await openRemoteServices(url)];
  const { account, person, secret } = await seedSmallAccount(one);
  const me = call(one, secret, account);
  const { id: queue } = await me.queues.save({
    name: "Sales",
    routing: "round robin",
    members: [{ id: person, weight: 1 }],
  });
  await addNumber(one, account, queue);
  const { secret: key } = await me.access.createApiKey({ name: "Phones", permissions: ["send phone events"] });
  await me.agents.setStatus({ status: "available" });
  const [here, there] = [call(one, key).calls, call(other, key).calls];
  await here.phoneEvent({ id: "1", event: "connected", person });
  const admit = { callId: "call-1", from: "anonymous", to: "+15125550143" };
  expect(await here.admit(admit)).toMatchObject({ connect: true, targets: [{ person }] });
  await callsNoted(one.db);
  expect(await there.admit({ ...admit, callId: "call-2" })).toMatchObject({ connect: false, reason: "no agent" });
  await callsNoted(other.db);
  await there.phoneEvent({ id: "2", event: "inbound", person, call: "call-1" });
  expect((await call(other, secret, account).calls.list({})).inProgress).toMatchObject([{ id: "call-1" }]);
  const ended = { event: "ended", call: "call-1", seconds: 60 } as const;
  await Promise.all([here.phoneEvent({ id: "3", ...ended }), there.phoneEvent({ id: "4", ...ended })]);
  const { entries } = await me.balance.entries({});
  expect(entries.filter(({ type }) => type === "minutes")).toHaveLength(1);
  expect((await me.calls.list({})).calls.find(({ id }) => id === "call-1")).toMatchObject({
    outcome: "answered",
    seconds: 60,
  });
  expect(await findBrokenLink(one.db)).toBeNull();
});
