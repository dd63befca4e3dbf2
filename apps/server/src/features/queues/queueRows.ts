import { rankMembers, type CallOffer, type QueueSeat } from "@callboard/domain/queues/callOffers";
import type { QueueDoc } from "@callboard/domain/queues/rules";
import type { QueueData } from "@callboard/domain/queues/schema";
import { NO_TURNS } from "@callboard/domain/queues/turns";
import { type OpeningState, openingStateAt } from "@callboard/domain/queues/schedule";
import type { Instant } from "@callboard/domain/core/time";
import { findOptional, findOne, findAll } from "../../store/queries.ts";
import { readPersonNames } from "../../store/reads/personNames.ts";
import { type FollowsView, readFollowsViews } from "../../store/reads/presets.ts";
import { asOfOrNow, type Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { countsByValue } from "../../store/search/recordCounts.ts";
import { findTurns } from "../../store/reads/queues/queueTurns.ts";
import { readTeam } from "../../store/reads/team.ts";
import type { AccountContext } from "../../auth/sessionCache.ts";
import { messageRenderer } from "../../store/messageText.ts";

export interface QueueRow extends Omit<QueueData, "follows"> {
  id: string;
  version: number;
  memberNames: { id: string; name: string }[];
  open: boolean;
  /** Until when it is open or closed, in words. */
  why: string;
  /** How many agents would be offered a call now. */
  offered: number;
  /** How many tracking numbers route to it. */
  numbers: number;
  follows: FollowsView | null;
}

export interface QueueDetail extends QueueRow {
  /** Every member: whether they would be offered a call now, in which order, and why. */
  eligible: { person: string; name: string; eligible: boolean; rank: number | null; why: string }[];
  /** When it next opens or closes; null: never. */
  changesAt: Instant | null;
  /** Where a call goes that nobody answers, if that is a queue or a receiving number. */
  noAnswerName: string | null;
  now: Instant;
}

interface QueueView {
  row: QueueRow;
  opening: OpeningState;
  offers: CallOffer[];
}

/** Each queue with whether it is open, and with the members whom it would offer a call now. */
async function queueViews(scope: Scope, context: AccountContext, queues: readonly QueueDoc[]): Promise<QueueView[]> {
  const numbersByQueue = countsByValue(
    "number",
    "route",
    queues.map(({ id }) => `queue:${id}`),
  );
  const team = await readTeam(scope);
  const { numbers, turns } = await read(scope, {
    numbers: numbersByQueue,
    turns: findTurns(queues.map(({ id }) => id)),
  });
  const members = new Set(queues.flatMap(({ data }) => data.members.map(({ id }) => id)));
  const names = await readPersonNames(
    scope.db,
    [...members].filter((id) => !team.byPerson.has(id)),
  );
  const nameOf = (id: string) => team.byPerson.get(id)?.name ?? names.get(id) ?? "";
  const follows = await readFollowsViews(scope, context, queues);
  const { statuses } = team;
  const seatOf = ({ id }: { id: string }): QueueSeat[] => {
    const seat = team.byPerson.get(id)?.seat;
    return seat ? [{ person: id, agent: seat.agent, phone: seat.phone, frozen: seat.frozen ?? false }] : [];
  };
  const render = messageRenderer(scope, context.zone);
  return queues.map(({ id, version, data }, index) => {
    const opening = openingStateAt(data.schedule, context.zone, asOfOrNow(scope));
    const offers = rankMembers(data, data.members.flatMap(seatOf), asOfOrNow(scope), {
      statuses,
      opening,
      turns: turns.get(id) ?? NO_TURNS,
    });
    const row: QueueRow = {
      ...data,
      id,
      version,
      memberNames: data.members.map((member) => ({ id: member.id, name: nameOf(member.id) })),
      open: opening.isOpen,
      why: render(opening.why),
      offered: offers.filter(({ eligible }) => eligible).length,
      numbers: numbers.get(`queue:${id}`) ?? 0,
      follows: follows[index]!,
    };
    return { row, opening, offers };
  });
}

/** All queues by name, with their settings and current state. */
export async function readQueueRows(scope: Scope, context: AccountContext): Promise<QueueRow[]> {
  const { queues } = await read(scope, { queues: findAll("queue") });
  const rows = (await queueViews(scope, context, queues)).map(({ row }) => row);
  return rows.sort((a, b) => a.name.localeCompare(b.name, "en") || (a.id < b.id ? -1 : 1));
}

export async function readQueueDetail(scope: Scope, context: AccountContext, id: string): Promise<QueueDetail> {
  const { queue } = await read(scope, { queue: findOne("queue", id) });
  const [{ row, opening, offers }] = (await queueViews(scope, context, [queue])) as [QueueView];
  const { noAnswer } = queue.data;
  const noAnswerName = "id" in noAnswer ? await readNoAnswerName(scope, noAnswer) : null;
  const render = messageRenderer(scope, context.zone);
  return {
    ...row,
    eligible: offers.map(({ why, ...offer }, index) => ({
      ...offer,
      name: row.memberNames[index]!.name,
      why: render(why),
    })),
    changesAt: opening.changesAt,
    noAnswerName,
    now: scope.now,
  };
}

async function readNoAnswerName(
  scope: Scope,
  { to, id }: { to: "receiver" | "queue"; id: string },
): Promise<string | null> {
  const { target } = await read(scope, {
    target: to === "queue" ? findOptional("queue", id) : findOptional("receiver", id),
  });
  return target?.data.name ?? null;
}

export async function readPeople(
  scope: Scope,
): Promise<{ people: { id: string; name: string; softphone: boolean }[] }> {
  const { people } = await readTeam(scope);
  return { people: people.map(({ person: id, name, member: { softphone } }) => ({ id, name, softphone })) };
}
