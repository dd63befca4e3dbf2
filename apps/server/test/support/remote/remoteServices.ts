import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { contextOf } from "../../../src/http/app.ts";
import { stmt } from "../../../src/store/database/port.ts";
import { createOperator } from "../../../src/features/access/createOperator.ts";
import { randomId } from "../../../src/store/randomId.ts";
import { appRouter } from "../../../src/http/router.ts";
import { DEMO_PASSWORD } from "../../../src/features/demo/people.ts";
import type { RemoteTimeouts } from "../../../src/store/database/remoteBatch.ts";
import { openServices } from "../../../src/start/openServices.ts";
import { callerFactory } from "../../../src/rpc/procedures.ts";
import type { Services } from "../../../src/services.ts";
import { envFor, SECRET, START } from "../prepared.ts";

const callers = callerFactory(appRouter);

/** A server on a remote database, with a clock that doesn't move. */
export async function openRemoteServices(url: string, timeouts?: RemoteTimeouts): Promise<Services> {
  const { services, close } = await openServices(envFor(url), {
    wallClock: () => START,
    newId: () => randomId(START),
    secret: SECRET,
    publicUrl: "http://callboard.test",
    freeAttempts: 1000,
    patience: timeouts,
  });
  onTestFinished(close);
  return services;
}

export const call = (services: Services, secret: string | null, account?: string, key?: string) => {
  const headers = new Headers();
  if (secret) headers.set("authorization", `Bearer ${secret}`);
  if (account) headers.set("x-callboard-account", account);
  if (key) headers.set("idempotency-key", key);
  return callers(contextOf(services, headers, "test"));
};

/** An account and its owner with a softphone: enough to set a status. */
export async function seedSmallAccount(services: Services) {
  const email = "operator@callboard.demo";
  await createOperator(services, { name: "Op", email, password: DEMO_PASSWORD });
  const operator = await call(services, null).access.signIn({ email, password: DEMO_PASSWORD });
  const owner = { name: "Remo Te", email: "remo@callboard.demo", softphone: true };
  const opened = await call(services, operator.secret).account.open({
    name: "Far away",
    zone: "Europe/Berlin",
    plan: "advanced",
    openingBalanceMicros: 5_000_000,
    owner,
  });
  const [mails] = await services.db.read([stmt("SELECT secret FROM mails")]);
  const token = services.seal.decrypt(mails![0]!.secret);
  await call(services, null).access.resetPassword({ token, password: DEMO_PASSWORD });
  const { secret } = await call(services, null).access.signIn({ email: owner.email, password: DEMO_PASSWORD });
  return { account: opened.id, person: opened.owner, secret, email: owner.email, operator: operator.secret };
}

/** Where to cut the connection for requests that contain a given text. */
export type CutPoint = "before" | "after" | "half" | "silent";

/** A connection to the database that can be cut, for example after a request has arrived and before its answer has. */
export async function cuttableConnection(url: string) {
  const { hostname, port } = new URL(url);
  let cut: CutPoint | null = null;
  let times = 0;
  let pattern = /$^/;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    open.add(near).add(far);
    let activeCut: CutPoint | null = null;
    near.on("data", (chunk) => {
      if (cut !== null && times > 0 && pattern.test(chunk.toString("latin1"))) {
        activeCut = cut;
        times -= 1;
      }
      if (activeCut === "before") return void near.destroy();
      far.write(chunk);
    });
    far.on("data", (chunk) => {
      if (activeCut === null) return void near.write(chunk);
      if (activeCut === "silent") return;
      if (activeCut === "half") near.write(chunk.subarray(0, Math.floor(chunk.length / 2)), () => near.destroy());
      else near.destroy();
    });
    const closeBoth = () => {
      near.destroy();
      far.destroy();
    };
    for (const end of [near, far]) end.on("close", closeBoth).on("error", closeBoth);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((closed) => server.close(closed));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Cuts the next `count` requests that match. */
    cut: (point: CutPoint, requests: RegExp, count = 1) => {
      [cut, pattern, times] = [point, requests, count];
    },
    remainingCuts: () => times,
  };
}
