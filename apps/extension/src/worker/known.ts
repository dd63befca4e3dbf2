import { ICONS, PHONE_STATES, TONES, WHEN_OVER, type AgentData, type Status } from "@callboard/domain/agents";
import type { Place } from "@callboard/domain/time";
import { api, refusalOf } from "../api.ts";
import { learnNow, serverNow } from "../clock.ts";
import { type Fits, flag, list, maybe, number, oneOf, shape, text } from "../fits.ts";
import { deviceZone, locale } from "../locale.ts";
import { loadSession, moveTo, type Session } from "../session.ts";
import { sessionEnded } from "../signedOut.ts";
import type { Me, Mine } from "../snapshot.ts";
import { LEFT } from "../storageLater.ts";
import { type Item, read, write } from "../stored.ts";
import { keepClock } from "./clockKept.ts";

/** What the worker knows. Kept in storage: the worker itself lives for half a minute at a time. */
export interface Known {
  person: string;
  account: string;
  accountName: string;
  label: Me["accounts"][number]["label"];
  /** When the server said so, by its clock: nothing of it is claimed for long. */
  at: number;
  /** Null in an account without a softphone, and where the account or the role does not let one choose. */
  mine: Mine | null;
  /** The person was taken out of the account. */
  removed: boolean;
}

const cause: Fits<AgentData["cause"]> = (value): value is AgentData["cause"] =>
  shape<{ key: string; values: object }>({ key: text, values: shape<object>({}) })(value);
const actor: Fits<AgentData["actor"]> = (value): value is AgentData["actor"] =>
  shape<{ as: string; id: string }>({ as: text, id: text })(value);
const slot = { status: text, statusName: text, whenOver: oneOf(...WHEN_OVER) };
const next = maybe(shape({ ...slot, minutes: maybe(number), queuedAt: number, actor }));
const agent = shape<AgentData>({
  ...slot,
  since: number,
  until: maybe(number),
  actor,
  cause,
  chosenAt: number,
  next,
  before: maybe(shape({ ...slot, since: number, until: maybe(number), queue: maybe(shape({ next })) })),
});
const status = shape<Status>({
  id: text,
  version: number,
  builtIn: flag,
  name: text,
  takesCalls: flag,
  tone: oneOf(...TONES),
  icon: maybe(oneOf(...ICONS)),
  order: number,
  defaultMinutes: maybe(number),
  whenOver: oneOf(...WHEN_OVER),
  archivedAt: maybe(number),
});
const mine = shape<Mine>({
  agent,
  version: number,
  by: maybe(text),
  phone: shape({
    state: oneOf(...PHONE_STATES),
    since: number,
    call: maybe(shape({ from: number, to: maybe(number) })),
  }),
  statuses: list(status),
  idle: maybe(shape({ minutes: number, status: text })),
  zone: maybe(text),
  now: number,
});
/** A worker has no settings at hand: the zone that the person reads in comes with their status. */
export const readerOf = (mine: Mine | null): Place => ({ ...locale.value, zone: mine?.zone ?? deviceZone() });

export const KNOWN = (): Item<Known> => ({
  name: "known",
  version: 2,
  fits: shape<Known>({
    person: text,
    account: text,
    accountName: text,
    label: oneOf("active", "stopped", "paused", "canceled", "inactive"),
    at: number,
    mine: maybe(mine),
    removed: flag,
  }),
});

/** What is known of where the session is now, however old. */
export async function readKnown(now: Session | null): Promise<Known | null> {
  const known = await read(KNOWN());
  return known?.person === now?.person && known?.account === now?.account ? known : null;
}

/** So long the worker waits for an answer. A browser lets a request hang for minutes. */
const PATIENCE_MS = 10_000;

/** Asks what is so. Where the server is out of reach, what was known last stays as it is. */
export async function learn(now: Session): Promise<void> {
  const asked = serverNow();
  try {
    const [me, own] = await inTime(Promise.all([api().access.me.query(), ownStatus(now)]));
    learnNow(me.now, asked);
    await keepClock();
    const known = await knownFrom(me, own, now);
    // Signed out, or in another account by now: this is nobody's any longer.
    const here = await loadSession();
    if (known && here?.secret === now.secret && here.account === now.account) await write(KNOWN(), known);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal?.code === "signed-out") await sessionEnded(now.secret);
  }
}

async function knownFrom(me: Me, own: Mine | null, { person, account }: Session): Promise<Known | null> {
  const first = me.accounts.find(({ softphone }) => softphone) ?? me.accounts[0];
  if (account === null) {
    // Signed in elsewhere than in the popup, which would choose one: or taken out of the last one, which it said.
    if (first && (await read(LEFT())) === null) await moveTo(first.id);
    return null;
  }
  const before = await readKnown({ person, account } as Session);
  const here = me.accounts.find(({ id }) => id === account);
  const { name: accountName, label } = here ?? { name: before?.accountName ?? "", label: before?.label ?? "active" };
  return { person, account, accountName, label, at: me.now, mine: here ? own : null, removed: !here };
}

/** Null where the server says that one has none here. */
async function ownStatus({ account }: Session): Promise<Mine | null> {
  if (account === null) return null;
  try {
    return await api().agents.mine.query();
  } catch (error) {
    const code = refusalOf(error)?.code;
    if (code === "forbidden" || code === "not-found" || code === "conflict" || code === "unpaid") return null;
    throw error;
  }
}

function inTime<T>(work: Promise<T>): Promise<T> {
  let over: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    over = setTimeout(() => reject(new Error("no answer in time")), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(over));
}
