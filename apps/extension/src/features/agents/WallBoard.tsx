import { Elapsed } from "@callboard/ui/Elapsed";
import { IconButton } from "@callboard/ui/IconButton";
import { StatusShape } from "@callboard/ui/StatusShape";
import { useEffect, useRef } from "preact/hooks";
import type { Outputs } from "../../data/api.ts";
import { serverNow } from "../../data/clock.ts";
import { isPhoneShown } from "../../shared/status/look.ts";
import { clockTime } from "../../shared/timeText.ts";
import { useNow } from "../../shared/useNow.ts";
import { useViewer } from "../../shared/viewer.ts";
import { agents } from "../../texts/en/agents.ts";
import { format } from "../../texts/format.ts";
import { otherCountsText, type Seat, seatsAt } from "./seats.ts";
import "./WallBoard.css";

const texts = agents.board;
type BoardView = Outputs["agents"]["board"];

interface WallBoardProps {
  board: Pick<BoardView, "statuses" | "counts" | "total"> & { rows: readonly BoardView["rows"][number][] };
  onClose: () => void;
}

/** The board for a screen on the wall: large, without controls, overdue people first. It covers the whole page. */
export function WallBoard({ board, onClose }: WallBoardProps) {
  const viewer = useViewer();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const now = useNow();
  const shown = seatsAt(board.rows, board.statuses, now);
  const { available, all } = board.counts;
  return (
    <dialog ref={dialog} class="wall" aria-label={texts.wall} onClose={onClose}>
      <header class="wall-head">
        <h1 class="wall-title">{format(texts.summary, { available, all })}</h1>
        <p class="wall-counts">{otherCountsText(board.counts)}</p>
        <p class="wall-clock">{clockTime(now, viewer)}</p>
        <IconButton icon="x" label={texts.leaveWall} onClick={() => dialog.current?.close()} />
      </header>
      <ul class="wall-people">
        {shown.map((seat) => (
          <WallPerson key={seat.person} seat={seat} />
        ))}
      </ul>
      {board.total > shown.length && (
        <p class="wall-counts">{format(texts.wallMore, { more: board.total - shown.length })}</p>
      )}
    </dialog>
  );
}

function WallPerson({ seat }: { seat: Seat }) {
  const { name, look, statusText, agent, phone, status, group, overdue, frozen } = seat;
  const viewer = useViewer();
  const isOnCall = group === "call" && isPhoneShown(status, phone);
  const time = agent.until === null ? null : clockTime(agent.until, viewer);
  const end = time && format(overdue ? texts.wasDue : texts.wallBack, { time });
  return (
    <li class="wall-person" data-group={group} data-overdue={overdue || undefined}>
      <StatusShape {...look} size={44} />
      <span class="wall-name">{name}</span>
      <span class="wall-time">
        {!frozen && <Elapsed since={isOnCall ? phone.since : agent.since} now={serverNow} />}
      </span>
      <span class="wall-status">
        {[isOnCall ? texts.phones[phone.state] : statusText, end].filter(Boolean).join(" · ")}
      </span>
    </li>
  );
}
