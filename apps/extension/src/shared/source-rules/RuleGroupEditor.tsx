import { RULES_MAX } from "@callboard/domain/numbers/types";
import type { SourceRule, RuleGroup } from "@callboard/domain/sources/schema";
import { Button } from "@callboard/ui/Button";
import { IconButton } from "@callboard/ui/IconButton";
import type { Outcome } from "../../data/sendOnce.ts";
import { fieldError } from "../form/failures.ts";
import { sources } from "../../texts/en/sources.ts";
import { format } from "../../texts/format.ts";
import { RuleEditor } from "./RuleEditor.tsx";
import { newRule, ruleField, ruleGroupField } from "./sourceFormValues.ts";

const texts = sources.form;

interface RuleGroupEditorProps {
  way: RuleGroup;
  at: number;
  outcome: Outcome<unknown> | null;
  focusOn: (selector: string) => void;
  onChange: (way: RuleGroup) => void;
  onRemove: () => void;
}

export function RuleGroupEditor({ way, at, outcome, focusOn, onChange, onRemove }: RuleGroupEditorProps) {
  const { rules } = way;
  const change = (next: SourceRule[]) => onChange({ ...way, rules: next });
  const place = at + 1;
  const wrong = fieldError(outcome, ruleGroupField(at)) ?? fieldError(outcome, `${ruleGroupField(at)}.rules`);

  function remove(rule: number) {
    if (rules.length === 1) return onRemove();
    focusOn(`[data-way="${at}"] [data-rule="${Math.max(0, rule - 1)}"] select`);
    change(rules.toSpliced(rule, 1));
  }

  return (
    <fieldset class="way" data-way={at}>
      <legend class="cb-unseen">{format(texts.way, { place })}</legend>
      {at > 0 && (
        <p class="way-or" aria-hidden>
          {texts.any}
        </p>
      )}
      <div class="way-frame">
        {rules.map((rule, nth) => (
          <RuleEditor
            key={nth}
            rule={rule}
            at={nth}
            label={format(texts.ruleOf, { way: place, rule: nth + 1 })}
            removeLabel={format(texts.removeRule, { place: nth + 1, way: place })}
            errorOf={(part) => fieldError(outcome, ruleField(at, nth) + part)}
            onChange={(next) => change(rules.with(nth, next))}
            onRemove={() => remove(nth)}
          />
        ))}
        {wrong && (
          <p class="cb-field-error" role="alert">
            {wrong}
          </p>
        )}
        <div class="way-foot">
          <Button
            variant="quiet"
            size="small"
            icon="plus"
            disabled={rules.length >= RULES_MAX}
            onClick={() => {
              focusOn(`[data-way="${at}"] [data-rule="${rules.length}"] select`);
              change([...rules, newRule()]);
            }}
          >
            {texts.addRule}
          </Button>
          {rules.length > 1 && (
            <IconButton icon="trash" size="small" label={format(texts.removeWay, { place })} onClick={onRemove} />
          )}
        </div>
      </div>
    </fieldset>
  );
}
