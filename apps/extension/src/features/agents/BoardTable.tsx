import type { Status } from "@callboard/domain/agents/rules";
import { OFFLINE } from "@callboard/domain/agents/types";
import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Elapsed } from "@callboard/ui/Elapsed";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import { StatusShape } from "@callboard/ui/StatusShape";
import { type Column, Table } from "@callboard/ui/Table";
import { serverNow } from "../../data/clock.ts";
import type { ListSelection } from "../../shared/list/useSelection.ts";
import { clockTime, type Locale } from "../../shared/timeText.ts";
import { useViewer } from "../../shared/viewer.ts";
import { agents } from "../../texts/en/agents.ts";
import { format } from "../../texts/format.ts";
import { endTimeText } from "../../shared/status/endTimeText.ts";
import { lastingPlanned, nextPlanned } from "../../shared/status/plannedText.ts";
import { causeText } from "../../shared/status/causeText.ts";
import { ruleLoopText } from "../../shared/status/ruleLoopText.ts";
import { isPhoneShown } from "../../shared/status/look.ts";
import type { Seat } from "./seats.ts";

const { planned } = agents;
const texts = agents.board;
const NO_VALUE = <span class="cb-muted">—</span>;

interface BoardTableProps {
  seats: readonly Seat[];
  statuses: readonly Status[];
  /** Opens the dialog with the status, or with none to choose one there; undefined if the role may only read. */
  onSet: ((person: string, status: string | null) => void) | undefined;
  /** Opens what is planned for the person. */
  onPlan: (person: string) => void;
  /** The selected rows; undefined if the role may only read. */
  selection: ListSelection | undefined;
  onShowAll: () => void;
}

export function BoardTable({ seats, statuses, onSet, onPlan, selection, onShowAll }: BoardTableProps) {
  const viewer = useViewer();
  const columns: Column<Seat>[] = [
    { key: "person", header: texts.person, cell: personCell },
    { key: "status", header: texts.status, cell: statusCell },
    {
      key: "for",
      header: texts.running,
      align: "end",
      hideOrder: 0,
      cell: ({ agent, frozen }) => (frozen ? NO_VALUE : <Elapsed since={agent.since} now={serverNow} />),
    },
    { key: "until", header: texts.until, align: "end", cell: (seat) => untilCell(seat, viewer) },
    { key: "planned", header: planned.column, hideOrder: 2, cell: (seat) => plannedCell(seat, viewer) },
    { key: "phone", header: texts.phone, hideOrder: 1, cell: phoneCell },
    {
      key: "why",
      header: texts.why,
      width: "100%",
      hideOrder: 1,
      cell: (seat) => reasonCell(seat, viewer.me.person.id, viewer),
    },
  ];
  if (onSet)
    columns.push({
      key: "actions",
      header: <span class="cb-visually-hidden">{texts.actions}</span>,
      align: "end",
      cell: (seat) => <SeatMenu seat={seat} statuses={statuses} onSet={onSet} onPlan={onPlan} />,
    });
  return (
    <Card flush>
      <div class="board-table">
        <Table
          caption={texts.caption}
          columns={columns}
          rows={seats}
          rowKey={({ person }) => person}
          onOpenRow={onSet && (({ person }) => onSet(person, null))}
          isRowOpenable={({ frozen }) => !frozen}
          select={
            selection && {
              isSelectable: ({ frozen }) => !frozen,
              isSelected: ({ person }) => selection.isSelected(person),
              onToggle: ({ person }, range) => selection.toggle(person, range),
              visibleState: selection.visibleState,
              onToggleVisible: selection.toggleVisible,
              label: ({ name }) => format(texts.select, { name }),
              visibleLabel: texts.selectVisible,
            }
          }
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

const statusCell = ({ statusText, frozen }: Seat) => (frozen ? <span class="cb-muted">{statusText}</span> : statusText);

function untilCell({ agent, overdue, frozen }: Seat, locale: Locale) {
  if (agent.until === null || frozen) return NO_VALUE;
  const time = clockTime(agent.until, locale);
  if (!overdue) return time;
  return (
    <span class="board-overdue" title={texts.dueTitle}>
      {format(texts.wasDue, { time })}
    </span>
  );
}

/** The status for after the call, or the next planned one; for somebody who is offline also one that lasts, such as a leave. */
function plannedCell({ agent, frozen }: Seat, locale: Locale) {
  const now = serverNow();
  const segment = nextPlanned(agent, now);
  const lasting = agent.status === OFFLINE ? lastingPlanned(agent, now) : null;
  if (!frozen && agent.next) return format(texts.afterCall, { status: agent.next.statusName });
  if (frozen || (!segment && !lasting)) return NO_VALUE;
  const { statusName: status, from, until } = (lasting ?? segment)!;
  return lasting
    ? format(planned.columnNow, { status, time: endTimeText(until, now, locale) })
    : format(planned.columnNext, { status, time: endTimeText(from, now, locale) });
}

function phoneCell({ status, phone }: Seat) {
  const isShown = isPhoneShown(status, phone);
  // A call whose end is null is still going on.
  const isOnCall = phone.call !== null && phone.call.to === null;
  return (
    <span class={isShown ? "board-phone" : "board-phone cb-muted"} data-state={phone.state}>
      {texts.phones[phone.state]}
      {isOnCall && <Elapsed since={phone.since} now={serverNow} />}
    </span>
  );
}

function reasonCell({ agent, by, person, frozen }: Seat, viewerId: string, locale: Locale) {
  const loop = ruleLoopText(agent, locale);
  const isOwnChoice = agent.cause.key === "agents.cause.chosen" && agent.actor.id === person && person !== viewerId;
  const text = frozen ? texts.frozenWhy : isOwnChoice ? texts.own : causeText(agent, viewerId, by);
  return (
    <span class="board-why" data-stopped={loop !== null || undefined} title={loop ?? text}>
      {loop ?? text}
    </span>
  );
}

interface SeatMenuProps {
  seat: Seat;
  statuses: readonly Status[];
  onSet: (person: string, status: string) => void;
  onPlan: (person: string) => void;
}

function SeatMenu({ seat: { person, name, agent, frozen }, statuses, onSet, onPlan }: SeatMenuProps) {
  if (frozen) return null;
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
      label={format(texts.setStatus, { name })}
      entries={[
        { section: format(texts.setForSection, { name }) },
        ...entries,
        { separator: true },
        { id: "planned", label: planned.planFor, onSelect: () => onPlan(person) },
      ]}
    >
      <Icon name="dots" />
    </Menu>
  );
}
