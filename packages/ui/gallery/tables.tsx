import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Avatar } from "../src/Avatar.tsx";
import { Badge } from "../src/Badge.tsx";
import { Button } from "../src/Button.tsx";
import { Card } from "../src/Card.tsx";
import { Elapsed } from "../src/Elapsed.tsx";
import { EmptyState } from "../src/EmptyState.tsx";
import { Money } from "../src/Money.tsx";
import { type Column, Table, type TableSort } from "../src/Table.tsx";
import { toasts } from "./overlays.tsx";

const MORNING = Date.UTC(2025, 4, 14, 9, 12);
const now = () => MORNING + performance.now();
const MINUTE = 60_000;
const dollars = { currency: "USD", locale: "en-US" };

interface Person {
  id: string;
  name: string;
  state: ComponentChildren;
  since: number;
  calls: number;
  micros: number;
}

const PEOPLE: Person[] = [
  {
    id: "dana",
    name: "Dana Reyes",
    state: <Badge tone="good">Available</Badge>,
    since: 42,
    calls: 18,
    micros: 182_400_000,
  },
  { id: "li", name: "Li Wei", state: <Badge tone="warn">Lunch</Badge>, since: 12, calls: 7, micros: -4_000 },
  {
    id: "sam",
    name: "Sam Okafor",
    state: <Badge tone="busy">On a call</Badge>,
    since: 4,
    calls: 131,
    micros: 1_204_950_000,
  },
  { id: "ines", name: "Inês Duarte", state: <Badge>Offline</Badge>, since: 190, calls: 0, micros: 0 },
];

const COLUMNS: Column<Person>[] = [
  {
    key: "name",
    header: "Person",
    sortable: true,
    cell: (person) => (
      <span style={{ display: "inline-flex", alignItems: "center", gap: "8px" }}>
        <Avatar name={person.name} size="sm" decorative />
        {person.name}
      </span>
    ),
  },
  { key: "state", header: "Status", cell: (person) => person.state },
  {
    key: "since",
    header: "For",
    align: "end",
    sortable: true,
    cell: (person) => <Elapsed since={MORNING - person.since * MINUTE} now={now} />,
  },
  { key: "calls", header: "Calls today", align: "end", sortable: true, cell: (person) => person.calls },
  { key: "micros", header: "Spent", align: "end", cell: (person) => <Money micros={person.micros} {...dollars} /> },
];

export function Tables() {
  const [sort, setSort] = useState<TableSort>({ key: "calls", direction: "descending" });
  const shared = { columns: COLUMNS, rowKey: (person: Person) => person.id, sort, onSort: setSort };
  const open = (person: Person) => toasts.show({ sentence: `${person.name} opened` });
  return (
    <>
      <Card title="Team" subtitle="Rows open a person; arrows walk them." flush actions={<Button>Invite</Button>}>
        <Table caption="Team" rows={PEOPLE} onOpenRow={open} {...shared} />
      </Card>
      <Card title="Long table" subtitle="Scrolls by itself under its head." flush>
        <Table
          {...shared}
          caption="Long table"
          rows={Array.from({ length: 20 }, (_, at) => ({ ...(PEOPLE[at % 4] as Person), id: `${at}` }))}
          height="184px"
        />
      </Card>
      <Card title="Picked rows" subtitle="With Shift a whole range." flush>
        <SelectableTable />
      </Card>
      <Card title="No rows" flush>
        <Table
          {...shared}
          caption="No rows"
          rows={[]}
          empty={
            <EmptyState
              icon="users"
              sentence="Nobody is in this team yet. People you invite appear here with their status."
              action={<Button variant="primary">Invite people</Button>}
            />
          }
        />
      </Card>
    </>
  );
}

function SelectableTable() {
  const [picked, setPicked] = useState<readonly string[]>(["li"]);
  const without = (id: string) => picked.filter((one) => one !== id);
  const all = picked.length === PEOPLE.length;
  return (
    <Table
      caption="Picked rows"
      columns={COLUMNS}
      rows={PEOPLE}
      rowKey={({ id }) => id}
      onOpenRow={({ name }) => toasts.show({ sentence: `${name} opened` })}
      select={{
        isSelected: ({ id }) => picked.includes(id),
        onToggle: ({ id }) => setPicked(picked.includes(id) ? without(id) : [...picked, id]),
        visibleState: all ? "all" : picked.length > 0 ? "some" : "none",
        onToggleVisible: () => setPicked(all ? [] : PEOPLE.map(({ id }) => id)),
        label: ({ name }) => `Select ${name}`,
        visibleLabel: "Select everybody",
      }}
    />
  );
}
