import { isOverdue, currentStatus, type Status } from "@callboard/domain/agents/rules";
import { Card } from "@callboard/ui/Card";
import { Elapsed } from "@callboard/ui/Elapsed";
import { Menu } from "@callboard/ui/Menu";
import { Icon } from "@callboard/ui/Icon";
import { StatusShape } from "@callboard/ui/StatusShape";
import { type Outputs, api, type Inputs } from "../../data/api.ts";
import { nudgeWorker } from "../../browser.ts";
import { serverNow } from "../../data/clock.ts";
import { useResource } from "../../data/liveResource.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { failureText } from "../../shared/form/failures.ts";
import { useNow } from "../../shared/useNow.ts";
import { clockTime } from "../../shared/timeText.ts";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { href, queryString } from "../../shared/route.ts";
import { mayOpen, useViewer } from "../../shared/viewer.ts";
import { agents } from "../../texts/en/agents.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { status as statusTexts } from "../../texts/en/shared/status.ts";
import { format } from "../../texts/format.ts";
import { ruleLoopText } from "../../shared/status/ruleLoopText.ts";
import { ruleLoop as ruleLoopTexts } from "../../texts/en/shared/ruleLoop.ts";
import { causeText, isAnnounced } from "../../shared/status/causeText.ts";
import { agentLook } from "../../shared/status/look.ts";
import "./StatusCards.css";

const texts = agents.own;
type OwnStatus = Outputs["agents"]["mine"];

/** The reader's own status and a menu to change it, for people who have the console open instead of the popup. */
export function OwnStatusCard() {
  const ownStatus = useResource(["agent", "phone", "status"], () => api().agents.mine.query());
  const setStatus = useAction((input: Inputs["agents"]["setStatus"], options) =>
    api().agents.setStatus.mutate(input, options),
  );

  async function choose({ id, name }: Status) {
    const outcome = await setStatus.run({ status: id });
    const failure = failureText(outcome);
    if (failure) toasts.show({ tone: "bad", sentence: failure });
    else toasts.show({ tone: "good", sentence: format(texts.done, { status: name }) });
    // The icon in the browser's toolbar shows the status too.
    nudgeWorker();
    await ownStatus.refetch();
  }

  const statuses = ownStatus.data.value?.statuses.filter(({ archivedAt }) => archivedAt === null) ?? [];
  const entries = statuses.map((status) => ({
    id: status.id,
    label: status.name,
    onSelect: () => void choose(status),
  }));
  const menu = (
    <Menu kind="plain" align="end" label={texts.menu} entries={entries}>
      {texts.menu}
      <Icon name="chevron-down" />
    </Menu>
  );
  return (
    <Card title={shell.overview.status} actions={entries.length > 0 && menu}>
      <Loaded resource={ownStatus} label={shell.loading} lines={2}>
        {(answer) => <CurrentStatus ownStatus={answer} />}
      </Loaded>
    </Card>
  );
}

/** A rule set the status, and nobody has chosen one since: it may be wrong. */
const isByRule = ({ ruleFlips, status }: OwnStatus["agent"]): boolean => ruleFlips.at(-1)?.to === status;

/** The form in which one says what one really did since then. */
const correctHref = (person: string, since: number): string =>
  href("reports", person) + queryString({ correct: String(since) });

function CurrentStatus({ ownStatus }: { ownStatus: OwnStatus }) {
  const viewer = useViewer();
  const now = useNow();
  const agent = currentStatus(ownStatus.agent, ownStatus.phone, now);
  const status = ownStatus.statuses.find(({ id }) => id === agent.status);
  const time = agent.until === null ? null : clockTime(agent.until, viewer);
  const promise = time && format(isOverdue(agent, now) ? statusTexts.overdue : statusTexts.back, { time });
  const cause = causeText(agent, viewer.me.person.id, ownStatus.by);
  const loop = ruleLoopText(agent, viewer);
  const details = [promise, cause].filter(Boolean).join(" · ");
  return (
    <div class="own-status-card">
      <StatusShape {...agentLook(status, ownStatus.phone)} size={28} />
      <div>
        <p class="cb-title">
          {agent.statusName} <Elapsed since={agent.since} now={serverNow} />
        </p>
        <p class="cb-muted">{details}</p>
        {loop !== null && (
          <p class="own-status-stopped">
            {loop} {ruleLoopTexts.restart}
          </p>
        )}
        {isByRule(agent) && mayOpen(viewer.account, "set own status") && (
          <p>
            <a href={correctHref(viewer.me.person.id, agent.since)}>{texts.correct}</a>
          </p>
        )}
        <p class="cb-visually-hidden" role="status">
          {isAnnounced(agent) && format(statusTexts.announcement, { status: agent.statusName, cause })}
        </p>
      </div>
    </div>
  );
}
