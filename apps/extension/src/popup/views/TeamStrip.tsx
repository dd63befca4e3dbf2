import { canReadBoard } from "@callboard/domain/access/popupPermissions";
import { currentStatus } from "@callboard/domain/agents/rules";
import { StatusShape } from "@callboard/ui/StatusShape";
import { agentLook, isPhoneShown } from "../../shared/status/look.ts";
import type { Team } from "../../data/views.ts";
import { popup } from "../../texts/en/popup/popup.ts";
import { popupTeam as texts } from "../../texts/en/popup/team.ts";
import { format } from "../../texts/format.ts";
import { status as statusTexts } from "../../texts/en/shared/status.ts";
import { openStore } from "../state/boot.ts";
import { Loading } from "./Loading.ts";
import { nowSignal } from "../state/nowSignal.ts";
import { LazyView } from "./LazyView.tsx";

/** The team at a glance, for people who take no calls themselves; available agents come first. */
export function TeamStrip() {
  const own = openStore.value?.ownAccount.value;
  const team = openStore.value?.team.data.value;
  if (!own) return null;
  if (own.frozen) return <p class="team cb-muted">{texts.frozen}</p>;
  if (!canReadBoard(own)) return null;
  return (
    <section class="team" aria-labelledby="team-title">
      <h2 class="team-title" id="team-title">
        {texts.team}
      </h2>
      {!team && !openStore.value?.team.offline.value && (
        <LazyView view={Loading} label={popup.loading} lines={5} lineHeight="28px" />
      )}
      {team?.total === 0 && <p class="cb-muted">{texts.noTeam}</p>}
      <ul class="team-list">
        {team && rowsOf(team, nowSignal.value).map((row) => <TeamRow key={row.person} row={row} />)}
      </ul>
      {team && team.total > team.rows.length && (
        <p class="cb-muted">
          {format(texts.moreTeam, { more: team.total - team.rows.length, available: team.counts.available })}
        </p>
      )}
    </section>
  );
}

const SHAPE_ORDER = { disc: 0, square: 1, diamond: 2, half: 3, ring: 4 };

function rowsOf(team: Team, now: number) {
  return team.rows
    .filter(({ frozen }) => !frozen)
    .map(({ person, name, agent, phone }) => {
      const current = currentStatus(agent, phone, now);
      const status = team.statuses.find(({ id }) => id === current.status);
      const look = agentLook(status, phone);
      return {
        person,
        name,
        look,
        status: current.statusName,
        phone: isPhoneShown(status, phone) ? phone.state : null,
      };
    })
    .sort((a, b) => SHAPE_ORDER[a.look.shape] - SHAPE_ORDER[b.look.shape] || a.name.localeCompare(b.name));
}

function TeamRow({ row }: { row: ReturnType<typeof rowsOf>[number] }) {
  return (
    <li class="team-row">
      <StatusShape {...row.look} size={18} />
      <span class="team-name">{row.name}</span>
      <span class="team-status">
        {row.status}
        {row.phone && ` · ${statusTexts.phone[row.phone]}`}
      </span>
    </li>
  );
}
