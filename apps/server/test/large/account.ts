import { addMember, openAccount } from "@callboard/domain/account/rules";
import type { Actor } from "@callboard/domain/core/actor";
import type { Role } from "@callboard/domain/core/permissions";
import type { Effect } from "@callboard/domain/core/effect";
import { DAY, type Instant } from "@callboard/domain/core/time";
import { addPerson, openSession } from "../../src/auth/people.ts";
import { newSecret } from "../../src/auth/secrets.ts";
import { seededRandom } from "../../src/seed/random.ts";
import { commit } from "../../src/store/commit.ts";
import type { Services } from "../../src/services.ts";
import { scopeOf } from "../support/scopes.ts";
import { fillLedger } from "./ledger.ts";
import { fillLog } from "./log.ts";
import { numberEffects, queueEffects, receiverEffects, sourceEffects, statusEffects } from "./records.ts";
import type { LargeAccount, Size } from "./size.ts";

const CHUNK = 500;
/** The account's age in days. */
const AGE = 90;
const GIVEN_NAMES = [
  "Ada",
  "Björn",
  "Chloé",
  "Dmitri",
  "Emre",
  "Fatima",
  "Grace",
  "Hiro",
  "Inês",
  "Jürgen",
  "Kofi",
  "Łucja",
];
const FAMILY_NAMES = [
  "Abbott",
  "Brandt",
  "Castillo",
  "Dvořák",
  "Eriksen",
  "Fontaine",
  "Gupta",
  "Haddad",
  "Ito",
  "Jansen",
];

/** One in ten has no softphone. The first person is the owner. */
const ROLES: readonly Role[] = ["agency administrator", "administrator", "billing", "report manager", "call manager"];
const roleOf = (at: number): Role =>
  ROLES[at] ?? (at % 97 === 0 ? "administrator" : at % 41 === 0 ? "call manager" : "agent");
const hasSeat = (at: number): boolean => at % 10 !== 3;

/** Creates a large account through commits, so that its log, keys and counts are the product's own. */
export async function openLargeAccount(
  services: Services,
  size: Size,
  name = "large",
  area = "512",
): Promise<LargeAccount> {
  const id = `acc_${name}`;
  const end = services.now();
  const start = end - AGE * DAY;
  const random = seededRandom(23);
  const people = ids(`${name}_p`, size.people);
  const seats = people.filter((_, at) => hasSeat(at));
  const owner = people[0]!;
  const ownerActor = { as: "person", id: owner } as const;
  const write = (at: Instant, effects: readonly Effect[], batch?: string, actor: Actor = ownerActor) =>
    commit(scopeOf(services, id, { now: Math.floor(at), actor, batch }), {}, () => effects);
  const secrets = new Map<Role, string>();
  await write(
    start,
    [
      ...personEffects(name, people, 0, start),
      ...openAccount(
        {
          id,
          name: `Large ${name}`,
          zone: "America/New_York",
          plan: "advanced",
          currency: "USD",
          owner,
          ownerHasSoftphone: true,
          openingBalance: 5_000_000_000_000,
          parentAgency: null,
          balanceFrom: "own",
        },
        ownerActor,
        start,
      ),
    ],
    undefined,
    { as: "operator", id: "platform" },
  );
  await chunked(people.slice(1), (part, from) =>
    write(start + DAY, [
      ...part.flatMap((_, at) => personEffects(name, people, from + at + 1, start)),
      ...part.flatMap((person, at) =>
        addMember(id, person, { role: roleOf(from + at + 1), softphone: hasSeat(from + at + 1) }, ownerActor, start),
      ),
    ]),
  );
  const account = {
    id,
    area,
    size,
    people,
    seats,
    numbers: ids(`${name}_n`, size.numbers),
    queues: ids(`${name}_q`, size.queues),
    sources: ids(`${name}_s`, size.sources),
    receivers: ids(`${name}_r`, size.receivers),
    statuses: ids(`${name}_t`, size.statuses),
  };
  for (const effects of [
    statusEffects(account),
    sourceEffects(account),
    receiverEffects(account),
    queueEffects(account, random),
  ])
    await chunked(effects, (part) => write(start + 2 * DAY, part, `${name}_made`));
  await chunked(account.numbers, (part, from) =>
    write(start + 3 * DAY + (from / size.numbers) * 60 * DAY, numberEffects(account, part, from, start, random)),
  );
  await fillLog(services, account, { start: start + 60 * DAY, end, random });
  await fillLedger(services, account, { start, end, random });
  for (const role of [...ROLES, "agent" as const]) {
    const secret = newSecret("cbs");
    const person =
      people.find((_, at) => roleOf(at) === role && hasSeat(at) === (role === "agent")) ??
      people.find((_, at) => roleOf(at) === role)!;
    await write(end, [openSession(`${name}-${role}`, secret, person, "large", end)]);
    secrets.set(role, secret);
  }
  return { ...account, secrets: Object.fromEntries(secrets) as Record<Role, string> };
}

const ids = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}${String(at).padStart(6, "0")}`);

async function chunked<T>(
  all: readonly T[],
  work: (part: readonly T[], from: number) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < all.length; from += CHUNK) await work(all.slice(from, from + CHUNK), from);
}

function personEffects(name: string, people: readonly string[], at: number, now: Instant): Effect[] {
  const fullName = `${GIVEN_NAMES[(at * 7) % GIVEN_NAMES.length]} ${FAMILY_NAMES[(at * 3) % FAMILY_NAMES.length]} ${at}`;
  return [addPerson(people[at]!, `p${at}@${name}.example`, fullName, null, now)];
}
