import { Field } from "@callboard/ui/Field";
import { Select } from "@callboard/ui/Select";
import { momentText } from "../../../shared/timeText.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { versions as texts } from "../../../texts/en/shared/versions.ts";
import { format } from "../../../texts/format.ts";
import type { Version } from "../../../shared/versions/useVersions.ts";
import type { Comparison } from "./types.ts";

interface CompareSideProps {
  label: string;
  version: number;
  /** When and by whom the version was made; undefined while it loads. */
  side: Comparison["from"] | undefined;
  /** The versions that have been loaded, to choose from. */
  rows: readonly Version[];
  onChoose: (version: number) => void;
}

/** The version on this side, its date and its author. */
export function CompareSide({ label, version, side, rows, onChoose }: CompareSideProps) {
  const viewer = useViewer();
  const choices = [...new Set([version, ...rows.map((row) => row.version)])].sort((a, b) => b - a);
  return (
    <div class="compare-side">
      <Field
        label={label}
        // While it loads, a space keeps the line's height.
        hint={side ? format(texts.sideAt, { time: momentText(side.at, viewer), by: side.by }) : "\u00a0"}
      >
        <Select
          value={String(version)}
          options={choices.map((choice) => ({
            value: String(choice),
            label: format(texts.version, { version: choice }),
          }))}
          onChange={(next) => onChoose(Number(next))}
        />
      </Field>
    </div>
  );
}
