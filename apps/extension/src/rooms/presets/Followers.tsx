import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { type Column, Table } from "@callboard/ui/Table";
import { FieldStateSign } from "../../preset/FieldStateSign.tsx";
import { settingsOf } from "../../preset/presets.ts";
import { presets as texts } from "../../texts/en/presets.ts";
import { say } from "../../texts/say.ts";
import type { PresetAnswer } from "./answers.ts";

type Follower = PresetAnswer["followers"][number];
const APART = ["clash", "drifted", "behind", "overridden"] as const;

/** What follows a preset, those first that are not as it says. */
export function Followers({ answer: { followers, preset } }: { answer: PresetAnswer }) {
  const abroad = followers.some(({ account }) => account !== null);
  const rows = followers.toSorted((a, b) => apartOf(b) - apartOf(a) || a.name.localeCompare(b.name));
  if (rows.length === 0)
    return (
      <Card title={texts.followersTitle}>
        <EmptyState icon="stamp" sentence={texts.followersEmpty} />
      </Card>
    );
  return (
    <Card title={texts.followersTitle} sub={texts.followersSub} flush>
      <Table
        caption={texts.followersCaption}
        columns={columnsFor(abroad, preset.version)}
        rows={rows}
        rowKey={({ id }) => id}
        rowHref={abroad ? undefined : ({ kind, id }) => settingsOf(kind, id)}
      />
    </Card>
  );
}

const apartOf = ({ states: { drifted, behind, clash } }: Follower): number => drifted + behind + clash;

function columnsFor(abroad: boolean, newest: number): Column<Follower>[] {
  const columns: Column<Follower>[] = [
    { key: "name", head: texts.follower, cell: (row) => <Name row={row} abroad={abroad} /> },
  ];
  if (abroad)
    columns.push({ key: "account", head: texts.account, spare: 1, cell: ({ account }) => account?.name ?? "" });
  return [
    ...columns,
    { key: "standing", head: texts.standing, width: "50%", cell: (row) => <HowItStands row={row} /> },
    {
      key: "version",
      head: texts.asOf,
      align: "end",
      cell: ({ version }) => (
        <span class={version === newest ? "cb-quiet" : undefined}>{say(texts.version, { version })}</span>
      ),
    },
  ];
}

/** What stands in another account is opened there; where none does, the whole row leads to it. */
function Name({ row: { account, kind, id, name }, abroad }: { row: Follower; abroad: boolean }) {
  if (account !== null || !abroad) return <span class="preset-follower">{name}</span>;
  return (
    <a class="preset-follower" href={settingsOf(kind, id)}>
      {name}
    </a>
  );
}

function HowItStands({ row: { states } }: { row: Follower }) {
  const told = APART.filter((state) => states[state] > 0);
  if (told.length === 0) return <FieldStateSign state="follows" words={texts.allFollow} />;
  return (
    <span class="preset-states">
      {told.map((state) => (
        <FieldStateSign key={state} state={state} words={say(texts.counts[state], { count: states[state] })} />
      ))}
    </span>
  );
}
