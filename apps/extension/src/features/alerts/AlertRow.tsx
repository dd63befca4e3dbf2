import { dayAfter, dayIn, instantOn } from "@callboard/domain/core/calendar";
import { DAY, HOUR } from "@callboard/domain/core/time";
import { Button } from "@callboard/ui/Button";
import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import { When } from "@callboard/ui/When";
import { api, type Inputs } from "../../data/api.ts";
import { serverNow } from "../../data/clock.ts";
import { failureText } from "../../shared/form/failures.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { momentText } from "../../shared/timeText.ts";
import { toasts } from "../../shared/toasts.ts";
import { mayDo, useViewer, type Viewer } from "../../shared/viewer.ts";
import { alerts as texts } from "../../texts/en/alerts.ts";
import { format } from "../../texts/format.ts";
import type { AlertView } from "../../shared/openAlerts.ts";
import { cureHref } from "./useAlerts.ts";

/** Somebody who can't add money themselves sees on that page how much is missing, and who can. */
const cureText = ({ kind, subject }: AlertView, { account }: Viewer): string =>
  kind === "balance" && (subject === "agency" || !mayDo(account, "manage money"))
    ? texts.seeBalance
    : texts.cures[kind];

interface AlertRowProps {
  alert: AlertView;
  refetch: () => Promise<void>;
}

/** One alert: what is wrong, where it can be cured, and a way to put it off. */
export function AlertRow({ alert, refetch }: AlertRowProps) {
  const viewer = useViewer();
  const { sentence, detail, since, tone, snoozedUntil } = alert;
  return (
    <li class="alert-row" data-tone={tone} data-snoozed={snoozedUntil !== null || undefined}>
      <Icon name="alert" label={tone === "bad" ? texts.urgent : undefined} />
      <div class="alert-words">
        <p>
          {sentence}
          {since !== null && (
            <span class="cb-muted">
              {" "}
              <When at={since} now={serverNow} zone={viewer.zone} language={viewer.language} />
            </span>
          )}
        </p>
        {detail && <p class="cb-muted">{detail}</p>}
        {snoozedUntil !== null && (
          <p class="cb-muted">{format(texts.snoozedUntil, { time: momentText(snoozedUntil, viewer) })}</p>
        )}
      </div>
      <div class="alert-actions">
        <a href={cureHref(alert)}>{cureText(alert, viewer)}</a>
        <SnoozeButton alert={alert} refetch={refetch} />
      </div>
    </li>
  );
}

function SnoozeButton({ alert: { key, sentence, snoozedUntil }, refetch }: AlertRowProps) {
  const viewer = useViewer();
  const snooze = useAction((input: Inputs["alerts"]["snooze"], options) => api().alerts.snooze.mutate(input, options));
  const run = async (until: number | null) => {
    const outcome = await snooze.run({ alert: key, until });
    await refetch();
    if (outcome?.ok)
      toasts.show({
        tone: "good",
        sentence: until === null ? texts.showDone : format(texts.snoozeDone, { time: momentText(until, viewer) }),
      });
    else toasts.show({ tone: "bad", sentence: failureText(outcome ?? null) ?? "" });
  };
  if (snoozedUntil !== null)
    return (
      <Button size="small" busy={snooze.busy.value} onClick={() => void run(null)}>
        {texts.show}
      </Button>
    );
  return (
    <Menu
      label={format(texts.snoozeOf, { sentence })}
      kind="icon"
      align="end"
      entries={snoozeEnds(viewer).map(({ label, until }) => ({ id: label, label, onSelect: () => void run(until()) }))}
    >
      <Icon name="clock" />
    </Menu>
  );
}

const MORNING = 8 * 60;
const snoozeEnds = ({ zone }: Viewer) => [
  { label: texts.hour, until: () => serverNow() + HOUR },
  { label: texts.tomorrow, until: () => instantOn(dayAfter(dayIn(serverNow(), zone)), MORNING, zone) },
  { label: texts.week, until: () => serverNow() + 7 * DAY },
];
