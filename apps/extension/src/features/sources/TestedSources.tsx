import { Badge } from "@callboard/ui/Badge";
import { Card } from "@callboard/ui/Card";
import { Icon } from "@callboard/ui/Icon";
import { href } from "../../shared/route.ts";
import { sources } from "../../texts/en/sources.ts";
import { format } from "../../texts/format.ts";
import type { VisitTestView } from "./types.ts";

const texts = sources.tester;
type Step = VisitTestView["steps"][number];
type TestedRuleGroup = Step["ways"][number];

/** Every source that was tried, in order: which of its rules matched, and what each of them saw. */
export function TestedSources({ steps }: { steps: readonly Step[] }) {
  const onsite = steps.filter(({ site }) => site === "onsite");
  if (onsite.length === 0)
    return (
      <p class="cb-quiet">
        {texts.noSources} <a href={href("sources", "new")}>{sources.add}</a>
      </p>
    );
  return (
    <Card title={texts.steps} sub={texts.stepsSub} flush>
      <ol class="tried">
        {onsite.map((step) => (
          <li key={step.id} class="tried-step" data-asked={step.asked}>
            <div class="tried-head">
              <a href={href("sources", step.id)}>{step.name}</a>
              <Verdict step={step} />
            </div>
            <StepDetails step={step} />
          </li>
        ))}
      </ol>
      {onsite.length < steps.length && <p class="tried-note cb-quiet cb-small">{texts.offsiteNote}</p>}
    </Card>
  );
}

function Verdict({ step: { asked, matched } }: { step: Step }) {
  if (!asked) return <Badge>{texts.notAsked}</Badge>;
  return matched ? (
    <Badge tone="good" icon="check">
      {texts.matched}
    </Badge>
  ) : (
    <Badge icon="x">{texts.matchedNot}</Badge>
  );
}

function StepDetails({ step: { asked, ways } }: { step: Step }) {
  if (!asked) return <p class="cb-quiet">{texts.notAskedWhy}</p>;
  if (ways.length === 0) return <p class="cb-quiet">{texts.noRules}</p>;
  return (
    <>
      {ways.map((way, at) => (
        <RuleGroupResult key={way.id} way={way} place={at + 1} alone={ways.length === 1} />
      ))}
    </>
  );
}

function RuleGroupResult({ way, place, alone }: { way: TestedRuleGroup; place: number; alone: boolean }) {
  return (
    <div class="tried-way" data-matched={way.matched || undefined}>
      {!alone && <span class="cb-quiet cb-small">{format(texts.way, { place })}</span>}
      <ul class="tried-rules">
        {way.rules.map(({ text, held, saw }, at) => (
          <li key={at} data-held={held}>
            <Icon name={held ? "check" : "x"} label={held ? texts.held : texts.heldNot} size={14} />
            <span class="tried-rule">{text}</span>
            <span class="tried-saw">{format(texts.saw, { saw })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
