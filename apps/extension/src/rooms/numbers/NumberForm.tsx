import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { Notice } from "@callboard/ui/Notice";
import { TextInput } from "@callboard/ui/TextInput";
import { api, type Inputs } from "../../api.ts";
import { fieldError, formError } from "../../shell/refusals.ts";
import { toasts } from "../../shell/toasts.ts";
import { useAction } from "../../shell/useAction.ts";
import { useDraft } from "../../shell/useDraft.ts";
import { numbers } from "../../texts/en/numbers.ts";
import { shell } from "../../texts/en/shell.ts";
import { say } from "../../texts/say.ts";
import { type Lead, NO_ROUTE, NO_SOURCE, RouteField, routeOf, SourceField, sourceOf } from "./LeadFields.tsx";
import type { NumberAnswer } from "./NumberPage.tsx";
import { useLeads } from "./useLeads.ts";

const texts = numbers.edit;
const FIELDS = ["name", "source", "route", "version"];

interface Form {
  name: string;
  source: Lead;
  route: Lead;
}

const formOf = ({ name, source, sourceName, route, routeName }: NumberAnswer): Form => ({
  name,
  source: source === null ? NO_SOURCE : { value: source, name: sourceName ?? "" },
  route: route === null ? NO_ROUTE : { value: `${route.to}:${route.id}`, name: routeName ?? "" },
});

interface NumberFormProps {
  number: NumberAnswer;
  editable: boolean;
  refetch: () => Promise<void>;
}

/** Saved whole against the version it was opened with: nobody's newer change is written over unseen. */
export function NumberForm({ number, editable, refetch }: NumberFormProps) {
  const draft = useDraft<Form>(formOf(number), number.version);
  const leads = useLeads();
  const save = useAction((input: Inputs["tracking"]["saveNumber"], options) =>
    api().tracking.saveNumber.mutate(input, options),
  );
  const { name, source, route } = draft.value;

  async function submit(event: Event) {
    event.preventDefault();
    const form = { id: number.id, version: draft.version, name, source: sourceOf(source), route: routeOf(route) };
    const outcome = await save.run(form);
    if (!outcome?.ok) return;
    await refetch();
    newest();
    toasts.show({ kind: "good", sentence: say(texts.saved, { name }) });
  }

  function newest() {
    draft.reset();
    save.clear();
  }

  const edit = (change: Partial<Form>) => {
    save.clear();
    draft.edit(change);
  };
  const outcome = save.outcome.value;
  const refused = formError(outcome, FIELDS);
  const isStale = outcome?.ok === false && outcome.refusal?.field === "version";
  const shared = { leads, disabled: !editable };
  return (
    <Card title={texts.title}>
      <form class="form" noValidate onSubmit={(event) => void submit(event)}>
        <Field label={texts.name} error={fieldError(outcome, "name")}>
          <TextInput value={name} maxLength={80} disabled={!editable} onChange={(next) => edit({ name: next })} />
        </Field>
        <div class="form-pair">
          <SourceField
            {...shared}
            value={source}
            error={fieldError(outcome, "source")}
            onChange={(next) => edit({ source: next })}
          />
          <RouteField
            {...shared}
            value={route}
            error={fieldError(outcome, "route")}
            onChange={(next) => edit({ route: next })}
          />
        </div>
        {(isStale || draft.overtaken) && <Overtaken onNewest={() => void refetch().then(newest)} />}
        {refused && <Notice kind="bad" sentence={refused} />}
        {editable && (
          <div class="form-foot">
            <Button variant="primary" type="submit" busy={save.busy.value} disabled={!draft.touched}>
              {texts.save}
            </Button>
            {draft.touched && (
              <Button variant="quiet" onClick={newest}>
                {shell.discard}
              </Button>
            )}
          </div>
        )}
      </form>
    </Card>
  );
}

function Overtaken({ onNewest }: { onNewest: () => void }) {
  return (
    <Notice
      kind="warn"
      sentence={shell.conflict}
      detail={shell.conflictDetail}
      action={<Button onClick={onNewest}>{shell.loadNewest}</Button>}
    />
  );
}
