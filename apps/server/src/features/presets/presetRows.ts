import { may } from "@callboard/domain/core/permissions";
import { PRESET_LIBRARY } from "@callboard/domain/presets/library";
import { type Follower, toPreset } from "@callboard/domain/presets/edit";
import { formatValue } from "@callboard/domain/presets/schema";
import {
  FIELD_STATES,
  type FieldComparison,
  type FieldState,
  differsFromPreset,
  type Preset,
  type PresetKind,
  compareWithPreset,
} from "@callboard/domain/presets/rules";
import type { ValueFormatter } from "@callboard/domain/core/valueFormatter";
import { findOptional, type Query, findOne, findAll } from "../../store/queries.ts";
import { findVisiblePreset, type VisiblePreset } from "../../store/reads/presets.ts";
import { type Scope, scopeWithAgency } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { findFollowers, findSubAccounts } from "../../store/reads/dependents.ts";
import { showWithNames } from "../../store/reads/displayNames.ts";
import type { AccountContext } from "../../auth/sessionCache.ts";

export interface PresetRow {
  id: string;
  from: VisiblePreset["from"];
  kind: PresetKind;
  name: string;
  description: string;
  version: number;
  archivedAt: number | null;
  fields: { field: string; label: string; text: string }[];
  values: Record<string, unknown>;
  /**
   * How many records follow it (for an agency's preset, those in its sub-accounts too), and how many of them differ
   * from it.
   */
  followers: number;
  apart: number;
}

/** Formats values without looking up names: a preset contains nothing that needs them. */
export const namelessShow = ({ zone }: Pick<AccountContext, "zone">): ValueFormatter =>
  showWithNames({ zone, currency: "USD", people: [], titles: [] });

/** Each field compared with the preset; none if the record follows another one. */
export const fieldDifferences = ({ data }: Follower, preset: Preset): FieldComparison[] =>
  data.follows?.preset === preset.id ? compareWithPreset(data.follows, preset.values, data) : [];

export function presetRow(
  { preset, from }: VisiblePreset,
  records: readonly Follower[],
  show: ValueFormatter,
): PresetRow {
  const { id, kind, name, description, version, archivedAt, values } = preset;
  const followers = records.filter(({ data }) => data.follows?.preset === id);
  return {
    id,
    from,
    kind,
    name,
    description,
    version,
    archivedAt,
    fields: Object.entries(values).map(([field, value]) => ({ field, ...formatValue(kind, field, value, show) })),
    values: { ...values },
    followers: followers.length,
    apart: followers.filter((follower) => fieldDifferences(follower, preset).some(differsFromPreset)).length,
  };
}

const NO_DOCS: Query<never[]> = { statements: () => [], parse: () => [] };

/** The preset as this account sees it; somebody else's looks like a missing one. */
export async function readPreset(
  scope: Scope,
  { account, agency }: AccountContext,
  id: string,
): Promise<VisiblePreset | null> {
  const { visible } = await read(scopeWithAgency(scope, agency), {
    visible: findVisiblePreset(id, { account, agency }),
  });
  return visible;
}

/** Every preset that an account sees: its own, its agency's unless archived, and the library's. */
export async function readPresets(scope: Scope, { agency }: AccountContext): Promise<VisiblePreset[]> {
  const { ownPresets, agencyPresets } = await read(scopeWithAgency(scope, agency), {
    ownPresets: findAll("preset"),
    agencyPresets: agency === null ? NO_DOCS : findAll("preset", agency),
  });
  return [
    ...ownPresets.map((doc): VisiblePreset => ({ preset: toPreset(doc), from: "own", ownDocument: doc })),
    ...agencyPresets
      .filter(({ data }) => data.archivedAt === null)
      .map((doc): VisiblePreset => ({ preset: toPreset(doc), from: "agency", ownDocument: null })),
    ...PRESET_LIBRARY.map((preset): VisiblePreset => ({ preset, from: "library", ownDocument: null })),
  ];
}

