import { Card } from "@callboard/ui/Card";
import { formatMoney } from "@callboard/ui/Money";
import { Notice } from "@callboard/ui/Notice";
import { type Outputs, api } from "../../data/api.ts";
import { useResource } from "../../data/resource.ts";
import { href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { dayAndTime, type Locale } from "../../shared/timeText.ts";
import { useViewer } from "../../shared/viewer.ts";
import { ZoneNote } from "../../shared/page/ZoneNote.tsx";
import { recharge } from "../../texts/en/recharge.ts";
import { format } from "../../texts/format.ts";
import { MICROS_PER_CENT, RechargeState } from "./RechargeList.tsx";

const texts = recharge.page;
type RechargeDetail = Outputs["balance"]["rechargeDetails"];

/** What triggered the recharge, which cards were tried, how each answered, and what happens next. */
export function RechargePage({ id }: { id: string }) {
  const reader = useViewer();
  const one = useResource(
    ["recharge", "charge"],
    () => api().balance.rechargeDetails.query({ id, zone: reader.zone }),
    [id, reader.zone],
  );
  const now = one.data.value;
  const title = now
    ? format(texts.title, {
        what: recharge.list.whats[now.what],
        sum: sumText(now.cents * MICROS_PER_CENT, now, reader),
      })
    : recharge.list.title;
  return (
    <Page
      title={title}
      state={now && <RechargeState state={now.state} />}
      back={{ href: href("balance", "recharges"), label: recharge.list.title }}
    >
      <Loaded of={one} label={recharge.list.loading}>
        {(answer) => (
          <div class="page-narrow">
            {answer.twice && <Notice kind="warn" sentence={texts.twice} />}
            <Card>
              <p class="recharge-reason" role="status">
                {answer.why}
              </p>
              {answer.state === "waiting" && answer.nextAt === null && <p>{texts.whenever}</p>}
              {(answer.state === "waiting" || answer.state === "charging") && <p class="cb-quiet">{texts.fails}</p>}
            </Card>
            <Card title={texts.crossed}>
              <p>{triggerText(answer, reader)}</p>
              {answer.capLeft !== null && (
                <p class="cb-quiet">{format(texts.capLeft, { left: sumText(answer.capLeft, answer, reader) })}</p>
              )}
              <dl class="recharge-facts">
                {factsOf(answer, reader).map(([label, value]) => (
                  <div key={label}>
                    <dt>{label}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            </Card>
            <Card title={texts.cards}>
              <Attempts of={answer} reader={reader} />
            </Card>
            {answer.state === "charging" && <Notice sentence={texts.closing} />}
            <ZoneNote />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

const sumText = (micros: number, { currency }: Pick<RechargeDetail, "currency">, { locale }: Locale): string =>
  formatMoney(micros, currency, locale);

function triggerText(one: RechargeDetail, locale: Locale): string {
  if (one.crossed === null) return format(texts.byHand, { who: one.by });
  const { balance, threshold, target } = one.crossed;
  return format(texts.crossedText, {
    balance: sumText(balance, one, locale),
    threshold: sumText(threshold, one, locale),
    target: sumText(target, one, locale),
  });
}

const factsOf = ({ startedAt, nextAt, endedAt, by }: RechargeDetail, locale: Locale): [string, string][] => [
  [texts.begun, dayAndTime(startedAt, locale)],
  ...(endedAt === null ? [] : [[texts.ended, dayAndTime(endedAt, locale)] as [string, string]]),
  ...(nextAt === null ? [] : [[texts.next, dayAndTime(nextAt, locale)] as [string, string]]),
  [texts.by, by],
];

/** One line per card, in the order in which they were tried. */
function Attempts({ of: { tries }, reader: locale }: { of: RechargeDetail; reader: Locale }) {
  if (tries.length === 0) return <p class="cb-quiet">{texts.noTries}</p>;
  return (
    <ol class="recharge-tries">
      {tries.map(({ at, card, state, hard, why }, index) => (
        <li key={index} data-state={state}>
          <span class="cb-numbers cb-quiet">{dayAndTime(at, locale)}</span>
          <span>
            <strong>{card}</strong> · {texts.tries[state]}
            {state !== "settled" && why && <span class="cb-quiet"> {why}</span>}
            {hard && <span class="cb-quiet"> {texts.again}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
