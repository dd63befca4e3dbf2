import { may } from "@callboard/domain/core/permissions";
import { fail } from "@callboard/domain/core/failure";
import { type Phrase, message } from "@callboard/domain/core/message";
import { PRESET_LIBRARY } from "@callboard/domain/presets/library";
import { type Follower, type PresetDoc, toPreset } from "@callboard/domain/presets/edit";
import { differsFromPreset, type Preset, type PresetKind, compareWithPreset } from "@callboard/domain/presets/rules";
import { presetAsFollowed } from "@callboard/domain/presets/apply";
import { findOptional, type Query, findOne } from "../queries.ts";
import { ownerOf } from "../owners.ts";
import { single } from "../database/port.ts";
import { type Scope, scopeWithAgency } from "../scope.ts";
import { read } from "../commit.ts";

/** A preset as an account sees it. `own`: the document, if this account may change it. */
export interface VisiblePreset {
  preset: Preset;
  from: "library" | "own" | "agency";
  own: PresetDoc | null;
}

const LIBRARY_BY_ID = new Map(PRESET_LIBRARY.map((preset) => [preset.id, preset]));

/**
 * A preset from the library, the account or its agency; any other answers as if it didn't exist. `agency` was read
 * earlier, and the account may have left it since.
 */
export function findVisiblePreset(
  id: string,
  { account, agency }: { account: string; agency: string | null },
): Query<VisiblePreset | null> {
  const preset = LIBRARY_BY_ID.get(id);
  if (preset) return { stmts: () => [], take: () => ({ preset, from: "library", own: null }) };
  const mine = findOptional("preset", id, account);
  if (agency === null)
    return {
      stmts: (scope) => mine.stmts(scope),
      take: (rows, seen, scope) => ownPreset(mine.take(rows, seen, scope)),
    };
  const home = findOne("account", account, account);
  const above = findOptional("preset", id, agency);
  return {
    stmts: (scope) => [...mine.stmts(scope), ...home.stmts(scope), ...above.stmts(scope)],
    take([ownRows, homeRows, aboveRows], seen, scope) {
      const own = ownPreset(mine.take([ownRows!], seen, scope));
      if (own || home.take([homeRows!], seen, scope).data.agency !== agency) return own;
      const theirs = above.take([aboveRows!], seen, scope);
      return theirs && { preset: toPreset(theirs), from: "agency", own: null };
    },
  };
}

const ownPreset = (own: PresetDoc | null): VisiblePreset | null => own && { preset: toPreset(own), from: "own", own };

/**
 * Why the caller may not change presets: sub-accounts use their agency's, which only people who may run the agency can
 * change.
 */
export const presetsBlockedReason: Query<Phrase | null> = {
  stmts: (scope) => [
    single(
      "SELECT 1 FROM keys WHERE kind = 'account' AND name = 'agency' AND value = ? LIMIT 1",
      ownerOf(scope, undefined),
    ),
  ],
  take([below], seen, scope) {
    seen.asked.add(scope.account);
    return below!.length > 0 && !may(scope.standing, "run the agency") ? message("presets.agencyOnly") : null;
  },
};

/** The same for a single edit. Throws `forbidden`. */
export const checkPresetsEditable: Query<null> = {
  stmts: presetsBlockedReason.stmts,
  take: (rows, seen, scope) =>
    presetsBlockedReason.take(rows, seen, scope) ? fail("forbidden", "presets.agencyOnly") : null,
};

/** The preset that a record follows, and how many fields differ from it without being overrides. */
export interface FollowsView {
  preset: string;
  name: string;
  apart: number;
}

/** A summary of each record's preset; reads all followed presets at once. */
export async function readFollowsViews(
  scope: Scope,
  at: { account: string; agency: string | null },
  records: readonly Follower[],
): Promise<(FollowsView | null)[]> {
  const ids = new Set(records.flatMap(({ data }) => data.follows?.preset ?? []));
  const queries = Object.fromEntries([...ids].map((id) => [id, findVisiblePreset(id, at)]));
  const presets = await read(scopeWithAgency(scope, at.agency), queries);
  return records.map(({ kind, data }) => {
    const { follows } = data;
    if (!follows) return null;
    const preset = presets[follows.preset]?.preset ?? presetAsFollowed(follows, kind as PresetKind);
    const apart = compareWithPreset(follows, preset.values, data).filter(differsFromPreset).length;
    return { preset: preset.id, name: preset.name, apart };
  });
}
