import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Avatar } from "../src/Avatar.tsx";
import { Badge } from "../src/Badge.tsx";
import { Button } from "../src/Button.tsx";
import { Card } from "../src/Card.tsx";
import { Dialog } from "../src/Dialog.tsx";
import { Elapsed } from "../src/Elapsed.tsx";
import { EmptyState } from "../src/EmptyState.tsx";
import { Icon } from "../src/Icon.tsx";
import { Kbd } from "../src/Kbd.tsx";
import { Menu } from "../src/Menu.tsx";
import { Money } from "../src/Money.tsx";
import { Notice } from "../src/Notice.tsx";
import { Progress } from "../src/Progress.tsx";
import { Skeleton } from "../src/Skeleton.tsx";
import { type Column, Table, type TableSort } from "../src/Table.tsx";
import { Tabs } from "../src/Tabs.tsx";
import { ToastRegion } from "../src/ToastRegion.tsx";
import { createToasts } from "../src/toasts.ts";
import { When } from "../src/When.tsx";

// A clock that runs from a fixed morning, so that two looks at the gallery can be compared.
const MORNING = Date.UTC(2025, 4, 14, 9, 12);
const now = () => MORNING + performance.now();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const local = { locale: "en-US", zone: "America/New_York", now };
const dollars = { currency: "USD", locale: "en-US" };
const toasts = createToasts();

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
    head: "Person",
    sortable: true,
    cell: (person) => (
      <span style={{ display: "inline-flex", alignItems: "center", gap: "8px" }}>
        <Avatar name={person.name} size="sm" beside />
        {person.name}
      </span>
    ),
  },
  { key: "state", head: "Status", cell: (person) => person.state },
  {
    key: "since",
    head: "For",
    align: "end",
    sortable: true,
    cell: (person) => <Elapsed since={MORNING - person.since * MINUTE} now={now} />,
  },
  { key: "calls", head: "Calls today", align: "end", sortable: true, cell: (person) => person.calls },
  { key: "micros", head: "Spent", align: "end", cell: (person) => <Money micros={person.micros} {...dollars} /> },
];

function Row({ children }: { children: ComponentChildren }) {
  return <div style={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: "12px" }}>{children}</div>;
}

function Stack({ children }: { children: ComponentChildren }) {
  return <div style={{ display: "grid", gap: "12px" }}>{children}</div>;
}

