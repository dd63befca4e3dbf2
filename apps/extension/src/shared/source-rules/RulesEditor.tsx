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
  ways: readonly RuleGroup[];
  outcome: Outcome<unknown> | null;
  onChange: (ways: RuleGroup[]) => void;
}

/** Any of the rule groups has to match, and in a group all rules. An offsite source has none. */
export function RulesEditor({ site, ways, outcome, onChange }: RulesEditorProps) {
  const list = useRef<HTMLDivElement>(null);
  const focusOn = useFocusAfter(list, ways);
  if (site === "offsite")
    return (
      <Card title={texts.rules}>
        <p class="cb-quiet">
          {texts.rulesOffsite}
          {ways.length > 0 && ` ${texts.rulesDropped}`}
        </p>
      </Card>
    );
  const add = (
    <Button
      icon="plus"
      disabled={ways.length >= RULE_GROUPS_MAX}
      onClick={() => {
        focusOn(`[data-way="${ways.length}"] select`);
        onChange([...ways, newRuleGroup()]);
      }}
    >
      {texts.addWay}
    </Button>
  );
  const wrong = fieldError(outcome, "ways");
  return (
    <Card title={texts.rules} sub={texts.rulesSub}>
      <div ref={list} class="ways">
        {ways.length === 0 && <EmptyState icon="filter" sentence={texts.noWays} action={add} />}
        {ways.map((way, at) => (
          <RuleGroupEditor
            key={way.id}
            way={way}
            at={at}
            outcome={outcome}
            focusOn={focusOn}
            onChange={(next) => onChange(ways.with(at, next))}
            onRemove={() => {
              focusOn(ways.length > 1 ? `[data-way="${Math.max(0, at - 1)}"] select` : "button");
              onChange(ways.filter((one) => one !== way));
            }}
          />
        ))}
        {ways.length > 0 && <div class="ways-add">{add}</div>}
        {wrong && (
          <p class="cb-field-error" role="alert">
            {wrong}
          </p>
        )}
        {ways.length > 0 && <p class="cb-quiet cb-small">{format(texts.starHint, { star: "*" })}</p>}
      </div>
    </Card>
  );
}

/** Focuses what was just added, or the neighbour of what was just removed, so that keyboard users keep their place. */
function useFocusAfter(list: { current: HTMLElement | null }, on: unknown): (selector: string) => void {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    list.current?.querySelector<HTMLElement>(wanted.current)?.focus();
    wanted.current = null;
  }, [on]);
  return (selector) => (wanted.current = selector);
}
