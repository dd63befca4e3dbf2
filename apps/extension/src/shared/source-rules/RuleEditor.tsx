import { RULE_SUBJECTS, RULE_TESTS, RULE_VALUE_MAX } from "@callboard/domain/numbers/types";
import type { SourceRule } from "@callboard/domain/sources/schema";
import { Icon } from "@callboard/ui/Icon";
import { IconButton } from "@callboard/ui/IconButton";
import { Select } from "@callboard/ui/Select";
import { TextInput } from "@callboard/ui/TextInput";
import { useId } from "preact/hooks";
import { sources } from "../../texts/en/sources.ts";
import { changeRule } from "./sourceFormValues.ts";

const texts = sources.form;
const SUBJECTS = RULE_SUBJECTS.map((value) => ({ value, label: texts.subjects[value] }));
const TESTS = RULE_TESTS.map((value) => ({ value, label: texts.tests[value] }));

interface RuleEditorProps {
  rule: SourceRule;
  index: number;
  label: string;
  removeLabel: string;
  /** The error of the rule itself, or of `.name` and `.value`. */
  errorOf: (part: string) => string | undefined;
  onChange: (rule: SourceRule) => void;
  onRemove: () => void;
}

/** One rule as a sentence: “Referrer · host · is not · google.com”. */
export function RuleEditor({ rule, index, label, removeLabel, errorOf, onChange, onRemove }: RuleEditorProps) {
  const id = useId();
  const change = (next: Partial<SourceRule>) => onChange(changeRule(rule, next));
  const [ruleError, nameError, valueError] = [errorOf(""), errorOf(".name"), errorOf(".value")];
  const error = ruleError ?? nameError ?? valueError;
  const verbs = texts.verbs[rule.test];
  const inputProps = { maxLength: RULE_VALUE_MAX, "aria-describedby": error ? id : undefined };
  return (
    <div class="rule" role="group" aria-label={label} data-rule={index} data-test={rule.test}>
      <span class="rule-and" aria-hidden>
        {index > 0 && sources.and}
      </span>
      <Select
        label={texts.subject}
        options={SUBJECTS}
        value={rule.subject}
        onChange={(subject) => change({ subject })}
      />
      <Select label={texts.test} options={TESTS} value={rule.test} onChange={(test) => change({ test })} />
      {rule.test === "parameter" && (
        <TextInput
          {...inputProps}
          label={texts.parameter}
          placeholder={texts.parameterExample}
          value={rule.name}
          aria-invalid={(nameError ?? ruleError) !== undefined || undefined}
          onChange={(name) => change({ name })}
        />
      )}
      <Select
        label={texts.verb}
        options={(["yes", "no"] as const).map((value) => ({ value, label: verbs[value] }))}
        value={rule.negated ? "no" : "yes"}
        onChange={(verb) => change({ negated: verb === "no" })}
      />
      <TextInput
        {...inputProps}
        label={texts.value}
        placeholder={texts.values[rule.test]}
        value={rule.value}
        aria-invalid={(valueError ?? ruleError) !== undefined || undefined}
        onChange={(value) => change({ value })}
      />
      <IconButton icon="x" label={removeLabel} onClick={onRemove} />
      {error && (
        <p class="cb-field-error" id={id} role="alert">
          <Icon name="alert" size={14} />
          <span>{error}</span>
        </p>
      )}
    </div>
  );
}
