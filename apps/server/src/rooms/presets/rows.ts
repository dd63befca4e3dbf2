import { may } from "@callboard/domain/access";
import { PRESET_LIBRARY } from "@callboard/domain/presetLibrary";
import { type Follower, presetOf } from "@callboard/domain/presetRules";
import { showValue } from "@callboard/domain/presets.schema";
import {
  FIELD_STATES,
  type FieldStanding,
  type FieldState,
  isApart,
  type Preset,
  type PresetOf,
  resolve,
} from "@callboard/domain/presets";
import type { Show } from "@callboard/domain/showing";
import { known, type Need, one, where } from "../../needs.ts";
import { presetNeed, type Sighted } from "../../presetNeeds.ts";
import { type Scope, underAgency } from "../../scope.ts";
import { look } from "../../store.ts";
import { followersIn, subAccounts } from "../../uses.ts";
import { showFrom } from "../../words.ts";
import type { Place } from "../access/doorkeeper.ts";

export interface PresetRow {
  id: string;
  from: Sighted["from"];
  of: PresetOf;
  name: string;
  about: string;
  version: number;
  archivedAt: number | null;
  fields: { field: string; label: string; text: string }[];
  values: Record<string, unknown>;
  /** Records that follow it, an agency's own in its sub-accounts too, and those of them that stand apart from it. */
  followers: number;
  apart: number;
}

/** A preset holds nothing that would have to be looked up to be named. */
export const plainShow = ({ zone }: Pick<Place, "zone">): Show =>
  showFrom({ zone, currency: "USD", people: [], titles: [] });

export const standingsOf = ({ data }: Follower, preset: Preset): FieldStanding[] =>
  data.follows?.preset === preset.id ? resolve(data.follows, preset.values, data) : [];

export function presetRow({ preset, from }: Sighted, records: readonly Follower[], show: Show): PresetRow {
  const { id, of, name, about, version, archivedAt, values } = preset;
  const followers = records.filter(({ data }) => data.follows?.preset === id);
  return {
    id,
    from,
    of,
    name,
    about,
    version,
    archivedAt,
    fields: Object.entries(values).map(([field, value]) => ({ field, ...showValue(of, field, value, show) })),
    values: { ...values },
    followers: followers.length,
    apart: followers.filter((one) => standingsOf(one, preset).some(isApart)).length,
  };
}

const none: Need<never[]> = { stmts: () => [], take: () => [] };

/** The preset as this account sees it; one of somebody else answers like one that is not there. */
export async function presetSeen(scope: Scope, { account, agency }: Place, id: string): Promise<Sighted | null> {
  const { sighted } = await look(underAgency(scope, agency), { sighted: presetNeed(id, { account, agency }) });
  return sighted;
}

/** Every preset that an account sees: its own, its agency's that are not archived, and the library's. */
export async function presetsSeen(scope: Scope, { agency }: Place): Promise<Sighted[]> {
  const { own, above } = await look(underAgency(scope, agency), {
    own: where("preset", "account"),
    above: agency === null ? none : where("preset", "account", agency),
  });
  return [
    ...own.map((doc): Sighted => ({ preset: presetOf(doc), from: "own", own: doc })),
    ...above
      .filter(({ data }) => data.archivedAt === null)
      .map((doc): Sighted => ({ preset: presetOf(doc), from: "agency", own: null })),
    ...PRESET_LIBRARY.map((preset): Sighted => ({ preset, from: "library", own: null })),
  ];
}

/** All records of the account that could follow a preset. */
export async function recordsHere(scope: Scope, of: PresetOf | undefined): Promise<Follower[]> {
  const { sources, queues } = await look(scope, {
    sources: of === "queue" ? none : where("source", "account"),
    queues: of === "source" ? none : where("queue", "account"),
  });
  return [...sources, ...queues];
}

export interface Following {
  record: Follower;
  /** The sub-account that it is in; null where that is the account at hand. */
  place: { id: string; name: string } | null;
}

/** Sub-accounts by name, for whoever runs the agency; nobody else has any. */
export async function accountsBelow(scope: Scope): Promise<{ id: string; name: string }[]> {
  if (!may(scope.standing, "run the agency")) return [];
  const { ids } = await look(scope, { ids: subAccounts });
  const settings = await look(
    { ...scope, reach: ids },
    Object.fromEntries(ids.map((id) => [id, one("account", id, id)])),
  );
  return ids
    .map((id) => ({ id, name: settings[id]!.data.name }))
    .sort((a, b) => a.name.localeCompare(b.name, "en") || (a.id < b.id ? -1 : 1));
}

/** What follows a preset, here and, where it is an agency's own, in its sub-accounts. */
export async function followersOf(
  scope: Scope,
  { preset, from }: Sighted,
  below: readonly { id: string; name: string }[],
): Promise<Following[]> {
  // The keys speak of the present only, and of the past only what is here is shown.
  if (scope.asOf !== undefined) {
    const here = await recordsHere(scope, preset.of);
    return here.filter(({ data }) => data.follows?.preset === preset.id).map((record) => ({ record, place: null }));
  }
  const places = new Map(from === "own" ? below.map((one) => [one.id, one]) : []);
  const reached = { ...scope, reach: [...places.keys()] };
  const accounts = [scope.account, ...places.keys()];
  const { found } = await look(reached, { found: followersIn(preset.of, preset.id, accounts) });
  return (found as Follower[]).map((record) => ({ record, place: places.get(record.account) ?? null }));
}

/** What follows an agency's own presets in its sub-accounts. */
export async function followersBelow(scope: Scope, presets: readonly Sighted[]): Promise<Follower[]> {
  const below = scope.asOf === undefined ? (await accountsBelow(scope)).map(({ id }) => id) : [];
  if (below.length === 0) return [];
  const own = presets.filter(({ from }) => from === "own");
  const needs = own.map(({ preset }) => [preset.id, followersIn(preset.of, preset.id, below)] as const);
  const found = await look({ ...scope, reach: below }, Object.fromEntries(needs));
  return Object.values(found).flat() as Follower[];
}

export function countStates(standings: readonly FieldStanding[]): Record<Exclude<FieldState, "follows">, number> {
  const count = (state: FieldState) => standings.filter((one) => one.state === state).length;
  return Object.fromEntries(
    FIELD_STATES.filter((state) => state !== "follows").map((state) => [state, count(state)]),
  ) as Record<Exclude<FieldState, "follows">, number>;
}

/** The record of a kind that can follow a preset; another tenant's is refused like a missing one. */
export const followerNeed = (kind: PresetOf, id: string): Need<Follower> =>
  kind === "source" ? one("source", id) : one("queue", id);
export const knownFollower = (kind: PresetOf, id: string, account: string): Need<Follower | null> =>
  kind === "source" ? known("source", id, account) : known("queue", id, account);
