import { eligible, type Offer, type Seat } from "@callboard/domain/offers";
import type { QueueDoc } from "@callboard/domain/queueRules";
import type { QueueData } from "@callboard/domain/queues";
import { type Opening, openAt } from "@callboard/domain/schedule";
import type { Instant } from "@callboard/domain/time";
import { known, one, where } from "../needs.ts";
import { namesOf } from "../names.ts";
import { type FollowsRow, followsRows } from "../presetNeeds.ts";
import { momentOf, type Scope } from "../scope.ts";
import { look } from "../store.ts";
import { countsOf } from "../counts.ts";
import { teamOf } from "../team.ts";
import type { Place } from "./access/doorkeeper.ts";
import { said } from "./said.ts";

export interface QueueRow extends Omit<QueueData, "follows"> {
  id: string;
  version: number;
  memberNames: { id: string; name: string }[];
  open: boolean;
  /** Until when it is open or closed, in words. */
  why: string;
  /** How many people would be offered a call now. */
  offered: number;
  /** How many tracking numbers lead to it. */
  numbers: number;
  follows: FollowsRow | null;
}

export interface QueueDetail extends QueueRow {
  eligible: { person: string; name: string; offered: boolean; place: number | null; why: string }[];
  changesAt: Instant | null;
  noAnswerName: string | null;
  now: Instant;
}

interface Told {
  row: QueueRow;
  opening: Opening;
  offers: Offer[];
}

async function told(scope: Scope, place: Place, queues: readonly QueueDoc[]): Promise<Told[]> {
  const used = countsOf(
    "number",
    "route",
    queues.map(({ id }) => `queue:${id}`),
  );
  const team = await teamOf(scope);
  const { used: numbers } = await look(scope, { used });
  const members = new Set(queues.flatMap(({ data }) => data.members.map(({ id }) => id)));
  const names = await namesOf(
    scope.db,
    [...members].filter((id) => !team.of.has(id)),
  );
  const nameOf = (id: string) => team.of.get(id)?.name ?? names.get(id) ?? "";
  const follows = await followsRows(scope, place, queues);
  const { statuses } = team;
  const seatOf = ({ id }: { id: string }): Seat[] => {
    const seat = team.of.get(id)?.seat;
    return seat ? [{ person: id, agent: seat.agent, phone: seat.phone, parked: seat.parked ?? false }] : [];
  };
  const words = said(scope, place.zone);
  return queues.map(({ id, version, data }, at) => {
    const opening = openAt(data.schedule, place.zone, momentOf(scope));
    const offers = eligible(data, data.members.flatMap(seatOf), momentOf(scope), { statuses, opening });
    const row: QueueRow = {
      ...data,
      id,
      version,
      memberNames: data.members.map((member) => ({ id: member.id, name: nameOf(member.id) })),
      open: opening.open,
      why: words(opening.why),
      offered: offers.filter(({ offered }) => offered).length,
      numbers: numbers.get(`queue:${id}`) ?? 0,
      follows: follows[at]!,
    };
    return { row, opening, offers };
  });
}

/** All queues by name: what people set, and how each stands now. */
export async function queueRows(scope: Scope, place: Place): Promise<QueueRow[]> {
  const { queues } = await look(scope, { queues: where("queue", "account") });
  const rows = (await told(scope, place, queues)).map(({ row }) => row);
  return rows.sort((a, b) => a.name.localeCompare(b.name, "en") || (a.id < b.id ? -1 : 1));
}

export async function queueDetail(scope: Scope, place: Place, id: string): Promise<QueueDetail> {
  const { queue } = await look(scope, { queue: one("queue", id) });
  const [{ row, opening, offers }] = (await told(scope, place, [queue])) as [Told];
  const { noAnswer } = queue.data;
  const noAnswerName = "id" in noAnswer ? await noAnswerOf(scope, noAnswer) : null;
  const words = said(scope, place.zone);
  return {
    ...row,
    eligible: offers.map(({ why, ...offer }, at) => ({
      ...offer,
      name: row.memberNames[at]!.name,
      why: words(why),
    })),
    changesAt: opening.changesAt,
    noAnswerName,
    now: scope.now,
  };
}

async function noAnswerOf(scope: Scope, { to, id }: { to: "receiver" | "queue"; id: string }): Promise<string | null> {
  const { found } = await look(scope, { found: to === "queue" ? known("queue", id) : known("receiver", id) });
  return found?.data.name ?? null;
}

export async function peopleHere(
  scope: Scope,
): Promise<{ people: { id: string; name: string; softphone: boolean }[] }> {
  const { people } = await teamOf(scope);
  return { people: people.map(({ person: id, name, member: { softphone } }) => ({ id, name, softphone })) };
}
