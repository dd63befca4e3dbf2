import { Card } from "@callboard/ui/Card";
import { StatusShape } from "@callboard/ui/StatusShape";
import { api } from "../../api.ts";
import { useResource } from "../../resource.ts";
import { href } from "../../route.ts";
import { Loaded } from "../../shell/Loaded.tsx";
import { useSecond } from "../../shell/second.ts";
import { mayIn, useViewer } from "../../shell/viewer.ts";
import { agents } from "../../texts/en/agents.ts";
import { shell } from "../../texts/en/shell.ts";
import { availableOf, othersOf, seatsAt } from "./StatusSummary.ts";
import "./StatusCards.css";

/** The board in one line and one shape for each person. */
export function TeamCard() {
  const { account } = useViewer();
  const board = useResource(["agent", "phone", "status", "member"], () => api().agents.board.query());
  const now = useSecond();
  return (
    <Card title={shell.overview.team} actions={<a href={href("board")}>{shell.overview.toBoard}</a>}>
      <Loaded of={board} label={agents.board.loading} lines={2}>
        {(answer) => {
          const seats = seatsAt(answer, now);
          if (seats.length === 0)
            return (
              <p>
                {shell.overview.noTeam}{" "}
                {mayIn(account, "manage the account") && <a href={href("people")}>{shell.overview.invite}</a>}
              </p>
            );
          return (
            <div class="team-card">
              <p class="cb-title">{availableOf(seats)}</p>
              <p class="cb-quiet">{othersOf(seats)}</p>
              <ul class="team-card-shapes">
                {seats.map(({ person, name, look, words }) => (
                  <li key={person} title={`${name}: ${words}`}>
                    <StatusShape {...look} size={20} label={`${name}: ${words}`} />
                  </li>
                ))}
              </ul>
            </div>
          );
        }}
      </Loaded>
    </Card>
  );
}
