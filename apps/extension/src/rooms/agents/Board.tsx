import { EmptyState } from "@callboard/ui/EmptyState";
import { useState } from "preact/hooks";
import { type Answers, api } from "../../api.ts";
import { useResource } from "../../resource.ts";
import { href } from "../../route.ts";
import { Loaded } from "../../shell/Loaded.tsx";
import { Page } from "../../shell/Page.tsx";
import { ZoneNote } from "../../shell/ZoneNote.tsx";
import { useSecond } from "../../shell/second.ts";
import { mayIn, useViewer } from "../../shell/viewer.ts";
import { agents } from "../../texts/en/agents.ts";
import { BoardFilter, BoardSearch, type Filter, NO_FILTER, passes } from "./BoardFilter.tsx";
import { BoardTable } from "./BoardTable.tsx";
import { SetForDialog } from "./SetForDialog.tsx";
import { chipsOf, seatsAt, summaryOf } from "./StatusSummary.ts";
import "./Board.css";

const texts = agents.board;
type BoardAnswer = Answers["agents"]["board"];

/** Who is doing what, worked out anew each second: an end that has passed counts before anybody writes it down. */
export function Board() {
  const board = useResource(["agent", "phone", "status", "member"], () => api().agents.board.query());
  const now = useSecond();
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  const data = board.data.value;
  const hasRows = data !== null && data.rows.length > 0;
  return (
    <Page
      title={texts.title}
      state={hasRows && summaryOf(seatsAt(data, now))}
      action={hasRows && <BoardSearch filter={filter} onChange={setFilter} />}
    >
      <Loaded of={board} label={texts.loading}>
        {(answer) =>
          answer.rows.length === 0 ? (
            <NobodyYet />
          ) : (
            <Team board={answer} now={now} filter={filter} onFilter={setFilter} />
          )
        }
      </Loaded>
    </Page>
  );
}

function NobodyYet() {
  const { account } = useViewer();
  const way = mayIn(account, "manage the account") && <a href={href("people")}>{texts.toPeople}</a>;
  return <EmptyState icon="users" sentence={texts.empty} action={way || undefined} />;
}

interface TeamProps {
  board: BoardAnswer;
  now: number;
  filter: Filter;
  onFilter: (filter: Filter) => void;
}

function Team({ board, now, filter, onFilter }: TeamProps) {
  const { account } = useViewer();
  const [asked, setAsked] = useState<{ person: string; status: string | null } | null>(null);
  const seats = seatsAt(board, now);
  const chosen = asked && seats.find(({ person }) => person === asked.person);
  const maySet = mayIn(account, "set another's status");
  return (
    <>
      <BoardFilter chips={chipsOf(board, seats, filter.chips)} all={seats.length} filter={filter} onChange={onFilter} />
      <BoardTable
        seats={seats.filter((seat) => passes(seat, filter))}
        statuses={board.statuses}
        onSet={maySet ? (person, status) => setAsked({ person, status }) : undefined}
        onShowAll={() => onFilter(NO_FILTER)}
      />
      <ZoneNote />
      {asked && chosen && (
        <SetForDialog seat={chosen} statuses={board.statuses} status={asked.status} onClose={() => setAsked(null)} />
      )}
    </>
  );
}