/** All records of the account that can follow a preset. */
export async function readFollowers(scope: Scope, kind: PresetKind | undefined): Promise<Follower[]> {
  const { sources, queues } = await read(scope, {
    sources: kind === "queue" ? NO_DOCS : findAll("source"),
    queues: kind === "source" ? NO_DOCS : findAll("queue"),
  });
  return [...sources, ...queues];
}

export interface FollowerInAccount {
  record: Follower;
  /** The sub-account that it is in; null if it is in this account. */
  account: { id: string; name: string } | null;
}

/** Sub-accounts by name, for agency administrators; empty for others. */
export async function readSubAccounts(scope: Scope): Promise<{ id: string; name: string }[]> {
  if (!may(scope.membership, "run the agency")) return [];
  const { ids } = await read(scope, { ids: findSubAccounts });
  const settings = await read(
    { ...scope, relatedAccounts: ids },
    Object.fromEntries(ids.map((id) => [id, findOne("account", id, id)])),
  );
  return ids
    .map((id) => ({ id, name: settings[id]!.data.name }))
    .sort((a, b) => a.name.localeCompare(b.name, "en") || (a.id < b.id ? -1 : 1));
}

/** The records that follow a preset: in this account and, if it is an agency's own, in its sub-accounts. */
export async function readFollowersOf(
  scope: Scope,
  { preset, from }: VisiblePreset,
  subAccounts: readonly { id: string; name: string }[],
): Promise<FollowerInAccount[]> {
  // The index only knows the present, and the past is only shown for this account.
  if (scope.asOf !== undefined) {
    const records = await readFollowers(scope, preset.kind);
    return records
      .filter(({ data }) => data.follows?.preset === preset.id)
      .map((record) => ({ record, account: null }));
  }
  const subAccountsById = new Map(from === "own" ? subAccounts.map((subAccount) => [subAccount.id, subAccount]) : []);
  const subAccountsScope = { ...scope, relatedAccounts: [...subAccountsById.keys()] };
  const accounts = [scope.account, ...subAccountsById.keys()];
  const { followers } = await read(subAccountsScope, { followers: findFollowers(preset.kind, preset.id, accounts) });
  return (followers as Follower[]).map((record) => ({ record, account: subAccountsById.get(record.account) ?? null }));
}

/** The records in sub-accounts that follow the agency's own presets. */
export async function readSubAccountFollowers(scope: Scope, presets: readonly VisiblePreset[]): Promise<Follower[]> {
  const subAccounts = scope.asOf === undefined ? (await readSubAccounts(scope)).map(({ id }) => id) : [];
  if (subAccounts.length === 0) return [];
  const ownPresets = presets.filter(({ from }) => from === "own");
  const queries = ownPresets.map(
    ({ preset }) => [preset.id, findFollowers(preset.kind, preset.id, subAccounts)] as const,
  );
  const followersByPreset = await read({ ...scope, relatedAccounts: subAccounts }, Object.fromEntries(queries));
  return Object.values(followersByPreset).flat() as Follower[];
}

/** How many fields are in each state, except those that follow the preset. */
export function countStates(states: readonly FieldComparison[]): Record<Exclude<FieldState, "follows">, number> {
  const count = (state: FieldState) => states.filter((field) => field.state === state).length;
  return Object.fromEntries(
    FIELD_STATES.filter((state) => state !== "follows").map((state) => [state, count(state)]),
  ) as Record<Exclude<FieldState, "follows">, number>;
}

/** Looks up a record of a kind that can follow a preset; another customer's looks like a missing one. */
export const findFollower = (kind: PresetKind, id: string): Query<Follower> =>
  kind === "source" ? findOne("source", id) : findOne("queue", id);
export const findOptionalFollower = (kind: PresetKind, id: string, account: string): Query<Follower | null> =>
  kind === "source" ? findOptional("source", id, account) : findOptional("queue", id, account);