function Tables() {
  const [sort, setSort] = useState<TableSort>({ key: "calls", direction: "descending" });
  const shared = { columns: COLUMNS, rowKey: (person: Person) => person.id, sort, onSort: setSort };
  const open = (person: Person) => toasts.show({ sentence: `${person.name} opened` });
  return (
    <>
      <Card title="Team" sub="Rows open a person; arrows walk them." flush actions={<Button>Invite</Button>}>
        <Table caption="Team" rows={PEOPLE} onRow={open} {...shared} />
      </Card>
      <Card title="Long table" sub="Scrolls by itself under its head." flush>
        <Table
          {...shared}
          caption="Long table"
          rows={Array.from({ length: 20 }, (_, at) => ({ ...(PEOPLE[at % 4] as Person), id: `${at}` }))}
          height="184px"
        />
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

function Menus() {
  const [theme, setTheme] = useState("auto");
  const [here, setHere] = useState(false);
  const say = (sentence: string) => () => toasts.show({ sentence });
  return (
    <Row>
      <Menu
        label="Actions"
        entries={[
          { id: "edit", label: "Edit", icon: "edit", hint: "E", onSelect: say("Edit") },
          { id: "copy", label: "Duplicate", icon: "copy", hint: "D", onSelect: say("Duplicate") },
          {
            id: "archive",
            label: "Archive",
            icon: "archive",
            hint: "in use",
            disabled: true,
            onSelect: say("Archive"),
          },
          { separator: true },
          { id: "delete", label: "Delete number", icon: "trash", danger: true, onSelect: say("Delete") },
        ]}
      >
        Actions <Icon name="chevron-down" />
      </Menu>
      <Menu
        label="Northwind · Sales"
        kind="quiet"
        entries={[
          { section: "Northwind" },
          { id: "sales", label: "Sales", checked: true, hint: "1", onSelect: say("Sales") },
          { id: "support", label: "Support", checked: false, hint: "2", onSelect: say("Support") },
          { section: "Contoso" },
          {
            id: "returns",
            label: "Returns and repairs, evening shift",
            checked: false,
            hint: "3",
            onSelect: say("Returns"),
          },
        ]}
      >
        Northwind · Sales <Icon name="chevron-down" />
      </Menu>
      <Menu
        label="Theme"
        kind="icon"
        align="end"
        entries={[
          ...["auto", "light", "dark"].map((id) => ({
            id,
            label: { auto: "Like the system", light: "Light", dark: "Dark" }[id] ?? id,
            checked: theme === id,
            onSelect: () => setTheme(id),
          })),
          { separator: true },
          { id: "here", label: "Only on this device", checked: here, onSelect: () => setHere(!here) },
        ]}
      >
        <Icon name="moon" />
      </Menu>
    </Row>
  );
}

function Dialogs() {
  const [open, setOpen] = useState<"narrow" | "wide" | null>(null);
  const close = () => setOpen(null);
  return (
    <Row>
      <Button onClick={() => setOpen("narrow")}>Stop incoming calls</Button>
      <Button onClick={() => setOpen("wide")}>Wide dialog</Button>
      <Dialog
        open={open !== null}
        onClose={close}
        title="Stop incoming calls?"
        closeLabel="Close"
        width={open ?? "narrow"}
        foot={
          <>
            <Button onClick={close}>Keep taking calls</Button>
            <Button variant="danger" onClick={close}>
              Stop incoming calls
            </Button>
          </>
        }
      >
        <Stack>
          <p>
            Callers to 3 numbers hear the closing message. Nine people keep their status, and calls under way go on.
          </p>
          <Notice
            kind="warn"
            sentence="Two callers are waiting in Sales right now."
            detail="They hear the message too."
          />
        </Stack>
      </Dialog>
    </Row>
  );
}

function ToastButtons() {
  const undo = { label: "Undo", onSelect: () => toasts.show({ sentence: "Back to Available" }) };
  return (
    <Row>
      <Button onClick={() => toasts.show({ sentence: "Lunch until 13:00", action: undo })}>With undo</Button>
      <Button onClick={() => toasts.show({ sentence: "Preset saved", kind: "good" })}>Good</Button>
      <Button
        onClick={() =>
          toasts.show({
            sentence: "The number was changed by someone else. Look at it again.",
            kind: "bad",
            action: { label: "Look", onSelect() {} },
          })
        }
      >
        Bad
      </Button>
    </Row>
  );
}

function Times() {
  const away = [-20_000, -3 * MINUTE, -5 * HOUR, -30 * HOUR, -19 * 24 * HOUR, -400 * 24 * HOUR, 25 * MINUTE];
  return (
    <>
      <Row>
        {away.map((ms) => (
          <When key={ms} at={MORNING + ms} {...local} />
        ))}
      </Row>
      <Row>
        <span class="cb-figure">
          <Elapsed since={MORNING - 761_000} now={now} />
        </span>
        <Elapsed since={MORNING - 3_595_000} now={now} />
        <Elapsed since={MORNING - 26 * HOUR} now={now} />
      </Row>
    </>
  );
}

function Amounts() {
  const lines = [182_400_000, -4_000, -1_250_000, 1_204_950_000, 0];
  return (
    <div style={{ display: "grid", gap: "4px", justifyItems: "end", inlineSize: "160px" }}>
      {lines.map((micros) => (
        <Money key={micros} micros={micros} {...dollars} signed={micros === 1_204_950_000} />
      ))}
      <Money micros={-1_500_000} currency="EUR" locale="de-DE" />
    </div>
  );
}

function Views() {
  const [view, setView] = useState<"now" | "versions" | "history">("now");
  return (
    <Tabs
      label="Views"
      selected={view}
      onSelect={setView}
      tabs={[
        { id: "now", label: "Now" },
        { id: "versions", label: "Versions", count: 12 },
        { id: "history", label: "History" },
      ]}
    >
      <p class="cb-quiet">
        {{ now: "How it rings today.", versions: "Twelve versions.", history: "Who changed what." }[view]}
      </p>
    </Tabs>
  );
}

export function Parts() {
  return (
    <div style={{ display: "grid", gap: "24px", minInlineSize: 0 }}>
      <Card title="Badges, people, keys">
        <Stack>
          <Row>
            <Badge>Draft</Badge>
            <Badge tone="accent">New</Badge>
            <Badge tone="good" icon="check">
              Paid
            </Badge>
            <Badge tone="warn" icon="clock">
              Due in 3 days
            </Badge>
            <Badge tone="bad" icon="alert">
              Refused
            </Badge>
            <Badge tone="busy">On a call</Badge>
          </Row>
          <Row>
            <Avatar name="Dana Reyes" />
            <Avatar name="Li Wei" size="sm" />
            <Avatar name="Madonna" />
            <Kbd keys={["1"]} />
            <Kbd keys={["Ctrl", "K"]} />
            <Kbd keys={["↑"]} />
          </Row>
        </Stack>
      </Card>
      <Tables />
      <Card title="Notices">
        <Stack>
          <Notice sentence="Numbers are read from your phone system every five minutes." />
          <Notice
            kind="warn"
            sentence="The balance covers calls until Friday, 16 May."
            action={<Button size="small">Add money</Button>}
          />
          <Notice
            kind="bad"
            sentence="The card ending in 4242 was refused."
            detail="The bank gave no reason. Nothing was charged, and calls go on until 16 May."
            action={<Button size="small">Use another card</Button>}
          />
        </Stack>
      </Card>
      <Card title="Menus">
        <Menus />
      </Card>
      <Card title="Dialogs">
        <Dialogs />
      </Card>
      <Card title="Toasts">
        <ToastButtons />
      </Card>
      <Card title="Times">
        <Stack>
          <Times />
        </Stack>
      </Card>
      <Card title="Money">
        <Amounts />
      </Card>
      <Card title="Tabs">
        <Views />
      </Card>
      <Card title="Waiting">
        <Stack>
          <Progress label="Reading call records" value={12} max={40} text="12 of 40 days" />
          <Progress label="Import" value={40} max={40} text="40 of 40 days" />
          <Skeleton label="Fetching people" lines={3} lineHeight="24px" />
        </Stack>
      </Card>
      <ToastRegion toasts={toasts} label="Messages" dismissLabel="Dismiss" />
    </div>
  );
}
