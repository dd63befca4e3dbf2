import { may } from "@callboard/domain/access";
import { refuse } from "@callboard/domain/failure";
import { type Phrase, phrase } from "@callboard/domain/phrase";
import { PRESET_LIBRARY } from "@callboard/domain/presetLibrary";
import { type Follower, type PresetDoc, presetOf } from "@callboard/domain/presetRules";
import { isApart, type Preset, type PresetOf, resolve } from "@callboard/domain/presets";
import { asFollowed } from "@callboard/domain/presetUse";
import { known, type Need, one } from "./needs.ts";
import { ownerOf } from "./owners.ts";
import { single } from "./db.ts";
import { type Scope, underAgency } from "./scope.ts";
import { look } from "./store.ts";

/** A preset as an account sees it. `own`: the document, where this account may change it. */
export interface Sighted {
  preset: Preset;
  from: "library" | "own" | "agency";
  own: PresetDoc | null;
}

const LIBRARY_BY_ID = new Map(PRESET_LIBRARY.map((preset) => [preset.id, preset]));

/**
 * From the library, the account's own, or its agency's; another's answers like one that is not there. `agency` is as
 * somebody found it: the account may have left it since.
 */
export function presetNeed(
  id: string,
  { account, agency }: { account: string; agency: string | null },
): Need<Sighted | null> {
  const preset = LIBRARY_BY_ID.get(id);
  if (preset) return { stmts: () => [], take: () => ({ preset, from: "library", own: null }) };
  const mine = known("preset", id, account);
  if (agency === null)
    return {
      stmts: (scope) => mine.stmts(scope),
      take: (rows, seen, scope) => ownOf(mine.take(rows, seen, scope)),
    };
  const home = one("account", account, account);
  const above = known("preset", id, agency);
  return {
    stmts: (scope) => [...mine.stmts(scope), ...home.stmts(scope), ...above.stmts(scope)],
    take([ownRows, homeRows, aboveRows], seen, scope) {
      const own = ownOf(mine.take([ownRows!], seen, scope));
      if (own || home.take([homeRows!], seen, scope).data.agency !== agency) return own;
      const theirs = above.take([aboveRows!], seen, scope);
      return theirs && { preset: presetOf(theirs), from: "agency", own: null };
    },
  };
}

const ownOf = (own: PresetDoc | null): Sighted | null => own && { preset: presetOf(own), from: "own", own };

/** Sub-accounts are offered the presets of their agency, which only who runs it changes: why they are not the caller's. */
export const whyNotPresets: Need<Phrase | null> = {
  stmts: (scope) => [
    single(
      "SELECT 1 FROM keys WHERE kind = 'account' AND name = 'agency' AND value = ? LIMIT 1",
      ownerOf(scope, undefined),
    ),
  ],
  take([below], seen, scope) {
    seen.asked.add(scope.account);
    return below!.length > 0 && !may(scope.standing, "run the agency") ? phrase("presets.agencyOnly") : null;
  },
};

/** The same for a single edit. Throws `forbidden`. */
export const presetsOpen: Need<null> = {
  stmts: whyNotPresets.stmts,
  take: (rows, seen, scope) =>
    whyNotPresets.take(rows, seen, scope) ? refuse("forbidden", "presets.agencyOnly") : null,
};

/** Which preset a record follows, and how many of its fields are neither as it says nor the record's own by name. */
export interface FollowsRow {
  preset: string;
  name: string;
  apart: number;
}

/** For each record its preset in a few words, with one look at all presets that are followed. */
export async function followsRows(
  scope: Scope,
  at: { account: string; agency: string | null },
  records: readonly Follower[],
): Promise<(FollowsRow | null)[]> {
  const ids = new Set(records.flatMap(({ data }) => data.follows?.preset ?? []));
  const needs = Object.fromEntries([...ids].map((id) => [id, presetNeed(id, at)]));
  const presets = await look(underAgency(scope, at.agency), needs);
  return records.map(({ kind, data }) => {
    const { follows } = data;
    if (!follows) return null;
    const preset = presets[follows.preset]?.preset ?? asFollowed(follows, kind as PresetOf);
    const apart = resolve(follows, preset.values, data).filter(isApart).length;
    return { preset: preset.id, name: preset.name, apart };
  });
}
