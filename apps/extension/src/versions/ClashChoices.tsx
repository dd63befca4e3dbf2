import { Notice } from "@callboard/ui/Notice";
import { Radios } from "@callboard/ui/Radios";
import type { Answers } from "../api.ts";
import { record as texts } from "../texts/en/record.ts";
import { say } from "../texts/say.ts";

export type Clash = Answers["history"]["proposeRestore"]["clashes"][number];
export type Choices = Readonly<Record<string, "then" | "now">>;

interface ClashChoicesProps {
  clashes: readonly Clash[];
  choices: Choices;
  onChoose: (field: string, side: "then" | "now") => void;
}

/** Both values of each field that was edited twice. None is taken beforehand: somebody has to look. */
export function ClashChoices({ clashes, choices, onChoose }: ClashChoicesProps) {
  return (
    <>
      <Notice
        kind="warn"
        sentence={clashes.length === 1 ? texts.clash : say(texts.clashes, { count: clashes.length })}
      />
      {clashes.map(({ field, label, older, now }) => (
        <Radios<"then" | "now" | "">
          key={field}
          label={label}
          value={choices[field] ?? ""}
          options={[
            { value: "then", label: say(texts.clashThen, { value: older }), hint: texts.clashThenHint },
            { value: "now", label: say(texts.clashNow, { value: now }), hint: texts.clashNowHint },
          ]}
          onChange={(side) => side !== "" && onChoose(field, side)}
        />
      ))}
    </>
  );
}
