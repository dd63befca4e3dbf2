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
  ruleGroup: RuleGroup;
  index: number;
  outcome: Outcome<unknown> | null;
  /** After the next change, focuses the first element that matches. */
  focusOn: (selector: string) => void;
  onChange: (ruleGroup: RuleGroup) => void;
  onRemove: () => void;
}

/** One group's rules, all of which must match; removing the last rule removes the group. */
export function RuleGroupEditor({ ruleGroup, index, outcome, focusOn, onChange, onRemove }: RuleGroupEditorProps) {
  const { rules } = ruleGroup;
  const change = (next: SourceRule[]) => onChange({ ...ruleGroup, rules: next });
  const place = index + 1;
  const error = fieldError(outcome, ruleGroupField(index)) ?? fieldError(outcome, `${ruleGroupField(index)}.rules`);

  function remove(rule: number) {
    if (rules.length === 1) return onRemove();
    focusOn(`[data-rule-group="${index}"] [data-rule="${Math.max(0, rule - 1)}"] select`);
    change(rules.toSpliced(rule, 1));
  }

  return (
    <fieldset class="rule-group" data-rule-group={index}>
      <legend class="cb-visually-hidden">{format(texts.ruleGroup, { place })}</legend>
      {index > 0 && (
        <p class="rule-group-or" aria-hidden>
          {texts.any}
        </p>
      )}
      <div class="rule-group-frame">
        {rules.map((rule, ruleIndex) => (
          <RuleEditor
            key={ruleIndex}
            rule={rule}
            index={ruleIndex}
            label={format(texts.ruleOf, { group: place, rule: ruleIndex + 1 })}
            removeLabel={format(texts.removeRule, { place: ruleIndex + 1, group: place })}
            errorOf={(part) => fieldError(outcome, ruleField(index, ruleIndex) + part)}
            onChange={(next) => change(rules.with(ruleIndex, next))}
            onRemove={() => remove(ruleIndex)}
          />
        ))}
        {error && (
          <p class="cb-field-error" role="alert">
            {error}
          </p>
        )}
        <div class="rule-group-foot">
          <Button
            variant="quiet"
            size="small"
            icon="plus"
            disabled={rules.length >= RULES_MAX}
            onClick={() => {
              focusOn(`[data-rule-group="${index}"] [data-rule="${rules.length}"] select`);
              change([...rules, newRule()]);
            }}
          >
            {texts.addRule}
          </Button>
          {rules.length > 1 && (
            <IconButton icon="trash" size="small" label={format(texts.removeRuleGroup, { place })} onClick={onRemove} />
          )}
        </div>
      </div>
    </fieldset>
  );
}
