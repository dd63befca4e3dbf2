import { Card } from "@callboard/ui/Card";
import { StatusShape } from "@callboard/ui/StatusShape";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { useTimedRefetch } from "../../shared/useTimedRefetch.ts";
import { useNow } from "../../shared/useNow.ts";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { agents } from "../../texts/en/agents.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { availableText, otherCountsText, seatsAt } from "./seats.ts";
import "./StatusCards.css";

/** More shapes than this can't be taken in at a glance. */
const SHAPES_MAX = 60;

/** The board in one line, with one shape per person. */
export function TeamCard() {
  const { account } = useViewer();
  const board = useResource(["agent", "phone", "status", "member"], () =>
    api().agents.board.query({ limit: SHAPES_MAX }),
  );
  const now = useNow();
  useTimedRefetch(board, board.data.value?.changesAt ?? null);
  return (
    <Card title={shell.overview.team} actions={<a href={href("agents")}>{shell.overview.toBoard}</a>}>
      <Loaded resource={board} label={agents.board.loading} lines={2}>
        {({ rows, statuses, counts, total }) => {
          if (total === 0)
            return (
              <p>
                {shell.overview.noTeam}{" "}
                {mayDo(account, "manage the account") && <a href={href("access")}>{shell.overview.invite}</a>}
              </p>
            );
          return (
            <div class="team-card">
              <p class="cb-title">{availableText(counts)}</p>
              <p class="cb-muted">{otherCountsText(counts)}</p>
              <ul class="team-card-shapes">
                {seatsAt(rows, statuses, now).map(({ person, name, look, statusText }) => (
                  <li key={person} title={`${name}: ${statusText}`}>
                    <StatusShape {...look} size={20} label={`${name}: ${statusText}`} />
                  </li>
                ))}
                {total > rows.length && (
                  <li class="cb-muted">{format(shell.overview.moreTeam, { more: total - rows.length })}</li>
                )}
              </ul>
            </div>
          );
        }}
      </Loaded>
    </Card>
  );
}
