import { TRACKING_NAME_MAX } from "@callboard/domain/numbers/types";
import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { api, type Inputs } from "../../data/api.ts";
import { href } from "../../shared/route.ts";
import { RecordForm } from "../../shared/form/RecordForm.tsx";
import { fieldError } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { usePersistentDraft } from "../../shared/form/usePersistentDraft.ts";
import { numbers } from "../../texts/en/numbers.ts";
import { format } from "../../texts/format.ts";
import {
  type TargetChoice,
  NO_ROUTE,
  NO_SOURCE,
  RouteField,
  routeOf,
  SourceField,
  sourceOf,
} from "./RoutingTargetFields.tsx";
import type { NumberView } from "./types.ts";
import { useRoutingTargets } from "./useRoutingTargets.ts";

const texts = numbers.edit;
const FIELDS = ["name", "source", "route"];

interface NumberFormValues {
  name: string;
  source: TargetChoice;
  route: TargetChoice;
}

const numberFormValuesOf = ({ name, source, sourceName, route, routeName }: NumberView): NumberFormValues => ({
  name,
  source: source === null ? NO_SOURCE : { value: source, name: sourceName ?? "" },
  route: route === null ? NO_ROUTE : { value: `${route.to}:${route.id}`, name: routeName ?? "" },
});

interface NumberFormProps {
  number: NumberView;
  /** False for readers without the permission. A number that nobody can change has no form. */
  mayChange: boolean;
  refetch: () => Promise<void>;
}

/** A number's name, source and routing target. Edits that aren't saved are kept when the page is left. */
export function NumberForm({ number, mayChange, refetch }: NumberFormProps) {
  const draft = usePersistentDraft<NumberFormValues>({
    address: href("numbers", number.id),
    newest: numberFormValuesOf(number),
    version: number.version,
    title: number.name,
  });
  const targets = useRoutingTargets();
  const save = useAction((input: Inputs["numbers"]["save"], options) => api().numbers.save.mutate(input, options));
  const { name, source, route } = draft.value;
  const outcome = save.outcome.value;

  async function submit() {
    const input = { id: number.id, version: draft.version, name, source: sourceOf(source), route: routeOf(route) };
    const outcome = await save.run(input);
    if (!outcome?.ok) return;
    await refetch();
    draft.reset();
    toasts.show({ tone: "good", sentence: format(texts.saved, { name: name.trim() }) });
  }

  const edit = (change: Partial<NumberFormValues>) => {
    save.clear();
    draft.edit(change);
  };
  const errorOf = (field: string) => fieldError(outcome, field);
  return (
    <RecordForm
      draft={draft}
      action={save}
      fields={FIELDS}
      submit={texts.save}
      isReadOnly={!mayChange}
      onSubmit={submit}
      refetch={refetch}
    >
      <Card title={texts.title}>
        <div class="form">
          <Field label={texts.name} error={errorOf("name")}>
            <TextInput value={name} maxLength={TRACKING_NAME_MAX} onChange={(next) => edit({ name: next })} />
          </Field>
          <div class="form-pair">
            <SourceField
              targets={targets}
              value={source}
              error={errorOf("source")}
              onChange={(next) => edit({ source: next })}
            />
            <RouteField
              targets={targets}
              value={route}
              error={errorOf("route")}
              onChange={(next) => edit({ route: next })}
            />
          </div>
        </div>
      </Card>
    </RecordForm>
  );
}
