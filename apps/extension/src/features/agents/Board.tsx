import { Button } from "@callboard/ui/Button";
import { EmptyState } from "@callboard/ui/EmptyState";
import { useState } from "preact/hooks";
import { type Outputs, api } from "../../data/api.ts";
import type { ListPage } from "../../shared/list/createList.ts";
import { ListFoot } from "../../shared/list/ListFoot.tsx";
import { type ListModel, useList } from "../../shared/list/useList.ts";
import { href, route, setQuery } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { useTimedRefetch } from "../../shared/useTimedRefetch.ts";
import { ZoneNote } from "../../shared/page/ZoneNote.tsx";
import { useNow } from "../../shared/useNow.ts";
import { BulkBar } from "../../shared/list/BulkBar.tsx";
import { useSelection } from "../../shared/list/useSelection.ts";
import { SET_FOR_MANY_MAX } from "@callboard/domain/agents/types";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { agents } from "../../texts/en/agents.ts";
import { BoardFilter, BoardSearch } from "./BoardFilter.tsx";
import {
  type BoardFilterState,
  chooseFilter,
  filterInAddress,
  isFiltered,
  NO_FILTER,
  restoreFilter,
} from "./boardFilter.ts";
import { QueueStrip } from "./QueueStrip.tsx";
import { BoardTable } from "./BoardTable.tsx";
import { PlanDialog } from "./planned/PlanDialog.tsx";
import { PlannedDialog } from "./planned/PlannedDialog.tsx";
import { SetStatusDialog } from "./SetStatusDialog.tsx";
import { WallBoard } from "./WallBoard.tsx";
import { chipsOf, type Seat, seatsAt, boardSummary } from "./seats.ts";
import "./Board.css";

const { planned } = agents;
const texts = agents.board;
type BoardView = Outputs["agents"]["board"];
type Row = BoardView["rows"][number] & { id: string };
type BoardPage = ListPage<Row> & Omit<BoardView, "rows">;

const KINDS = ["agent", "phone", "status", "member"] as const;

/** The current status of each person, recomputed every second: a status that ends changes here before it is stored. */
export function Board() {
  const { account } = useViewer();
  useState(() => restoreFilter(account.id));
  const filter = filterInAddress();
  const setFilter = (next: BoardFilterState) => chooseFilter(account.id, next);
  const list = useList<Row, BoardPage>({
    page: "agents",
    kinds: KINDS,
    key: JSON.stringify(filter),
    load: async (after, limit) => {
      const { chips, search, queue, tag } = filter;
      const { rows, ...page } = await api().agents.board.query({
        chips: [...chips],
        search,
        ...(queue === "" ? {} : { queue }),
        ...(tag === "" ? {} : { tag }),
        after,
        limit,
      });
      return { ...page, rows: rows.map((row) => ({ ...row, id: row.person })) };
    },
  });
  const page = list.visible;
  const isWall = route.value.query["wall"] !== undefined;
  useTimedRefetch(list, page?.changesAt ?? null);
  const isTeamKnown = page !== null && (seatCount(page) > 0 || isFiltered(filter));
  return (
    <Page
      title={texts.title}
      summary={isTeamKnown && boardSummary(page.counts)}
      action={isTeamKnown && <BoardActions statuses={page.statuses} filter={filter} onChange={setFilter} />}
    >
      {isWall && page && <WallBoard board={page} onClose={() => setQuery({ wall: "" })} />}
      <Loaded resource={{ ...list, data: { value: page } }} label={texts.loading}>
        {(answer) =>
          seatCount(answer) === 0 && !isFiltered(filter) ? (
            <NobodyYet />
          ) : (
            <Team list={list} page={answer} filter={filter} onFilter={setFilter} />
          )
        }
      </Loaded>
    </Page>
  );
}

