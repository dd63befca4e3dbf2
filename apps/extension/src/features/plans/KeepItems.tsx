import type { LimitedResource } from "@callboard/domain/plans/catalogue";
import { Checkbox } from "@callboard/ui/Checkbox";
import { plans } from "../../texts/en/plans.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import type { LimitedItem } from "./keepChoice.ts";

const texts = plans.changePlan;

export interface KeepItemsProps {
  resource: LimitedResource;
  items: readonly LimitedItem[];
  keptIds: ReadonlySet<string>;
  onToggle: (item: LimitedItem, on: boolean) => void;
}

/** A checkbox for each item: ticked items stay in use, the others are frozen. */
export function KeepItems({ resource, items, keptIds, onToggle }: KeepItemsProps) {
  return (
    <ul class="plan-items">
      {items.map((item) => {
        const { id, name, more: detail, frozen, required } = item;
        return (
          <li key={id}>
            <Checkbox
              label={name}
              checked={keptIds.has(id)}
              disabled={required}
              hint={[
                resource === "people" ? shell.role[detail as keyof typeof shell.role] : detail,
                ...(required ? [texts.required] : []),
                ...(frozen ? [texts.frozen] : []),
              ]
                .filter((part) => part !== "")
                .join(" · ")}
              onChange={(on) => onToggle(item, on)}
            />
          </li>
        );
      })}
    </ul>
  );
}
