import { Card } from "@callboard/ui/Card";
import { formatMoney } from "@callboard/ui/Money";
import { Notice } from "@callboard/ui/Notice";
import { type Outputs, api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { dayAndTime, type Locale } from "../../shared/timeText.ts";
import { useViewer } from "../../shared/viewer.ts";
import { ZoneNote } from "../../shared/page/ZoneNote.tsx";
import { recharge as rechargeTexts } from "../../texts/en/recharge.ts";
import { format } from "../../texts/format.ts";
import { MICROS_PER_CENT } from "@callboard/domain/core/money";
import { RechargeState } from "./RechargeList.tsx";

const texts = rechargeTexts.page;
type RechargeDetail = Outputs["balance"]["rechargeDetails"];

/** The trigger of a recharge, the cards that were tried, the result of each, and the next step. */
export function RechargePage({ id }: { id: string }) {
  const viewer = useViewer();
  const resource = useResource(
    ["recharge", "charge"],
    () => api().balance.rechargeDetails.query({ id, zone: viewer.zone }),
    [id, viewer.zone],
  );
  const recharge = resource.data.value;
  const title = recharge
    ? format(texts.title, {
        what: rechargeTexts.list.types[recharge.type],
        sum: sumText(recharge.cents * MICROS_PER_CENT, recharge, viewer),
      })
    : rechargeTexts.list.title;
  return (
    <Page
      title={title}
      summary={recharge && <RechargeState state={recharge.state} />}
      back={{ href: href("balance", "recharges"), label: rechargeTexts.list.title }}
    >
      <Loaded resource={resource} label={rechargeTexts.list.loading}>
        {(answer) => (
          <div class="page-narrow">
            {answer.chargedTwice && <Notice tone="warn" sentence={texts.chargedTwice} />}
            <Card>
              <p class="recharge-reason" role="status">
                {answer.why}
              </p>
              {answer.state === "waiting" && answer.retryAt === null && <p>{texts.waiting}</p>}
              {(answer.state === "waiting" || answer.state === "charging") && <p class="cb-muted">{texts.fails}</p>}
            </Card>
            <Card title={texts.trigger}>
              <p>{triggerText(answer, viewer)}</p>
              {answer.capRemaining !== null && (
                <p class="cb-muted">{format(texts.capLeft, { left: sumText(answer.capRemaining, answer, viewer) })}</p>
              )}
              <dl class="recharge-facts">
                {factsOf(answer, viewer).map(([label, value]) => (
                  <div key={label}>
                    <dt>{label}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            </Card>
            <Card title={texts.cards}>
              <Attempts recharge={answer} locale={viewer} />
            </Card>
            {answer.state === "charging" && <Notice sentence={texts.closing} />}
            <ZoneNote />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

const sumText = (micros: number, { currency }: Pick<RechargeDetail, "currency">, { language }: Locale): string =>
  formatMoney(micros, currency, language);

function triggerText(recharge: RechargeDetail, locale: Locale): string {
  if (recharge.trigger === null) return format(texts.byHand, { who: recharge.requestedBy });
  const { balance, threshold, target } = recharge.trigger;
  return format(texts.triggerText, {
    balance: sumText(balance, recharge, locale),
    threshold: sumText(threshold, recharge, locale),
    target: sumText(target, recharge, locale),
  });
}

const factsOf = ({ startedAt, retryAt, endedAt, requestedBy }: RechargeDetail, locale: Locale): [string, string][] => [
  [texts.begun, dayAndTime(startedAt, locale)],
  ...(endedAt === null ? [] : [[texts.ended, dayAndTime(endedAt, locale)] as [string, string]]),
  ...(retryAt === null ? [] : [[texts.next, dayAndTime(retryAt, locale)] as [string, string]]),
  [texts.by, requestedBy],
];

/** One line per card, in the order in which they were tried. */
function Attempts({ recharge: { attempts }, locale }: { recharge: RechargeDetail; locale: Locale }) {
  if (attempts.length === 0) return <p class="cb-muted">{texts.noAttempts}</p>;
  return (
    <ol class="recharge-tries">
      {attempts.map(({ at, card, state, hard: isFinalDecline, why }, index) => (
        <li key={index} data-state={state}>
          <span class="cb-numbers cb-muted">{dayAndTime(at, locale)}</span>
          <span>
            <strong>{card}</strong> · {texts.attempts[state]}
            {state !== "settled" && why && <span class="cb-muted"> {why}</span>}
            {isFinalDecline && <span class="cb-muted"> {texts.again}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
