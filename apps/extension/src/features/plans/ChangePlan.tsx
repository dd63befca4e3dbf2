import type { LimitedResource, PlanId } from "@callboard/domain/plans/catalogue";
import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { useResource } from "../../data/resource.ts";
import { go, href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { failureText } from "../../shared/form/failures.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { plans as all } from "../../texts/en/plans.ts";
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

const texts = all.guide;

/** A change of plan: what exceeds the new limits, what to keep, what it costs. Ends in a proposal to confirm. */
export function ChangePlan({ plan }: { plan: PlanId }) {
  const beyond = useResource(["terms", "number", "queue", "member", "subscription", "balance"], () =>
    api().plans.overLimit.query({ plan }),
  );
  const answer = beyond.data.value;
  return (
    <Page
      title={answer ? format(answer.isSame ? texts.again : texts.title, { plan: answer.plan }) : all.title}
      back={{ href: href("plan"), label: texts.back }}
    >
      <Loaded of={beyond} label={texts.loading}>
        {(shown) => <ChangePlanForm plan={plan} beyond={shown} />}
      </Loaded>
    </Page>
  );
}

function ChangePlanForm({ plan, beyond }: { plan: PlanId; beyond: PlanChangeView }) {
  const [own, setOwn] = useState<Partial<KeepChoice>>({});
  const propose = useAction((input: NonNullable<Inputs["plans"]["proposeChange"]>, options) =>
    api().plans.proposeChange.mutate(input, options),
  );
  const choosing = beyond.limits.filter(needsChoice);
  const kept = (limit: PlanLimit) => own[limit.what] ?? defaultChoice(limit);
  const odd = choosing.some((limit) => surplusCount(limit, kept(limit)) > 0);
  async function submit() {
    const keep = Object.fromEntries(choosing.map((limit) => [limit.what, [...kept(limit)]]));
    const outcome = await propose.run({ plan, keep });
    if (outcome?.ok) go("proposals", outcome.answer.proposal);
  }
  const refused = failureText(propose.outcome.value);
  if (beyond.below.length > 0) return <SubAccountsNotice plan={plan} name={beyond.plan} />;
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
      {!beyond.isSame && <Steps at={choosing.length > 0 ? 2 : 3} />}
      {!beyond.isSame && <OverLimitCard beyond={beyond} />}
      {choosing.map((limit) => (
        <KeepCard
          key={limit.what}
          limit={limit}
          kept={kept(limit)}
          onKept={(next: ReadonlySet<string>) => setOwn({ ...own, [limit.what as LimitedResource]: next })}
        />
      ))}
      {!beyond.isSame && <PlanChangeCostCard beyond={beyond} />}
      {refused && <Notice kind="bad" sentence={refused} />}
      <div class="plan-foot">
        <Button variant="primary" type="submit" busy={propose.busy.value} disabled={odd}>
          {texts.submit}
        </Button>
      </div>
    </form>
  );
}
