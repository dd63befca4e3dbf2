import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { type Column, Table } from "@callboard/ui/Table";
import { FieldStateLabel } from "../../shared/presets/FieldStateLabel.tsx";
import { settingsHref } from "../../shared/presets/presets.ts";
import { presets as texts } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";
import type { PresetView } from "./types.ts";

type Follower = PresetView["followers"][number];
/**
 * How a field can differ from the preset: changed in both (`clash`), only in the record (`drifted`), only in the preset
 * (`behind`), or kept different on purpose (`overridden`).
 */
const DIFFERING_STATES = ["clash", "drifted", "behind", "overridden"] as const;

/** Records that follow a preset, those with drift first. */
export function Followers({ view: { followers, preset } }: { view: PresetView }) {
  const spansAccounts = followers.some(({ account }) => account !== null);
  const rows = followers.toSorted((a, b) => differingCount(b) - differingCount(a) || a.name.localeCompare(b.name));
  if (rows.length === 0)
    return (
      <Card title={texts.followersTitle}>
        <EmptyState icon="stamp" sentence={texts.followersEmpty} />
      </Card>
    );
  return (
    <Card title={texts.followersTitle} subtitle={texts.followersSubtitle} flush>
      <Table
        caption={texts.followersCaption}
        columns={followerColumns(spansAccounts, preset.version)}
        rows={rows}
        rowKey={({ id }) => id}
        rowHref={spansAccounts ? undefined : ({ kind, id }) => settingsHref(kind, id)}
      />
    </Card>
  );
}

/** How many fields differ without anybody having decided it: overrides don't count. */
const differingCount = ({ states: { drifted, behind, clash } }: Follower): number => drifted + behind + clash;

function followerColumns(spansAccounts: boolean, newestVersion: number): Column<Follower>[] {
  const columns: Column<Follower>[] = [
    { key: "name", header: texts.follower, cell: (row) => <FollowerName row={row} spansAccounts={spansAccounts} /> },
  ];
  if (spansAccounts)
    columns.push({ key: "account", header: texts.account, hideOrder: 1, cell: ({ account }) => account?.name ?? "" });
  return [
    ...columns,
    { key: "standing", header: texts.followState, width: "50%", cell: (row) => <FollowerStates row={row} /> },
    {
      key: "version",
      header: texts.takenVersion,
      align: "end",
      cell: ({ version }) => (
        <span class={version === newestVersion ? "cb-muted" : undefined}>{format(texts.version, { version })}</span>
      ),
    },
  ];
}

/** If the list spans several accounts, only this account's records are links; otherwise every row is one. */
function FollowerName({ row: { account, kind, id, name }, spansAccounts }: { row: Follower; spansAccounts: boolean }) {
  if (account !== null || !spansAccounts) return <span class="preset-follower">{name}</span>;
  return (
    <a class="preset-follower" href={settingsHref(kind, id)}>
      {name}
    </a>
  );
}

function FollowerStates({ row: { states } }: { row: Follower }) {
  const differing = DIFFERING_STATES.filter((state) => states[state] > 0);
  if (differing.length === 0) return <FieldStateLabel state="follows" label={texts.allFollow} />;
  return (
    <span class="preset-states">
      {differing.map((state) => (
        <FieldStateLabel key={state} state={state} label={format(texts.counts[state], { count: states[state] })} />
      ))}
    </span>
  );
}
