import type { Status } from "@callboard/domain/agents/rules";
import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Elapsed } from "@callboard/ui/Elapsed";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import { StatusShape } from "@callboard/ui/StatusShape";
import { type Column, Table } from "@callboard/ui/Table";
import { serverNow } from "../../data/clock.ts";
import { clockTime, type Locale } from "../../shared/timeText.ts";
import { useViewer } from "../../shared/viewer.ts";
import { agents } from "../../texts/en/agents.ts";
import { format } from "../../texts/format.ts";
import { causeText } from "../../shared/status/causeText.ts";
import { isPhoneShown } from "../../shared/status/look.ts";
import type { Seat } from "./seats.ts";

const texts = agents.board;
const NOTHING = <span class="cb-quiet">—</span>;

interface BoardTableProps {
  seats: readonly Seat[];
  statuses: readonly Status[];
  /** Opens the dialog; undefined if the role may only read. */
  onSet: ((person: string, status: string | null) => void) | undefined;
  onShowAll: () => void;
}

export function BoardTable({ seats, statuses, onSet, onShowAll }: BoardTableProps) {
  const viewer = useViewer();
  const columns: Column<Seat>[] = [
    { key: "person", head: texts.person, cell: personCell },
    { key: "status", head: texts.status, cell: statusCell },
    {
      key: "for",
      head: texts.running,
      align: "end",
      spare: 0,
      cell: ({ agent, parked }) => (parked ? NOTHING : <Elapsed since={agent.since} now={serverNow} />),
    },
    { key: "until", head: texts.until, align: "end", cell: (seat) => untilCell(seat, viewer) },
    { key: "phone", head: texts.phone, spare: 1, cell: phoneCell },
    { key: "why", head: texts.why, width: "100%", spare: 1, cell: (seat) => whyCell(seat, viewer.me.person.id) },
  ];
  if (onSet)
    columns.push({
      key: "actions",
      head: <span class="cb-unseen">{texts.actions}</span>,
      align: "end",
      cell: (seat) => <SeatMenu seat={seat} statuses={statuses} onSet={onSet} />,
    });
  return (
    <Card flush>
      <div class="board-table">
        <Table
          caption={texts.caption}
          columns={columns}
          rows={seats}
          rowKey={({ person }) => person}
          onRow={onSet && (({ person }) => onSet(person, null))}
          opens={({ parked }) => !parked}
          empty={
            <EmptyState
              icon="filter"
              sentence={texts.nobodyFits}
              action={<Button onClick={onShowAll}>{texts.showAll}</Button>}
            />
          }
        />
      </div>
    </Card>
  );
}

function personCell({ name, look, group }: Seat) {
  return (
    <span class="board-person" data-group={group}>
      <StatusShape {...look} size={20} />
      {name}
    </span>
  );
}

const statusCell = ({ words, parked }: Seat) => (parked ? <span class="cb-quiet">{words}</span> : words);

function untilCell({ agent, overdue, parked }: Seat, locale: Locale) {
  if (agent.until === null || parked) return NOTHING;
  const time = clockTime(agent.until, locale);
  if (!overdue) return time;
  return (
    <span class="board-overdue" title={texts.dueTitle}>
      {format(texts.wasDue, { time })}
    </span>
  );
}

function phoneCell({ status, phone }: Seat) {
  const speaks = isPhoneShown(status, phone);
  const inCall = phone.call !== null && phone.call.to === null;
  return (
    <span class={speaks ? "board-phone" : "board-phone cb-quiet"} data-state={phone.state}>
      {texts.phones[phone.state]}
      {inCall && <Elapsed since={phone.since} now={serverNow} />}
    </span>
  );
}

function whyCell({ agent, by, person, parked }: Seat, viewer: string) {
  const isOwn = agent.cause.key === "cause.chosen" && agent.actor.id === person && person !== viewer;
  const words = parked ? texts.parkedWhy : isOwn ? texts.own : causeText(agent, viewer, by);
  return (
    <span class="board-why" title={words}>
      {words}
    </span>
  );
}

interface SeatMenuProps {
  seat: Seat;
  statuses: readonly Status[];
  onSet: (person: string, status: string) => void;
}

function SeatMenu({ seat: { person, name, agent, parked }, statuses, onSet }: SeatMenuProps) {
  if (parked) return null;
  const entries = statuses
    .filter(({ archivedAt }) => archivedAt === null)
    .map(({ id, name: label }) => ({
      id,
      label,
      checked: id === agent.status,
      onSelect: () => onSet(person, id),
    }));
  return (
    <Menu
      kind="icon"
      align="end"
      label={format(texts.setFor, { name })}
      entries={[{ section: format(texts.setForSection, { name }) }, ...entries]}
    >
      <Icon name="dots" />
    </Menu>
  );
}