function BoardActions({
  statuses,
  ...filter
}: Parameters<typeof BoardSearch>[0] & { statuses: BoardView["statuses"] }) {
  const { account } = useViewer();
  const [isPlanning, setPlanning] = useState(false);
  return (
    <div class="board-actions">
      {mayDo(account, "set another's status") && (
        <Button icon="clock" onClick={() => setPlanning(true)}>
          {planned.plan}
        </Button>
      )}
      {isPlanning && (
        <PlanDialog plan={null} person={null} zone={null} statuses={statuses} onClose={() => setPlanning(false)} />
      )}
      <Button icon="open" onClick={() => setQuery({ wall: "1" })}>
        {texts.wall}
      </Button>
      <BoardSearch {...filter} />
    </div>
  );
}

const seatCount = ({ counts }: BoardPage): number => counts.all + counts.frozen;

function NobodyYet() {
  const { account } = useViewer();
  const link = mayDo(account, "manage the account") && <a href={href("access")}>{texts.toPeople}</a>;
  return <EmptyState icon="users" sentence={texts.empty} action={link || undefined} />;
}

interface TeamProps {
  list: ListModel<Row, BoardPage>;
  page: BoardPage;
  filter: BoardFilterState;
  onFilter: (filter: BoardFilterState) => void;
}

function Team({ list, page, filter, onFilter }: TeamProps) {
  const { account } = useViewer();
  const now = useNow();
  // `status`: the id of the status that the dialog starts with, if one was chosen in a row's menu.
  const [dialog, setDialog] = useState<{ seats: readonly Seat[]; status: string | null } | null>(null);
  const [plannedFor, setPlannedFor] = useState<Seat | null>(null);
  const [planning, setPlanning] = useState<{ id: string; name: string }[] | null>(null);
  const seats = seatsAt(page.rows, page.statuses, now);
  const seatOf = (person: string) => seats.find((seat) => seat.person === person);
  // The dialog keeps its people, even if the order of the list changes.
  const [firstSeat, ...otherSeats] = (dialog?.seats ?? []).map((seat) => seatOf(seat.person) ?? seat);
  const maySet = mayDo(account, "set another's status");
  // A frozen person has no status to set.
  const selectable = page.rows.filter(({ frozen }) => !frozen);
  const selection = useSelection(JSON.stringify(filter), selectable, selectable.length);
  const selectedSeats = seats.filter(({ person }) => selection.isSelected(person));
  return (
    <>
      {mayDo(account, "read routing") && <QueueStrip filter={filter} onChange={onFilter} />}
      <BoardFilter
        chips={chipsOf(page.statuses, page.counts.byFilterKey, filter.chips)}
        all={seatCount(page)}
        filter={filter}
        onChange={onFilter}
      />
      <BoardTable
        seats={seats}
        statuses={page.statuses}
        onSet={maySet ? (person, status) => setDialog({ seats: [seatOf(person)!], status }) : undefined}
        selection={maySet ? selection : undefined}
        onPlan={(person) => setPlannedFor(seatOf(person)!)}
        onShowAll={() => onFilter(NO_FILTER)}
      />
      <ListFoot list={list} page={page} />
      <ZoneNote />
      {plannedFor && (
        <PlannedDialog
          person={{ id: plannedFor.person, name: plannedFor.name }}
          statuses={page.statuses}
          onClose={() => setPlannedFor(null)}
        />
      )}
      {/* Everybody at once isn't offered: a change needs names. */}
      <BulkBar selection={selection} total={selection.count} max={SET_FOR_MANY_MAX}>
        <Button disabled={selectedSeats.length === 0} onClick={() => setDialog({ seats: selectedSeats, status: null })}>
          {texts.setForSelected}
        </Button>
        <Button
          disabled={selectedSeats.length === 0}
          onClick={() => setPlanning(selectedSeats.map(({ person: id, name }) => ({ id, name })))}
        >
          {planned.plan}
        </Button>
      </BulkBar>
      {planning && (
        <PlanDialog
          plan={null}
          person={null}
          chosen={planning}
          zone={null}
          statuses={page.statuses}
          onSaved={selection.clear}
          onClose={() => setPlanning(null)}
        />
      )}
      {dialog && firstSeat && (
        <SetStatusDialog
          seats={[firstSeat, ...otherSeats]}
          statuses={page.statuses}
          initialStatus={dialog.status}
          onDone={selection.clear}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  );
}
