import { type Site, RULE_GROUPS_MAX } from "@callboard/domain/numbers/types";
import type { RuleGroup } from "@callboard/domain/sources/schema";
import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { useEffect, useRef } from "preact/hooks";
import type { Outcome } from "../../data/sendOnce.ts";
import { fieldError } from "../form/failures.ts";
import { sources } from "../../texts/en/sources.ts";
import { format } from "../../texts/format.ts";
import { newRuleGroup } from "./sourceFormValues.ts";
import { RuleGroupEditor } from "./RuleGroupEditor.tsx";
import "./RulesEditor.css";

const texts = sources.form;

interface RulesEditorProps {
  site: Site;
  ruleGroups: readonly RuleGroup[];
  outcome: Outcome<unknown> | null;
  onChange: (ruleGroups: RuleGroup[]) => void;
}

/** The rules by which a source recognizes a visit: all of any one group must match. An offsite source has no visits. */
export function RulesEditor({ site, ruleGroups, outcome, onChange }: RulesEditorProps) {
  const list = useRef<HTMLDivElement>(null);
  const focusOn = useFocusAfter(list, ruleGroups);
  if (site === "offsite")
    return (
      <Card title={texts.rules}>
        <p class="cb-muted">
          {texts.rulesOffsite}
          {ruleGroups.length > 0 && ` ${texts.rulesDropped}`}
        </p>
      </Card>
    );
  const add = (
    <Button
      icon="plus"
      disabled={ruleGroups.length >= RULE_GROUPS_MAX}
      onClick={() => {
        focusOn(`[data-rule-group="${ruleGroups.length}"] select`);
        onChange([...ruleGroups, newRuleGroup()]);
      }}
    >
      {texts.addRuleGroup}
    </Button>
  );
  const error = fieldError(outcome, "ruleGroups");
  return (
    <Card title={texts.rules} subtitle={texts.rulesSubtitle}>
      <div ref={list} class="rule-groups">
        {ruleGroups.length === 0 && <EmptyState icon="filter" sentence={texts.noRuleGroups} action={add} />}
        {ruleGroups.map((group, index) => (
          <RuleGroupEditor
            key={group.id}
            ruleGroup={group}
            index={index}
            outcome={outcome}
            focusOn={focusOn}
            onChange={(next) => onChange(ruleGroups.with(index, next))}
            onRemove={() => {
              focusOn(ruleGroups.length > 1 ? `[data-rule-group="${Math.max(0, index - 1)}"] select` : "button");
              onChange(ruleGroups.filter((other) => other !== group));
            }}
          />
        ))}
        {ruleGroups.length > 0 && <div class="rule-groups-add">{add}</div>}
        {error && (
          <p class="cb-field-error" role="alert">
            {error}
          </p>
        )}
        {ruleGroups.length > 0 && <p class="cb-muted cb-small">{format(texts.starHint, { star: "*" })}</p>}
      </div>
    </Card>
  );
}

/** Focuses what was just added, or the neighbour of what was just removed, so that keyboard users keep their place. */
function useFocusAfter(list: { current: HTMLElement | null }, trigger: unknown): (selector: string) => void {
  const pendingSelector = useRef<string | null>(null);
  useEffect(() => {
    if (pendingSelector.current === null) return;
    list.current?.querySelector<HTMLElement>(pendingSelector.current)?.focus();
    pendingSelector.current = null;
  }, [trigger]);
  return (selector) => (pendingSelector.current = selector);
}
