import { STATUS_COLORS } from "@callboard/domain/agents/types";
import { create, type Effect } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { ROUTINGS } from "@callboard/domain/queues/types";
import { DAY, type Instant } from "@callboard/domain/core/time";
import { NUMBER_KINDS } from "@callboard/domain/numbers/types";
import type { NumberData } from "@callboard/domain/numbers/schema";
import type { NewLargeAccount } from "./size.ts";

type Random = () => number;

const WORDS = ["Spring", "Harbour", "Radio", "Clinic", "Garden", "Winter", "Airport", "Search", "Flyer", "Café"];
const nameFor = (noun: string, at: number): string => `${WORDS[(at * 7) % WORDS.length]} ${noun} ${at}`;

export const statusEffects = ({ id, statuses }: NewLargeAccount): Effect[] =>
  statuses.map((status, at) =>
    create(
      id,
      "status",
      status,
      {
        name: nameFor("break", at),
        takesCalls: at % 5 === 4,
        color: STATUS_COLORS[at % STATUS_COLORS.length]!,
        icon: null,
        order: at,
        defaultMinutes: at % 2 === 0 ? 30 : null,
        whenOver: at % 3 === 0 ? "available" : "stay",
        archivedAt: null,
      },
      { action: message("agents.didAddStatus", { status: nameFor("break", at) }) },
    ),
  );

export const sourceEffects = ({ id, sources }: NewLargeAccount): Effect[] =>
  sources.map((source, at) =>
    create(
      id,
      "source",
      source,
      { name: nameFor("source", at), description: "", site: "offsite", ruleGroups: [], position: at, follows: null },
      { action: message("sources.didAddSource", { name: nameFor("source", at) }) },
    ),
  );

export const receiverEffects = ({ id, receivers }: NewLargeAccount): Effect[] =>
  receivers.map((receiver, at) =>
    create(
      id,
      "receiver",
      receiver,
      { e164: `+1646${5_000_000 + at}`, name: nameFor("desk", at) },
      { action: message("receivers.didAddReceiver", { name: nameFor("desk", at) }) },
    ),
  );

/** Open during the day from Monday to Friday; every tenth passes calls on to the queue before it. */
export const queueEffects = ({ id, queues, seats, statuses, size }: NewLargeAccount, random: Random): Effect[] =>
  queues.map((queue, at) => {
    const first = Math.floor(random() * seats.length);
    const members = Array.from({ length: Math.min(size.members, seats.length) }, (_, next) => ({
      id: seats[(first + next * 7) % seats.length]!,
      weight: 1,
    }));
    const unique = [...new Map(members.map((member) => [member.id, member])).values()];
    return create(
      id,
      "queue",
      queue,
      {
        name: nameFor("queue", at),
        routing: ROUTINGS[at % ROUTINGS.length]!,
        members: unique,
        ringSeconds: 20,
        wrapUpSeconds: 30,
        schedule:
          at % 3 === 0
            ? null
            : { hours: [1, 2, 3, 4, 5].map((day) => ({ id: `h${day}`, day, from: 540, to: 1080 })), holidays: [] },
        noAnswer: at % 10 === 9 ? { to: "queue", id: queues[at - 1]! } : { to: "voicemail" },
        tags: [`tag ${at % 12}`],
        missedCall: at % 8 === 7 ? { after: 3, status: statuses[0]!, minutes: 10 } : null,
        leastTakingCalls: at % 3 === 0 ? 2 : null,
        follows: null,
        frozen: null,
      },
      { action: message("queues.didAdd", { name: nameFor("queue", at) }) },
    );
  });

const stateOf = (at: number, since: Instant): NumberData["state"] => {
  if (at % 50 === 11) return { is: "held", since, until: since + 400 * DAY };
  if (at % 20 === 17) return { is: "released", since };
  return { is: "active", since };
};

/**
 * Numbers of all kinds and states, with sources, queues and receiving numbers. Months fall due on each of the next
 * thirty days.
 */
export function numberEffects(
  { id, area, size, sources, queues, receivers }: NewLargeAccount,
  numbers: readonly string[],
  from: number,
  start: Instant,
  random: Random,
): Effect[] {
  return numbers.map((number, index) => {
    const at = from + index;
    const bought = start + DAY * (4 + Math.floor((at / size.numbers) * 56)) + Math.floor(random() * DAY);
    const state = stateOf(at, bought);
    const renews = state.is === "active" || state.is === "porting";
    const renewsAt = renews ? start + 90 * DAY + DAY * (1 + (at % 30)) + Math.floor(random() * DAY) : null;
    const flag = { since: bought, by: "large", until: null };
    const data: NumberData = {
      e164: `+1${area}${2_000_000 + at}`,
      name: nameFor("campaign", at),
      kind: NUMBER_KINDS[at % 9 === 0 ? 1 : at % 31 === 0 ? 2 : 0]!,
      source: at % 6 === 0 ? null : sources[(at * 13) % sources.length]!,
      route:
        at % 5 === 0
          ? null
          : at % 5 === 1
            ? { to: "receiver", id: receivers[(at * 3) % receivers.length]! }
            : { to: "queue", id: queues[(at * 11) % queues.length]! },
      stopped: at % 40 === 3 ? flag : null,
      paused: at % 30 === 7 ? flag : null,
      frozen: null,
      state,
      renewsAt,
      billingAnchor: renewsAt === null ? null : renewsAt - 30 * DAY,
      graceUntil: null,
      origin: "bought",
    };
    return create(id, "number", number, data, { action: message("numbers.didChangeNumber", { name: data.name }) });
  });
}
