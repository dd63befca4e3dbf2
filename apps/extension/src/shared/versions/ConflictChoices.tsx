import { Notice } from "@callboard/ui/Notice";
import { RadioGroup } from "@callboard/ui/RadioGroup";
import type { Outputs } from "../../data/api.ts";
import { versions as texts } from "../../texts/en/shared/versions.ts";
import { format } from "../../texts/format.ts";

export type Conflict = Outputs["history"]["proposeRestore"]["clashes"][number];
/** By field: the value that is being restored (`then`) or the current one (`now`). */
export type Choices = Readonly<Record<string, "then" | "now">>;

interface ConflictChoicesProps {
  conflicts: readonly Conflict[];
  choices: Choices;
  onChoose: (field: string, side: "then" | "now") => void;
}

/** Asks which value to keep for each field that was edited since. Neither is preselected: somebody has to look. */
export function ConflictChoices({ conflicts, choices, onChoose }: ConflictChoicesProps) {
  return (
    <>
      <Notice
        tone="warn"
        sentence={conflicts.length === 1 ? texts.conflict : format(texts.conflicts, { count: conflicts.length })}
      />
      {conflicts.map(({ field, label, older, now }) => (
        <RadioGroup<"then" | "now" | "">
          key={field}
          label={label}
          value={choices[field] ?? ""}
          options={[
            { value: "then", label: format(texts.conflictThen, { value: older }), hint: texts.conflictThenHint },
            { value: "now", label: format(texts.conflictNow, { value: now }), hint: texts.conflictNowHint },
          ]}
          onChange={(side) => side !== "" && onChoose(field, side)}
        />
      ))}
    </>
  );
}
