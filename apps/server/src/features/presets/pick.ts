import { fail } from "@callboard/domain/core/failure";
import { PRESET_KINDS, type PresetKind } from "@callboard/domain/presets/rules";
import type { ApplyPresetInput } from "@callboard/domain/presets/schema";
import { checkUsable } from "@callboard/domain/presets/apply";
import type * as z from "zod/mini";
import { findOne } from "../../store/queries.ts";
import { findVisiblePreset, type VisiblePreset } from "../../store/reads/presets.ts";
import { type Scope, scopeWithAgency } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { readSubAccounts, readFollowersOf, findOptionalFollower } from "./presetRows.ts";

export type ApplyInput = z.output<typeof ApplyPresetInput>;

/** The records and accounts that a preset is applied to. */
export interface PresetTargets {
  agency: string | null;
  records: { account: string; id: string; kind: PresetKind }[];
  /** Accounts that get a new record. */
  accounts: string[];
}

/** The records that the request is about, all in accounts that the caller manages. */
export async function findPresetTargets(
  scope: Scope,
  { preset: id, to }: ApplyInput,
): Promise<PresetTargets & { sighted: VisiblePreset }> {
  const { home } = await read(scope, { home: findOne("account", scope.account) });
  const { agency } = home.data;
  const { sighted } = await read(scopeWithAgency(scope, agency), {
    sighted: findVisiblePreset(id, { account: scope.account, agency }),
  });
  if (!sighted) return fail("not-found", "record.gone", {}, "preset");
  const { of } = sighted.preset;
  checkUsable(sighted.preset, of);
  const picked = { sighted, agency, records: [], accounts: [] };
  if ("followers" in to) {
    const found = await readFollowersOf(scope, sighted, await readSubAccounts(scope));
    if (found.length === 0) fail("conflict", "presets.noFollowers", { name: sighted.preset.name });
    return { ...picked, records: found.map(({ record }) => ({ account: record.account, id: record.id, kind: of })) };
  }
  if ("accounts" in to) return { ...picked, accounts: await checkPickedAccounts(scope, sighted, to.accounts) };
  const ids = [...new Set(to.records.map((record) => record.id))];
  const found = await read(
    scope,
    Object.fromEntries(
      ids.flatMap((one) =>
        PRESET_KINDS.map((kind) => [`${kind} ${one}`, findOptionalFollower(kind, one, scope.account)]),
      ),
    ),
  );
  const records = ids.map((one) => {
    const kind = PRESET_KINDS.find((each) => found[`${each} ${one}`]);
    // Another tenant's record looks the same as one that doesn't exist.
    if (!kind) return fail("not-found", "record.gone", {}, "to");
    checkUsable(sighted.preset, kind);
    return { account: scope.account, id: one, kind };
  });
  return { ...picked, records };
}

async function checkPickedAccounts(scope: Scope, { from }: VisiblePreset, ids: readonly string[]): Promise<string[]> {
  const below = new Set((await readSubAccounts(scope)).map(({ id }) => id));
  const wanted = [...new Set(ids)];
  if (from === "agency" || wanted.some((id) => !below.has(id))) fail("not-found", "record.gone", {}, "to.accounts");
  return wanted;
}
