import { Badge } from "@callboard/ui/Badge";
import { Card } from "@callboard/ui/Card";
import { Icon } from "@callboard/ui/Icon";
import { href } from "../../shared/route.ts";
import { sources } from "../../texts/en/sources.ts";
import { format } from "../../texts/format.ts";
import type { VisitTestView } from "./types.ts";

const texts = sources.tester;
type Step = VisitTestView["steps"][number];
type TestedRuleGroup = Step["ruleGroups"][number];

/** Every source of the test, in order: which of its rules matched, and the values that they were compared with. */
export function TestedSources({ steps }: { steps: readonly Step[] }) {
  // Offsite sources are recognized by their number alone, so no rule of theirs is tested.
  const onsite = steps.filter(({ site }) => site === "onsite");
  if (onsite.length === 0)
    return (
      <p class="cb-muted">
        {texts.noSources} <a href={href("sources", "new")}>{sources.add}</a>
      </p>
    );
  return (
    <Card title={texts.steps} subtitle={texts.stepsSubtitle} flush>
      <ol class="tested">
        {onsite.map((step) => (
          <li key={step.id} class="tested-step" data-tested={step.tested}>
            <div class="tested-head">
              <a href={href("sources", step.id)}>{step.name}</a>
              <Verdict step={step} />
            </div>
            <StepDetails step={step} />
          </li>
        ))}
      </ol>
      {onsite.length < steps.length && <p class="tested-note cb-muted cb-small">{texts.offsiteNote}</p>}
    </Card>
  );
}

function Verdict({ step: { tested, matched } }: { step: Step }) {
  if (!tested) return <Badge>{texts.notTested}</Badge>;
  return matched ? (
    <Badge tone="good" icon="check">
      {texts.matched}
    </Badge>
  ) : (
    <Badge icon="x">{texts.matchedNot}</Badge>
  );
}

function StepDetails({ step: { tested, ruleGroups } }: { step: Step }) {
  if (!tested) return <p class="cb-muted">{texts.notTestedWhy}</p>;
  if (ruleGroups.length === 0) return <p class="cb-muted">{texts.noRules}</p>;
  return (
    <>
      {ruleGroups.map((ruleGroup, index) => (
        <RuleGroupResult key={ruleGroup.id} ruleGroup={ruleGroup} place={index + 1} isOnly={ruleGroups.length === 1} />
      ))}
    </>
  );
}

function RuleGroupResult({ ruleGroup, place, isOnly }: { ruleGroup: TestedRuleGroup; place: number; isOnly: boolean }) {
  return (
    <div class="tested-group" data-matched={ruleGroup.matched || undefined}>
      {!isOnly && <span class="cb-muted cb-small">{format(texts.ruleGroup, { place })}</span>}
      <ul class="tested-rules">
        {ruleGroup.rules.map(({ text, matched, observed }, index) => (
          <li key={index} data-matched={matched}>
            <Icon name={matched ? "check" : "x"} label={matched ? texts.matchedRule : texts.unmatchedRule} size={14} />
            <span class="tested-rule">{text}</span>
            <span class="tested-observed">{format(texts.observed, { observed })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
