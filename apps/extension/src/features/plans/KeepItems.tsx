import type { LimitedResource } from "@callboard/domain/plans/catalogue";
import { Checkbox } from "@callboard/ui/Checkbox";
import { plans } from "../../texts/en/plans.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import type { Choosable } from "./keepChoice.ts";

const texts = plans.guide;

export interface KeepItemsProps {
  what: LimitedResource;
  items: readonly Choosable[];
  kept: ReadonlySet<string>;
  onToggle: (item: Choosable, on: boolean) => void;
}

/** A checkbox for each item: keep it or not. */
export function KeepItems({ what, items, kept, onToggle }: KeepItemsProps) {
  return (
    <ul class="plan-items">
      {items.map((item) => {
        const { id, name, more, parked, must } = item;
        return (
          <li key={id}>
            <Checkbox
              label={name}
              checked={kept.has(id)}
              disabled={must}
              hint={[
                what === "people" ? shell.role[more as keyof typeof shell.role] : more,
                ...(must ? [texts.must] : []),
                ...(parked ? [texts.parked] : []),
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
