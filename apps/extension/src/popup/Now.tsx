import { type AgentData, isOverdue, type Phone, type Status, standing } from "@callboard/domain/agents";
import { Button } from "@callboard/ui/Button";
import { Elapsed } from "@callboard/ui/Elapsed";
import { StatusShape } from "@callboard/ui/StatusShape";
import { serverNow } from "../clock.ts";
import { causeLine, isNews } from "../rooms/agents/cause.ts";
import { promiseTime, SOON_MS } from "../rooms/agents/promise.ts";
import { agentLook, phoneSpeaks } from "../rooms/agents/shape.ts";
import { popup as texts } from "../texts/en/popup.ts";
import { status as words } from "../texts/en/status.ts";
import { say } from "../texts/say.ts";
import { busy, shownAgent } from "./acting.ts";
import { backNow, later } from "./deeds.ts";
import type { Desk } from "./desk.ts";
import { Loading } from "./Loading.ts";
import { place } from "./place.ts";
import { second } from "./second.ts";
import { Suspended } from "./Suspended.tsx";
import { waiting } from "./waiting.ts";
import "./Now.css";

const Waiting = () => import("./Waiting.tsx").then((module) => module.Waiting);
const Refused = () => import("./Refused.tsx").then((module) => module.Refused);

/** The status as it stands this second: an end that has passed shows without a word from the server. */
export function Now({ desk }: { desk: Desk }) {
  const mine = desk.mine.data.value;
  const stored = shownAgent(desk);
  if (desk.mine.refusal.value) return <Suspended of={Refused} />;
  if (!mine || !stored)
    return (
      <section class="now" aria-label={texts.current}>
        {desk.me.offline.value || desk.mine.offline.value ? (
          <p class="now-offline">{texts.neverReached}</p>
        ) : (
          <Suspended of={Loading} label={texts.loading} lines={3} lineHeight="28px" />
        )}
      </section>
    );
  if (waiting.value) return <Suspended of={Waiting} />;
  const now = second.value;
  const agent = standing(stored, mine.phone, now);
  const status = mine.statuses.find(({ id }) => id === agent.status);
  const look = agentLook(status, mine.phone);
  const cause = causeLine(agent, desk.me.data.value?.person.id ?? "", mine.by);
  return (
    <section class="now" aria-label={texts.current} aria-busy={busy.value}>
      <div class="now-what">
        <StatusShape {...look} size={26} />
        <h1 class="now-name">{agent.statusName}</h1>
        {busy.value && <span class="now-busy" aria-hidden />}
        <span class="now-time">
          <Elapsed since={agent.since} now={serverNow} />
        </span>
      </div>
      <p class="now-why">
        <Promised agent={agent} now={now} />
        <span>{cause}</span>
      </p>
      <p class="cb-unseen" role="status">
        {isNews(agent) && say(words.news, { status: agent.statusName, cause })}
      </p>
      <div class="now-foot">
        <PhoneLine phone={mine.phone} status={status} />
        <Actions desk={desk} agent={agent} now={now} />
      </div>
    </section>
  );
}

function Promised({ agent, now }: { agent: AgentData; now: number }) {
  if (agent.until === null) return null;
  const time = promiseTime(agent.until, now, place.value);
  if (isOverdue(agent, now)) return <strong class="now-overdue">{say(words.overdue, { time })}</strong>;
  return <strong>{say(words.back, { time })}</strong>;
}

function PhoneLine({ phone, status }: { phone: Phone; status: Status | undefined }) {
  if (!phoneSpeaks(status, phone)) return <span class="now-phone">{words.phone[phone.state]}</span>;
  const missing = phone.state === "not connected";
  return (
    <span class="now-phone" data-tone={missing ? "warn" : "busy"}>
      {words.phone[phone.state]} {!missing && <Elapsed since={phone.since} now={serverNow} />}
    </span>
  );
}

/** In the last minute, and after it, what one wants is to go back or to stay a little longer. */
function Actions({ desk, agent, now }: { desk: Desk; agent: AgentData; now: number }) {
  if (agent.until !== null && agent.until - now <= SOON_MS)
    return (
      <span class="now-actions">
        <Button size="small" onClick={() => void later().then((deeds) => deeds.extend(desk, 5))}>
          {texts.moreTime}
        </Button>
        <Button size="small" variant="primary" onClick={() => backNow(desk)}>
          {texts.backNow}
        </Button>
      </span>
    );
  if (agent.before === null) return null;
  return (
    <span class="now-actions">
      <Button size="small" variant="quiet" icon="undo" onClick={() => void later().then((deeds) => deeds.undo(desk))}>
        {texts.undo}
      </Button>
    </span>
  );
}
