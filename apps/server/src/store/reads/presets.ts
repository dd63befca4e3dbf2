import { may } from "@callboard/domain/core/permissions";
import { fail } from "@callboard/domain/core/failure";
import { type Message, message } from "@callboard/domain/core/message";
import { PRESET_LIBRARY } from "@callboard/domain/presets/library";
import { type Follower, type PresetDoc, toPreset } from "@callboard/domain/presets/edit";
import { differsFromPreset, type Preset, type PresetKind, compareWithPreset } from "@callboard/domain/presets/rules";
import { presetAsFollowed } from "@callboard/domain/presets/apply";
import { findOptional, type Query, findOne } from "../queries.ts";
import { checkedAccount } from "../checkedAccount.ts";
import { single } from "../database/port.ts";
import { type Scope, scopeWithAgency } from "../scope.ts";
import { read } from "../commit.ts";

/** A preset as an account sees it. `ownDocument`: the document, if this account may change it. */
export interface VisiblePreset {
  preset: Preset;
  from: "library" | "own" | "agency";
  ownDocument: PresetDoc | null;
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
  if (preset) return { statements: () => [], parse: () => ({ preset, from: "library", ownDocument: null }) };
  const ownQuery = findOptional("preset", id, account);
  if (agency === null)
    return {
      statements: (scope) => ownQuery.statements(scope),
      parse: (rows, readRecords, scope) => ownPreset(ownQuery.parse(rows, readRecords, scope)),
    };
  const accountQuery = findOne("account", account, account);
  const agencyQuery = findOptional("preset", id, agency);
  return {
    statements: (scope) => [
      ...ownQuery.statements(scope),
      ...accountQuery.statements(scope),
      ...agencyQuery.statements(scope),
    ],
    parse([ownRows, accountRows, agencyRows], readRecords, scope) {
      const visibleOwn = ownPreset(ownQuery.parse([ownRows!], readRecords, scope));
      if (visibleOwn || accountQuery.parse([accountRows!], readRecords, scope).data.agency !== agency)
        return visibleOwn;
      const agencyPreset = agencyQuery.parse([agencyRows!], readRecords, scope);
      return agencyPreset && { preset: toPreset(agencyPreset), from: "agency", ownDocument: null };
    },
  };
}

const ownPreset = (ownDocument: PresetDoc | null): VisiblePreset | null =>
  ownDocument && { preset: toPreset(ownDocument), from: "own", ownDocument };

/**
 * Why the caller may not change presets: sub-accounts use their agency's, which only people who may run the agency can
 * change.
 */
export const presetsBlockedReason: Query<Message | null> = {
  statements: (scope) => [
    single(
      "SELECT 1 FROM keys WHERE kind = 'account' AND name = 'agency' AND value = ? LIMIT 1",
      checkedAccount(scope, undefined),
    ),
  ],
  parse([subAccounts], readRecords, scope) {
    readRecords.presetAccountsChecked.add(scope.account);
    return subAccounts!.length > 0 && !may(scope.membership, "run the agency") ? message("presets.agencyOnly") : null;
  },
};

/** The same for a single edit. Throws `forbidden`. */
export const checkPresetsEditable: Query<null> = {
  statements: presetsBlockedReason.statements,
  parse: (rows, readRecords, scope) =>
    presetsBlockedReason.parse(rows, readRecords, scope) ? fail("forbidden", "presets.agencyOnly") : null,
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
  reader: { account: string; agency: string | null },
  records: readonly Follower[],
): Promise<(FollowsView | null)[]> {
  const ids = new Set(records.flatMap(({ data }) => data.follows?.preset ?? []));
  const queries = Object.fromEntries([...ids].map((id) => [id, findVisiblePreset(id, reader)]));
  const presets = await read(scopeWithAgency(scope, reader.agency), queries);
  return records.map(({ kind, data }) => {
    const { follows } = data;
    if (!follows) return null;
    const preset = presets[follows.preset]?.preset ?? presetAsFollowed(follows, kind as PresetKind);
    const apart = compareWithPreset(follows, preset.values, data).filter(differsFromPreset).length;
    return { preset: preset.id, name: preset.name, apart };
  });
}
