import { createClient } from "./support/client.ts";
import { report, ROUNDS } from "./support/figures.ts";
import { type Load, measureLoad } from "./support/rates.ts";
import { startServer } from "./status.ts";

const QUEUES = 200;
const MEMBERS = 50;
const SMALL_MEMBERS = 5;
/** So many calls ring at once that agents are left for the next one. */
const CALLS_AT_ONCE = 20;
const STATUS_CHANGES_PER_SECOND = 100;
const ADMITS_PER_SECOND = 300;
const LEASE_SECONDS = 86_400;

/** An account whose agents all wait at their phones, with queues of `members` and a number for the first queue. */
async function openDesk(queues: number, members: number) {
  const running = await startServer("numbers=1");
  const client = createClient(running);
  const { server } = running;
  const people: { id: string; softphone: boolean }[] = (await client.get("queues.people", {})).people;
  const agents = people.filter(({ softphone }) => softphone).map(({ id }) => id);
  const key = await client.post("access.createApiKey", { name: "Phones", permissions: ["send phone events"] });
  for (const person of agents)
    await client.post(
      "calls.phoneEvent",
      { id: `connect ${person}`, event: "connected", person, aliveSeconds: LEASE_SECONDS },
      key.secret,
    );
  for (const secret of server.secrets) await client.post("agents.setStatus", { status: "available" }, secret);
  const ids: string[] = [];
  for (let n = 0; n < queues; n += 1) {
    const chosen = Array.from({ length: members }, (_, at) => agents[(n + at) % agents.length]!);
    const queue = { name: `Queue ${n}`, routing: "round robin", members: chosen.map((id) => ({ id, weight: 1 })) };
    ids.push((await client.post("queues.save", queue)).id);
  }
  const { numbers } = await client.get("numbers.list", { search: "Campaign" });
  const { id, version, name, source, e164 } = numbers[0];
  await client.post("numbers.save", { id, version, name, source, route: { to: "queue", id: ids[0] } });
  const admit: Load = {
    address: server.address,
    pid: server.pid,
    path: "/trpc/calls.admit",
    body: (n) => ({ callId: `call-${n % Math.min(CALLS_AT_ONCE, members - 1)}`, from: "+15125550100", to: e164 }),
    headers: () => ({ authorization: `Bearer ${key.secret}` }),
  };
  const empty: Load = { ...admit, path: "/trpc/bench.emptyQuery", body: () => ({}), headers: () => ({}) };
  return { server, client, admit, empty, stop: client.stop };
}

/** Changes agents' statuses at a steady rate until stopped. */
function changeStatuses({ server, client }: Pick<Awaited<ReturnType<typeof openDesk>>, "server" | "client">) {
  let n = 0;
  const timer = setInterval(() => {
    n += 1;
    const status = server.statuses[Math.floor(n / server.secrets.length) % server.statuses.length];
    void client.post("agents.setStatus", { status }, server.secrets[n % server.secrets.length]).catch(() => {});
  }, 1000 / STATUS_CHANGES_PER_SECOND);
  return () => clearInterval(timer);
}

/** The call gate, compared with an empty query; beside status changes; and with many large queues. */
export async function benchCalls(): Promise<void> {
  const large = await openDesk(QUEUES, MEMBERS);
  const small = await openDesk(1, SMALL_MEMBERS);
  try {
    const figures = {
      rates: [] as number[],
      ratios: [] as number[],
      cpu: [] as number[],
      p99: [] as number[],
      size: [] as number[],
    };
    for (const load of [large.empty, large.admit, small.admit]) await measureLoad(load);
    for (let round = 0; round < ROUNDS; round += 1) {
      const empty = await measureLoad(large.empty);
      const admit = await measureLoad(large.admit);
      const one = await measureLoad(small.admit);
      figures.rates.push(admit.rate);
      figures.ratios.push(admit.rate / empty.rate);
      figures.cpu.push(admit.cpuMs / empty.cpuMs);
      figures.size.push(admit.cpuMs / one.cpuMs);
      const idle = await measureLoad({ ...large.admit, overallRate: ADMITS_PER_SECOND });
      const stop = changeStatuses(large);
      const beside = await measureLoad({ ...large.admit, overallRate: ADMITS_PER_SECOND });
      stop();
      figures.p99.push(beside.p99 / idle.p99);
    }
    report("answers of the call gate per second", figures.rates);
    report("call gate / empty query, rate", figures.ratios, { least: 0.6 });
    report("call gate / empty query, server CPU per request", figures.cpu);
    report(`call gate beside ${STATUS_CHANGES_PER_SECOND} status changes a second / idle, p99`, figures.p99, {
      most: 2,
    });
    report(
      `call gate: ${QUEUES} queues of ${MEMBERS} / one of ${SMALL_MEMBERS}, server CPU per request`,
      figures.size,
      {
        most: 1.5,
      },
    );
  } finally {
    large.stop();
    small.stop();
  }
}
