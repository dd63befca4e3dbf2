import { LIMITED } from "@callboard/domain/plans";
import { Button } from "@callboard/ui/Button";
import { moneyText } from "@callboard/ui/Money";
import { Notice } from "@callboard/ui/Notice";
import { api } from "../../api.ts";
import { useResource } from "../../resource.ts";
import { go, href } from "../../route.ts";
import { counted } from "../../shell/counts.ts";
import { Loaded } from "../../shell/Loaded.tsx";
import { Page } from "../../shell/Page.tsx";
import { UnderWay } from "../../shell/UnderWay.tsx";
import { accountDay, useViewer } from "../../shell/viewer.ts";
import { plans as texts } from "../../texts/en/plans.ts";
import { say } from "../../texts/say.ts";
import { CompareTable } from "./CompareTable.tsx";
import "./Plan.css";
import type { Plans } from "./answers.ts";

export function Compare() {
  const plans = useResource(["terms", "subscription", "account", "lifecycle", "number", "queue", "member", "run"], () =>
    api().lifecycle.plans.query(),
  );
  const answer = plans.data.value;
  const viewer = useViewer();
  return (
    <Page title={texts.title} state={answer && stateOf(answer, viewer)}>
      <Loaded of={plans} label={texts.loading}>
        {(shown) => (
          <>
            {shown.why !== null && <Notice sentence={shown.why} />}
            {shown.underWay && <UnderWay run={shown.underWay} />}
            <LeftToMove plans={shown} />
            <ParkedNow plans={shown} />
            {shown.kept !== null && (
              <Notice sentence={say(texts.kept, { day: accountDay(shown.kept.until, viewer) })} />
            )}
            <CompareTable plans={shown} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function stateOf({ plans, current, currency, renewsAt, label }: Plans, viewer: ReturnType<typeof useViewer>): string {
  const { name: plan, pricePerMonth } = plans.find(({ id }) => id === current)!;
  if (label === "canceled") return say(texts.stateCanceled, { plan });
  if (renewsAt === null) return say(texts.stateBelow, { plan });
  const price = moneyText(pricePerMonth, currency, viewer.locale, { owed: true });
  return say(texts.state, { plan, price, day: accountDay(renewsAt, viewer) });
}

/** Numbers that the change of the plan did not come to: its run was stopped, or could not move them. */
function LeftToMove({ plans: { left, plans, current } }: { plans: Plans }) {
  const { locale } = useViewer();
  if (left === null) return null;
  const plan = plans.find(({ id }) => id === current)!.name;
  const { count, run, returns } = left;
  const [one, many] = returns ? [texts.leftParkedOne, texts.leftParked] : [texts.leftOne, texts.left];
  const sentence = say(count === 1 ? one : many, { count: counted(count, locale), plan });
  const goOn = run !== null && <a href={href("runs", run)}>{texts.leftGo}</a>;
  return <Notice kind="warn" sentence={sentence} action={goOn} />;
}

function ParkedNow({ plans: { use, plans, current, why } }: { plans: Plans }) {
  const what = LIMITED.filter((one) => use[one].parked > 0).map(
    (one) => `${texts.compare[one].toLocaleLowerCase("en")} ${use[one].parked}`,
  );
  if (what.length === 0) return null;
  const plan = plans.find(({ id }) => id === current)!.name;
  return (
    <Notice
      sentence={say(texts.parked, { plan, what: what.join(", ") })}
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
