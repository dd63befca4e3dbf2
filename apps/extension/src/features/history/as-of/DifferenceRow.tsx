import { Badge } from "@callboard/ui/Badge";
import { Checkbox } from "@callboard/ui/Checkbox";
import type { ListSelection } from "../../../shared/list/useSelection.ts";
import { asOf as texts } from "../../../texts/en/asOf.ts";
import { format } from "../../../texts/format.ts";
import { recordHref } from "../../../shared/versions/addresses.ts";
import { FieldChanges } from "../../../shared/versions/FieldChanges.tsx";
import type { Difference } from "./useDifferences.ts";
import { capitalize } from "@callboard/domain/core/text/text";

const TONES = { added: "good", removed: "bad", changed: "accent" } as const;

interface DifferenceRowProps {
  row: Difference;
  /** Null where nothing can be brought back. */
  selection: ListSelection | null;
}

/** One record: how it has changed, and its fields then and now. */
export function DifferenceRow({
  row: { id, kind, record, title, noun, how, fields, restorable },
  selection,
}: DifferenceRowProps) {
  const name = title || capitalize(noun);
  return (
    <li class="as-of-record" data-selected={selection?.isSelected(id) || undefined}>
      <span class="as-of-pick">
        {selection && restorable && (
          <Checkbox
            hideLabel
            label={format(texts.pickOne, { name })}
            checked={selection.isSelected(id)}
            onChange={() => selection.toggle(id, false)}
          />
        )}
      </span>
      <div class="as-of-text">
        <p class="as-of-name">
          <a href={recordHref(kind, record)}>{name}</a>
          <span class="cb-muted">{noun}</span>
          <Badge tone={TONES[how]}>{texts.how[how]}</Badge>
          {!restorable && <span class="cb-muted cb-small">{texts.cannot}</span>}
        </p>
        <FieldChanges fields={fields} />
      </div>
    </li>
  );
}
