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
): Promise<PresetTargets & { visible: VisiblePreset }> {
  const { account } = await read(scope, { account: findOne("account", scope.account) });
  const { agency } = account.data;
  const { visible } = await read(scopeWithAgency(scope, agency), {
    visible: findVisiblePreset(id, { account: scope.account, agency }),
  });
  if (!visible) return fail("not-found", "record.notFound", {}, "preset");
  const { kind } = visible.preset;
  checkUsable(visible.preset, kind);
  const targets = { visible, agency, records: [], accounts: [] };
  if ("followers" in to) {
    const followers = await readFollowersOf(scope, visible, await readSubAccounts(scope));
    if (followers.length === 0) fail("conflict", "presets.noFollowers", { name: visible.preset.name });
    return { ...targets, records: followers.map(({ record }) => ({ account: record.account, id: record.id, kind })) };
  }
  if ("accounts" in to) return { ...targets, accounts: await checkPickedAccounts(scope, visible, to.accounts) };
  const ids = [...new Set(to.records.map((record) => record.id))];
  // The request gives only ids, so each is looked up under both kinds.
  const candidates = await read(
    scope,
    Object.fromEntries(
      ids.flatMap((recordId) =>
        PRESET_KINDS.map((kind) => [`${kind} ${recordId}`, findOptionalFollower(kind, recordId, scope.account)]),
      ),
    ),
  );
  const records = ids.map((recordId) => {
    const kind = PRESET_KINDS.find((candidate) => candidates[`${candidate} ${recordId}`]);
    // Another customer's record looks the same as one that doesn't exist.
    if (!kind) return fail("not-found", "record.notFound", {}, "to");
    checkUsable(visible.preset, kind);
    return { account: scope.account, id: recordId, kind };
  });
  return { ...targets, records };
}

async function checkPickedAccounts(scope: Scope, { from }: VisiblePreset, ids: readonly string[]): Promise<string[]> {
  const subAccounts = new Set((await readSubAccounts(scope)).map(({ id }) => id));
  const distinctIds = [...new Set(ids)];
  if (from === "agency" || distinctIds.some((id) => !subAccounts.has(id)))
    fail("not-found", "record.notFound", {}, "to.accounts");
  return distinctIds;
}
