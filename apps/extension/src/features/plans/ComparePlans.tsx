import { LIMITED_RESOURCES } from "@callboard/domain/plans/catalogue";
import { Button } from "@callboard/ui/Button";
import { formatMoney } from "@callboard/ui/Money";
import { Notice } from "@callboard/ui/Notice";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/resource.ts";
import { go, href } from "../../shared/route.ts";
import { countText } from "../../shared/countText.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { UnderWay } from "../../shared/page/UnderWay.tsx";
import { accountDayText, useViewer } from "../../shared/viewer.ts";
import { plans as texts } from "../../texts/en/plans.ts";
import { format } from "../../texts/format.ts";
import { CompareTable } from "./CompareTable.tsx";
import "./Plans.css";
import type { PlansView } from "./types.ts";

export function ComparePlans() {
  const plans = useResource(["terms", "subscription", "account", "lifecycle", "number", "queue", "member", "run"], () =>
    api().plans.list.query(),
  );
  const answer = plans.data.value;
  const viewer = useViewer();
  return (
    <Page title={texts.title} state={answer && summaryText(answer, viewer)}>
      <Loaded of={plans} label={texts.loading}>
        {(shown) => (
          <>
            {shown.why !== null && <Notice sentence={shown.why} />}
            {shown.underWay && <UnderWay run={shown.underWay} />}
            <LeftToMove plans={shown} />
            <FrozenNow plans={shown} />
            {shown.kept !== null && (
              <Notice sentence={format(texts.kept, { day: accountDayText(shown.kept.until, viewer) })} />
            )}
            <CompareTable plans={shown} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function summaryText(
  { plans, current, currency, renewsAt, label }: PlansView,
  viewer: ReturnType<typeof useViewer>,
): string {
  const { name: plan, pricePerMonth } = plans.find(({ id }) => id === current)!;
  if (label === "canceled") return format(texts.stateCanceled, { plan });
  if (renewsAt === null) return format(texts.stateBelow, { plan });
  const price = formatMoney(pricePerMonth, currency, viewer.locale, { owed: true });
  return format(texts.state, { plan, price, day: accountDayText(renewsAt, viewer) });
}

/** Numbers that the change of plan didn't move: its run was stopped, or moving them failed. */
function LeftToMove({ plans: { left, plans, current } }: { plans: PlansView }) {
  const { locale } = useViewer();
  if (left === null) return null;
  const plan = plans.find(({ id }) => id === current)!.name;
  const { count, run, returns } = left;
  const [one, many] = returns ? [texts.leftParkedOne, texts.leftParked] : [texts.leftOne, texts.left];
  const sentence = format(count === 1 ? one : many, { count: countText(count, locale), plan });
  const goOn = run !== null && <a href={href("runs", run)}>{texts.leftGo}</a>;
  return <Notice kind="warn" sentence={sentence} action={goOn} />;
}

function FrozenNow({ plans: { use, plans, current, why } }: { plans: PlansView }) {
  const what = LIMITED_RESOURCES.filter((one) => use[one].parked > 0).map(
    (one) => `${texts.compare[one].toLocaleLowerCase("en")} ${use[one].parked}`,
  );
  if (what.length === 0) return null;
  const plan = plans.find(({ id }) => id === current)!.name;
  return (
    <Notice
      sentence={format(texts.parked, { plan, what: what.join(", ") })}
      action={
        why === null && (
          <Button size="small" onClick={() => go("plan", current)}>
            {texts.chooseAgain}
          </Button>
        )
      }
    />
  );
}
