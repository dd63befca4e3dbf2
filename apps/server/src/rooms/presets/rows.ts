import { presetOf } from "@callboard/domain/presetRules";
import { showValue } from "@callboard/domain/presets.schema";
import { type FieldStanding, type Follows, isApart, type Preset, type PresetOf, resolve } from "@callboard/domain/presets";
import { PRESET_LIBRARY } from "@callboard/domain/presetLibrary";
import type { Show } from "@callboard/domain/showing";
import { type Need, where } from "../../needs.ts";
import type { Sighted } from "../../presetNeeds.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";
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
  /** Records of this account that follow it, and those of them that stand apart from it. */
  followers: number;
  apart: number;
}

/** The scope with the agency above in reach: its presets are there for its sub-accounts. */
export const withAgency = (scope: Scope, { agency }: Place): Scope => ({
  ...scope,
  reach: agency === null ? [] : [agency],
});

/** A preset holds nothing that would have to be looked up to be named. */
export const plainShow = ({ zone }: Pick<Place, "zone">): Show =>
  showFrom({ zone, currency: "USD", people: [], titles: [] });

type Following = { data: { follows: Follows | null } };
export const standingsOf = ({ data }: Following, preset: Preset): FieldStanding[] =>
  data.follows?.preset === preset.id ? resolve(data.follows, preset.values, data) : [];

export function presetRow({ preset, from }: Sighted, records: readonly Following[], show: Show): PresetRow {
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
export const recordNeeds = { source: where("source", "account"), queue: where("queue", "account") };

/** Every preset that an account sees: the library's, its own, and its agency's that are not archived. */
export async function presetsSeen(scope: Scope, { agency }: Place): Promise<Sighted[]> {
  const { own, above } = await look(scope, {
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
