import { LIMITED_RESOURCES } from "@callboard/domain/plans/catalogue";
import { Button } from "@callboard/ui/Button";
import { formatMoney } from "@callboard/ui/Money";
import { Notice } from "@callboard/ui/Notice";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
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

/** The plans next to the account's usage, with what an earlier change of plan has left unfinished, hidden or frozen. */
export function ComparePlans() {
  const plans = useResource(["terms", "subscription", "account", "lifecycle", "number", "queue", "member", "run"], () =>
    api().plans.list.query(),
  );
  const data = plans.data.value;
  const viewer = useViewer();
  return (
    <Page title={texts.title} summary={data && summaryText(data, viewer)}>
      <Loaded resource={plans} label={texts.loading}>
        {(view) => (
          <>
            {view.why !== null && <Notice sentence={view.why} />}
            {view.underWay && <UnderWay run={view.underWay} />}
            <UnfinishedChangeNotice plans={view} />
            <FrozenNotice plans={view} />
            {view.kept !== null && (
              <Notice sentence={format(texts.kept, { day: accountDayText(view.kept.until, viewer) })} />
            )}
            <CompareTable plans={view} />
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
  if (label === "canceled") return format(texts.summaryCanceled, { plan });
  if (renewsAt === null) return format(texts.summarySubAccount, { plan });
  const price = formatMoney(pricePerMonth, currency, viewer.language, { roundUp: true });
  return format(texts.summary, { plan, price, day: accountDayText(renewsAt, viewer) });
}

/** Numbers that the change of plan hasn't frozen or unfrozen, because its run was stopped or failed for them. */
function UnfinishedChangeNotice({ plans: { left: unfinished, plans, current } }: { plans: PlansView }) {
  const { language } = useViewer();
  if (unfinished === null) return null;
  const plan = plans.find(({ id }) => id === current)!.name;
  const { count, run, returns: isUnfreezing } = unfinished;
  const [textForOne, textForMany] = isUnfreezing
    ? [texts.leftFrozenOne, texts.leftFrozen]
    : [texts.leftOne, texts.left];
  const sentence = format(count === 1 ? textForOne : textForMany, { count: countText(count, language), plan });
  const runLink = run !== null && <a href={href("runs", run)}>{texts.leftGo}</a>;
  return <Notice tone="warn" sentence={sentence} action={runLink} />;
}

/** How many items the plan freezes, and a way to choose again which ones; `why`: why the plan can't be changed now. */
function FrozenNotice({ plans: { use, plans, current, why } }: { plans: PlansView }) {
  const counts = LIMITED_RESOURCES.filter((resource) => use[resource].frozen > 0).map(
    (resource) => `${texts.compare[resource].toLocaleLowerCase("en")} ${use[resource].frozen}`,
  );
  if (counts.length === 0) return null;
  const plan = plans.find(({ id }) => id === current)!.name;
  return (
    <Notice
      sentence={format(texts.frozen, { plan, what: counts.join(", ") })}
      action={
        why === null && (
          <Button size="small" onClick={() => go("plans", current)}>
            {texts.chooseAgain}
          </Button>
        )
      }
    />
  );
}
