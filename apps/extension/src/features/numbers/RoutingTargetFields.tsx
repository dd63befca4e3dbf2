import { Combobox } from "@callboard/ui/Combobox";
import { Field } from "@callboard/ui/Field";
import type { Inputs } from "../../data/api.ts";
import { numbers as texts } from "../../texts/en/numbers.ts";
import type { RoutingTargets } from "./useRoutingTargets.ts";
import { sliceCode } from "@callboard/domain/core/text/text";

export type Route = Inputs["numbers"]["save"]["route"];

/** A chosen source or routing target, with its name to show while the list of choices loads. */
export interface TargetChoice {
  /** A source's id; or `queue:` or `receiver:` and an id. Empty for none. */
  value: string;
  name: string;
}

export const NO_SOURCE: TargetChoice = { value: "", name: texts.noSource };
export const NO_ROUTE: TargetChoice = { value: "", name: texts.noRoute };

/** Not chosen yet, as opposed to choosing none. */
export const NOT_CHOSEN: TargetChoice = { value: "?", name: "" };

export const sourceOf = ({ value }: TargetChoice): string | null => (value === "" ? null : value);

export function routeOf({ value }: TargetChoice): Route {
  if (value === "") return null;
  const colonIndex = value.indexOf(":");
  return { to: value.startsWith("queue:") ? "queue" : "receiver", id: sliceCode(value, colonIndex + 1) };
}

interface TargetFieldProps {
  targets: RoutingTargets;
  value: TargetChoice;
  onChange: (choice: TargetChoice) => void;
  error?: string | undefined;
}

export function SourceField({ targets, value, onChange, error }: TargetFieldProps) {
  return (
    <Field label={texts.edit.source} hint={texts.edit.sourceHint} error={error}>
      <Combobox
        options={[{ value: "", label: texts.noSource }, ...targets.sources]}
        value={value.value}
        displayValue={value.name}
        onChange={(next, { label }) => onChange({ value: next, name: label })}
        placeholder={texts.edit.placeholder}
        emptyText={texts.edit.noMatch}
      />
    </Field>
  );
}

export function RouteField({ targets, value, onChange, error }: TargetFieldProps) {
  return (
    <Field label={texts.edit.route} hint={texts.edit.routeHint} error={error}>
      <Combobox
        options={[{ value: "", label: texts.noRoute }, ...targets.routes]}
        value={value.value}
        displayValue={value.name}
        onChange={(next, { label }) => onChange({ value: next, name: label })}
        onSearch={targets.findRoutes}
        placeholder={texts.edit.placeholder}
        emptyText={texts.edit.noMatch}
      />
    </Field>
  );
}
