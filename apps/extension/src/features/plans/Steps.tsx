import { Icon } from "@callboard/ui/Icon";
import { plans } from "../../texts/en/plans.ts";

const texts = plans.changePlan;

/** The steps of the change: finished ones are ticked, the current one (counted from 0) is highlighted. */
export function Steps({ current }: { current: number }) {
  return (
    <ol class="plan-steps" aria-label={texts.stepsLabel}>
      {texts.steps.map((step, index) => (
        <li key={step} data-past={index < current || undefined} aria-current={index === current ? "step" : undefined}>
          <span class="plan-step-mark">{index < current ? <Icon name="check" size={14} /> : index + 1}</span>
          {step}
        </li>
      ))}
    </ol>
  );
}
