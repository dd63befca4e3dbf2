import type { Area, Permission } from "@callboard/domain/access";
import type { TestApp } from "./kit.ts";
import { setBalance } from "./money.ts";
import { addNumber } from "./numbered.ts";
import { addCards, PAYING_CARD } from "./payments.ts";

const person = (it: TestApp, name: string) => it.people[`${name}@callboard.demo`]!;

/**
 * Words and sums that stand nowhere else, and the rights of which one is needed to be shown them. The history shows them
 * to whoever reads that of their area.
 */
export const PLANTED_SECRETS: [what: string, found: RegExp, deeds: readonly Permission[], area?: Area][] = [
  ["who pays the bills", /Plantbill|Plantstreet/, ["manage the account", "read the balance"]],
  ["from whose balance", /balanceFrom|paidByAgency/, ["manage the account", "read the balance"]],
  ["the balance", /98765[4-5]\d{4}|987\.65/, ["read the balance"]],
  ["a movement of it", /Plantmove/, ["read the balance"]],
  ["when it recharges", /13570000|13\.57/, ["read the balance"]],
  ["a card", /Plantholder/, ["read the balance"]],
  ["who gets statements", /plantpaper/, ["read the balance", "manage the account"]],
  ["who is invited", /plantguest/, ["manage the account"]],
  ["an API key", /Plantkey/, ["manage the account"]],
  ["the address of somebody else", /cleo@callboard\.demo/, ["manage the account"]],
  ["a proposal", /"stale":/, ["manage money", "manage the account", "restore"]],
  ["why somebody else is where they are", /Plantreason/, ["read the board"], "team"],
  ["a number", /Plantnumber/, ["read routing"], "routing"],
  ["a receiving number", /Plantreceiver/, ["read routing"], "routing"],
  ["a source", /Plantsource/, ["read routing"], "routing"],
  ["a queue", /Plantqueue/, ["read routing"], "routing"],
  ["a preset", /Plantpreset/, ["read routing"], "routing"],
  ["a run", /Plantrun/, ["read routing"]],
  ["a sub-account beside it", /Plantbeside/, ["operate"]],
  ["the agency's balance", /87654321\d|876\.54/, ["operate"]],
  ["the agency's card", /Plantabove/, ["operate"]],
  ["somebody's device", /Plantdevice/, ["operate"]],
];

export interface PlantedIds {
  number: string;
  receiver: string;
  source: string;
  queue: string;
  preset: string;
  run: string;
  schedule: string;
  proposal: string;
  errand: string;
  recharge: string;
  entry: number;
}

/** Puts each of them into Northwind, or beside it. */
export async function plantSecrets(it: TestApp): Promise<PlantedIds> {
  const dana = it.as("dana@callboard.demo", "northwind");
  const harriet = it.as("harriet@callboard.demo", "harbor");
  await setBalance(it, "harbor", 876_543_210);
  await harriet.agency.open({
    name: "Plantbeside",
    zone: "Europe/London",
    owner: { email: "beside@example.com", name: "Beside" },
    openingBalanceMicros: 0,
  } as never);
  await addCards(it, "harriet@callboard.demo", "harbor", [{ number: PAYING_CARD, holder: "Plantabove" }]);
  await addCards(it, "dana@callboard.demo", "northwind", [{ number: PAYING_CARD, holder: "Plantholder" }]);
  const { version, name, zone } = await dana.account.get();
  const billTo = { company: "Plantbill", name: "Dana", address: "Plantstreet 1" };
  await dana.account.save({ version, name, zone, idle: null, billTo });
  await it.as("otto@callboard.demo").balance.adjust({
    account: it.account("northwind"),
    micros: 1_000_000,
    reason: "Plantmove",
  });
  const { recharge } = await dana.balance.topUp({ cents: 1000 } as never);
  await setBalance(it, "northwind", 987_654_321);
  await dana.balance.saveRecharge({
    on: true,
    threshold: 13_570_000,
    target: 50_000_000,
    cap: null,
    consent: true,
  } as never);
  await dana.access.invite({ email: "plantguest@example.com", name: "Guest", role: "agent" });
  await dana.access.createApiKey({ name: "Plantkey", deeds: ["read the board"] });
  await dana.agents.setFor({ person: person(it, "cleo"), status: "available", minutes: 5, reason: "Plantreason" });
  const { id: receiver } = await dana.tracking.saveReceiver({ name: "Plantreceiver", number: "+1 512 555 0143" });
  const { id: source } = await dana.tracking.saveSource({ name: "Plantsource" } as never);
  const { id: queue } = await dana.queues.save({
    name: "Plantqueue",
    routing: "longest idle",
    members: [{ id: person(it, "cleo"), weight: 1 }],
  } as never);
  const { id: preset } = await dana.presets.saveFrom({ kind: "source", id: source, name: "Plantpreset" } as never);
  const number = await addNumber(it, "northwind", "+15125550199", {
    name: "Plantnumber",
    source,
    route: { to: "queue", id: queue },
  });
  const { run } = await dana.tracking.importNumbers({
    name: "Plantrun",
    text: "number,name\n+15125552999,Line",
  } as never);
  const { errand } = await dana.tracking.buy({ e164: "+15125550100", name: "Spring" } as never);
  const { id: schedule } = (await dana.statements.saveSchedule({
    every: "month",
    day: 1,
    recipients: ["plantpaper@example.com"],
  } as never)) as { id: string };
  await it.world.db.write({
    reads: [],
    decide: () => ({
      writes: [{ sql: "UPDATE sessions SET device = 'Plantdevice' WHERE person = ?", args: [person(it, "dana")] }],
      answer: null,
    }),
  });
  const { proposal } = await dana.lifecycle.proposeFlag({ flag: "stopped" } as never);
  const [posting] = await it.rows(
    "SELECT max(seq) AS seq FROM postings WHERE to_book LIKE ?",
    `${it.account("northwind")}/%`,
  );
  return {
    number,
    receiver,
    source,
    queue,
    preset,
    run,
    schedule,
    proposal,
    errand,
    recharge,
    entry: Number(posting!.seq),
  };
}
