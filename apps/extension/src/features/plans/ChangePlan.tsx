import type { LimitedResource, PlanId } from "@callboard/domain/plans/catalogue";
import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { go, href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { failureText } from "../../shared/form/failures.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { plans as planTexts } from "../../texts/en/plans.ts";
import { format } from "../../texts/format.ts";
import { SubAccountsNotice } from "./SubAccountsNotice.tsx";
import { OverLimitCard } from "./OverLimitCard.tsx";
import { PlanChangeCostCard } from "./PlanChangeCostCard.tsx";
import { KeepCard } from "./KeepCard.tsx";
import { Steps } from "./Steps.tsx";
import {
  type PlanChangeView,
  defaultChoice,
  type KeepChoice,
  type PlanLimit,
  needsChoice,
  surplusCount,
} from "./keepChoice.ts";
import "./Plans.css";

const texts = planTexts.changePlan;

/** A change of plan: the exceeded limits, the items to keep, and the cost. It ends in a proposal to confirm. */
export function ChangePlan({ plan }: { plan: PlanId }) {
  const planChange = useResource(["terms", "number", "queue", "member", "subscription", "balance"], () =>
    api().plans.overLimit.query({ plan }),
  );
  const data = planChange.data.value;
  return (
    <Page
      title={data ? format(data.isSame ? texts.again : texts.title, { plan: data.plan }) : planTexts.title}
      back={{ href: href("plans"), label: texts.back }}
    >
      <Loaded resource={planChange} label={texts.loading}>
        {(answer) => <ChangePlanForm plan={plan} change={answer} />}
      </Loaded>
    </Page>
  );
}

function ChangePlanForm({ plan, change }: { plan: PlanId; change: PlanChangeView }) {
  const [choice, setChoice] = useState<Partial<KeepChoice>>({});
  const propose = useAction((input: NonNullable<Inputs["plans"]["proposeChange"]>, options) =>
    api().plans.proposeChange.mutate(input, options),
  );
  const exceededLimits = change.limits.filter(needsChoice);
  const keptIdsOf = (limit: PlanLimit) => choice[limit.resource] ?? defaultChoice(limit);
  const isInvalid = exceededLimits.some((limit) => surplusCount(limit, keptIdsOf(limit)) > 0);
  async function submit() {
    const keepSelection = Object.fromEntries(exceededLimits.map((limit) => [limit.resource, [...keptIdsOf(limit)]]));
    const outcome = await propose.run({ plan, keepSelection });
    if (outcome?.ok) go("proposals", outcome.output.proposal);
  }
  const failure = failureText(propose.outcome.value);
  if (change.activeSubAccountNames.length > 0) return <SubAccountsNotice plan={plan} planName={change.plan} />;
  return (
    <form
      class="form"
      noValidate
      onInput={propose.clear}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {/* Comparing plans and seeing what is over the limit (steps 0 and 1) need no input here. */}
      {!change.isSame && <Steps current={exceededLimits.length > 0 ? 2 : 3} />}
      {!change.isSame && <OverLimitCard change={change} />}
      {exceededLimits.map((limit) => (
        <KeepCard
          key={limit.resource}
          planLimit={limit}
          keptIds={keptIdsOf(limit)}
          onChange={(next: ReadonlySet<string>) => setChoice({ ...choice, [limit.resource as LimitedResource]: next })}
        />
      ))}
      {!change.isSame && <PlanChangeCostCard change={change} />}
      {failure && <Notice tone="bad" sentence={failure} />}
      <div class="plan-foot">
        <Button variant="primary" type="submit" busy={propose.busy.value} disabled={isInvalid}>
          {texts.submit}
        </Button>
      </div>
    </form>
  );
}
