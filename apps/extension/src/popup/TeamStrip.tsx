import { readsBoard } from "@callboard/domain/glance";
import { standing } from "@callboard/domain/agents";
import { StatusShape } from "@callboard/ui/StatusShape";
import { agentLook, phoneSpeaks } from "../rooms/agents/shape.ts";
import type { Team } from "../snapshot.ts";
import { popup } from "../texts/en/popup.ts";
import { popupTeam as texts } from "../texts/en/popupTeam.ts";
import { say } from "../texts/say.ts";
import { status as words } from "../texts/en/status.ts";
import { desk } from "./entrance.ts";
import { Loading } from "./Loading.ts";
import { second } from "./second.ts";
import { Suspended } from "./Suspended.tsx";

/** The team at a glance, for those who answer no calls themselves: who could, first. */
export function TeamStrip() {
  const own = desk.value?.own.value;
  const team = desk.value?.team.data.value;
  if (!own) return null;
  if (own.parked) return <p class="team cb-quiet">{texts.parked}</p>;
  if (!readsBoard(own)) return null;
  return (
    <section class="team" aria-labelledby="team-title">
      <h2 class="team-title" id="team-title">
        {texts.team}
      </h2>
      {!team && !desk.value?.team.offline.value && (
        <Suspended of={Loading} label={popup.loading} lines={5} lineHeight="28px" />
      )}
      {team?.total === 0 && <p class="cb-quiet">{texts.noTeam}</p>}
      <ul class="team-list">{team && rowsOf(team, second.value).map((row) => <Row key={row.person} row={row} />)}</ul>
      {team && team.total > team.rows.length && (
        <p class="cb-quiet">
          {say(texts.moreTeam, { more: team.total - team.rows.length, available: team.counts.available })}
        </p>
      )}
    </section>
  );
}

const ORDER = { disc: 0, square: 1, diamond: 2, half: 3, ring: 4 };

function rowsOf(team: Team, now: number) {
  return team.rows
    .filter(({ parked }) => !parked)
    .map(({ person, name, agent, phone }) => {
      const current = standing(agent, phone, now);
      const status = team.statuses.find(({ id }) => id === current.status);
      const look = agentLook(status, phone);
      return { person, name, look, status: current.statusName, phone: phoneSpeaks(status, phone) ? phone.state : null };
    })
    .sort((a, b) => ORDER[a.look.shape] - ORDER[b.look.shape] || a.name.localeCompare(b.name));
}

function Row({ row }: { row: ReturnType<typeof rowsOf>[number] }) {
  return (
    <li class="team-row">
      <StatusShape {...row.look} size={18} />
      <span class="team-name">{row.name}</span>
      <span class="team-status">
        {row.status}
        {row.phone && ` · ${words.phone[row.phone]}`}
      </span>
    </li>
  );
}
