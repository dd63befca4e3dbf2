import { canReadArea } from "@callboard/domain/core/permissions";
import { fail } from "@callboard/domain/core/failure";
import { checkVersion } from "@callboard/domain/core/version";
import { isSameValue } from "@callboard/domain/core/differences";
import {
  type FieldComparison,
  type Follows,
  differsFromPreset,
  LIBRARY,
  type PresetKind,
  compareWithPreset,
} from "@callboard/domain/presets/rules";
import {
  fieldLabel,
  ResolveFieldInput,
  formatValue,
  PresetComparisonInput,
  UnfollowInput,
} from "@callboard/domain/presets/schema";
import { resolveField } from "@callboard/domain/presets/resolveField";
import { presetAsFollowed, unfollow } from "@callboard/domain/presets/apply";
import { formatActor } from "@callboard/domain/core/fieldFormat";
import type { ValueFormatter } from "@callboard/domain/core/valueFormatter";
import { type RecordVersion, findLastVersions } from "../../store/versions.ts";
import { isVisible } from "../../store/visibility.ts";
import { NO_QUERY } from "../../store/queries.ts";
import { findVisiblePreset, checkPresetsEditable, type VisiblePreset } from "../../store/reads/presets.ts";
import { type Scope, scopeWithAgency } from "../../store/scope.ts";
import { readVisibility } from "../../store/reads/ownVisibility.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { withDisplayNames, displayLocaleFor } from "../../store/reads/displayNames.ts";
import type { AccountContext } from "../../auth/sessionCache.ts";
import { findFollower, namelessShow, readPreset } from "./presetRows.ts";

/** How many versions are searched for the change that made a field differ. */
const VERSIONS_READ = 50;

/** How a record differs from the preset that it follows, and the ways to resolve each difference. */
export const differenceProcedures = {
  differences: accountProcedure("read routing")
    .input(PresetComparisonInput)
    .query(async ({ ctx: { scope, context }, input: { kind, id } }) => {
      const { record } = await read(scope, { record: findFollower(kind, id) });
      const { follows } = record.data;
      if (!follows) return null;
      const visible = await readPreset(scope, context, follows.preset);
      const preset = visible?.preset ?? presetAsFollowed(follows, kind);
      const fields = compareWithPreset(follows, preset.values, record.data);
      const versions = await readVisibleVersions(scope, context, kind, id);
      return withDisplayNames(scope, displayLocaleFor(scope, scope.locale?.zone ?? context.zone, "USD"), (show) => ({
        preset: {
          id: follows.preset,
          name: preset.name,
          from: visible?.from ?? presetOrigin(follows, scope),
          version: follows.version,
          now: visible ? preset.version : null,
          archived: preset.archivedAt !== null,
        },
        fields: fields.map((field) => differenceView(kind, field, versions, show)),
        /** How many fields differ from the preset. */
        apart: fields.filter(differsFromPreset).length,
      }));
    }),

  /** Resolves one field that differs. */
  resolveDifference: accountProcedure("change routing")
    .input(ResolveFieldInput)
    .mutation(async ({ ctx: { scope, context }, input: { kind, id, version, field, how } }) => {
      const { account, agency } = context;
      const { before } = await read(scope, { before: findFollower(kind, id) });
      const { follows } = before.data;
      if (!follows) return fail("conflict", "presets.followsNone", { name: before.data.name });
      const queries = {
        record: findFollower(kind, id),
        visible: findVisiblePreset(follows.preset, { account, agency }),
        // A value that the preset accepts reaches all its followers.
        presetsEditable: how === "accept" ? checkPresetsEditable : NO_QUERY,
      };
      const label = fieldLabel(kind, field, namelessShow(context));
      return commit(scopeWithAgency(scope, agency), queries, ({ record, visible }) => {
        checkVersion(record, version, record.data.name);
        if (!visible && how !== "override") fail("not-found", "presets.presetGone", { name: record.data.name });
        const preset = visible?.preset ?? presetAsFollowed(follows, kind);
        return resolveField(record, preset, visible?.ownDocument ?? null, { field, how, label });
      });
    }),

  unfollow: accountProcedure("change routing")
    .input(UnfollowInput)
    .mutation(({ ctx: { scope }, input: { kind, id, version } }) =>
      commit(scope, { record: findFollower(kind, id) }, ({ record }) => {
        checkVersion(record, version, record.data.name);
        return unfollow(record);
      }),
    ),
};

/** Where a preset came from that the account no longer sees. */
const presetOrigin = ({ owner }: Follows, { account }: Scope): VisiblePreset["from"] =>
  owner === LIBRARY ? "library" : owner === account ? "own" : "agency";

/** The record's last changes that this caller may see. */
async function readVisibleVersions(
  scope: Scope,
  context: AccountContext,
  kind: PresetKind,
  id: string,
): Promise<RecordVersion[]> {
  if (!canReadArea(scope.membership, "routing")) return [];
  const { visibility } = await readVisibility(scope, context, undefined);
  const { versions } = await read(scope, { versions: findLastVersions(kind, id, VERSIONS_READ) });
  return versions.filter((version) => isVisible(version, visibility, []));
}

function differenceView(
  kind: PresetKind,
  comparison: FieldComparison,
  versions: readonly RecordVersion[],
  show: ValueFormatter,
) {
  const { field, state, base, preset, record } = comparison;
  const format = (value: unknown) => formatValue(kind, field, value, show).text;
  const cause = state === "follows" || state === "behind" ? undefined : findCause(comparison, versions);
  return {
    field,
    label: fieldLabel(kind, field, show),
    state,
    base: format(base),
    preset: format(preset),
    record: format(record),
    by: cause ? formatActor(cause.actor, show) : null,
    at: cause?.at ?? null,
  };
}

/** The change that made a field an override, or gave it its current value. */
function findCause({ field, state }: FieldComparison, versions: readonly RecordVersion[]): RecordVersion | undefined {
  const isOverride = (data: object | null) =>
    (data as { follows?: Follows | null } | null)?.follows?.overrides.includes(field) ?? false;
  const value = (data: object | null) => (data as Record<string, unknown> | null)?.[field];
  return versions.find(({ before, data }) =>
    state === "overridden" ? isOverride(data) && !isOverride(before) : !isSameValue(value(before), value(data)),
  );
}
