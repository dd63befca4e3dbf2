import { Combo } from "@callboard/ui/Combo";
import { Field } from "@callboard/ui/Field";
import type { Inputs } from "../../api.ts";
import { numbers as texts } from "../../texts/en/numbers.ts";
import type { Leads } from "./useLeads.ts";
import { codePart } from "@callboard/domain/text";

export type Route = Inputs["tracking"]["saveNumber"]["route"];

/** What a form holds of a source or a route: the choice, and what it is called while the choices are not at hand. */
export interface Lead {
  value: string;
  name: string;
}

export const NO_SOURCE: Lead = { value: "", name: texts.noSource };
export const NO_ROUTE: Lead = { value: "", name: texts.noRoute };

/** Nothing is chosen yet, which is something else than choosing none. */
export const UNCHOSEN: Lead = { value: "?", name: "" };

export const sourceOf = ({ value }: Lead): string | null => (value === "" ? null : value);

export function routeOf({ value }: Lead): Route {
  if (value === "") return null;
  const at = value.indexOf(":");
  return { to: value.startsWith("queue:") ? "queue" : "receiver", id: codePart(value, at + 1) };
}

interface LeadFieldProps {
  leads: Leads;
  value: Lead;
  onChange: (lead: Lead) => void;
  error?: string | undefined;
}

export function SourceField({ leads, value, onChange, error }: LeadFieldProps) {
  return (
    <Field label={texts.edit.source} hint={texts.edit.sourceHint} error={error}>
      <Combo
        options={[{ value: "", label: texts.noSource }, ...leads.sources]}
        value={value.value}
        shown={value.name}
        onChange={(next, { label }) => onChange({ value: next, name: label })}
        placeholder={texts.edit.placeholder}
        noMatch={texts.edit.noMatch}
      />
    </Field>
  );
}

export function RouteField({ leads, value, onChange, error }: LeadFieldProps) {
  return (
    <Field label={texts.edit.route} hint={texts.edit.routeHint} error={error}>
      <Combo
        options={[{ value: "", label: texts.noRoute }, ...leads.routes]}
        value={value.value}
        shown={value.name}
        onChange={(next, { label }) => onChange({ value: next, name: label })}
        onWords={leads.findRoute}
        placeholder={texts.edit.placeholder}
        noMatch={texts.edit.noMatch}
      />
    </Field>
  );
}
