import { HOLD_DAYS_MAX } from "@callboard/domain/lifecycle/holdCost";
import { ceilCents, money, allocateCents, MICROS_PER_CENT } from "@callboard/domain/core/money";
import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { formatMoney } from "@callboard/ui/Money";
import { Notice } from "@callboard/ui/Notice";
import { RadioGroup } from "@callboard/ui/RadioGroup";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { go, href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { failureText } from "../../shared/form/failures.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { useViewer } from "../../shared/viewer.ts";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { format } from "../../texts/format.ts";
import { exportAccount } from "./accountStatus.ts";
import { DispositionList } from "./DispositionList.tsx";
import { DispositionTable } from "./DispositionTable.tsx";
import {
  type DispositionDraft,
  INITIAL_DRAFT,
  invalidField,
  type CancellationNumbers,
  type CancellationNumber,
  dispositionOf,
  priceOf,
} from "./dispositionDraft.ts";

const texts = lifecycle.canceling;

/** The first step of a cancellation: a disposition for each number. The proposal that follows shows all effects. */
export function Cancel() {
  const numbers = useResource(["number", "account", "terms"], () => api().lifecycle.numbers.query({}));
  return (
    <Page title={texts.title} summary={texts.summary} back={{ href: href("lifecycle"), label: texts.back }}>
      <Loaded resource={numbers} label={texts.loading}>
        {(answer) => <CancelForm numbersView={answer} />}
      </Loaded>
    </Page>
  );
}

/** Moving and forwarding need a choice for each number. */
const DISPOSITIONS_FOR_ALL = ["hold", "release"] as const;

function CancelForm({ numbersView }: { numbersView: CancellationNumbers }) {
  const { language, account } = useViewer();
  const [defaultDraft, setDefaultDraft] = useState<DispositionDraft>(INITIAL_DRAFT);
  const [ownDispositions, setOwnDispositions] = useState<ReadonlyMap<string, DispositionDraft>>(new Map());
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const propose = useAction((input: NonNullable<Inputs["lifecycle"]["proposeCancel"]>, options) =>
    api().lifecycle.proposeCancel.mutate(input, options),
  );
  const draftFor = (id: string) => ownDispositions.get(id) ?? defaultDraft;
  // `isLong`: there are too many numbers to load all of them; they can be searched. `porting`: numbers that block it.
  const { long: isLong, porting } = numbersView;
  const prices = numbersView.numbers.map(
    (number) => [number.id, priceOf(number, draftFor(number.id), numbersView)] as const,
  );
  const { parts: cents, sum: totalCents } = allocateCents(prices.map(([, price]) => price ?? 0));
  const centsById = new Map(prices.map(([id, price], index) => [id, price === null ? null : cents[index]!]));
  // With all numbers loaded, the rounded prices add up to the total. Of a long list there is no total here, so each
  // price is rounded up by itself.
  const centsOf = (number: CancellationNumber) => {
    if (!isLong) return centsById.get(number.id) ?? null;
    const price = priceOf(number, draftFor(number.id), numbersView);
    return price === null ? null : ceilCents(money(price, numbersView.currency));
  };
  const tableProps = { numbersView, centsOf, ownDispositions, onOwnDispositions: setOwnDispositions, wasSubmitted };
  const isInvalid = [defaultDraft, ...ownDispositions.values()].some((draft) => invalidField(draft) !== null);

  async function submit() {
    setWasSubmitted(true);
    if (isInvalid) return;
    const ownChoices = [...ownDispositions].map(([id, draft]) => ({ id, disposition: dispositionOf(draft) }));
    const outcome = await propose.run({ others: dispositionOf(defaultDraft), numbers: ownChoices });
    if (outcome?.ok) go("proposals", outcome.output.proposal);
  }

  const failure = failureText(propose.outcome.value);
  return (
    <form
      class="form"
      noValidate
      onInput={propose.clear}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Notice
        sentence={texts.exportFirst}
        action={
          <Button size="small" icon="download" onClick={() => exportAccount(account.name)}>
            {lifecycle.actions.exportButton}
          </Button>
        }
      />
      {porting.length > 0 && (
        <Notice tone="warn" sentence={format(texts.portingHint, { numbers: porting.join(", ") })} />
      )}
      {numbersView.total === 0 ? (
        <Card>
          <p class="cb-muted">{texts.none}</p>
        </Card>
      ) : (
        <>
          <Card title={texts.all} subtitle={texts.allSubtitle}>
            <div class="disposition-all">
              <RadioGroup
                horizontal
                label={texts.outcome}
                value={defaultDraft.is === "release" ? "release" : "hold"}
                options={DISPOSITIONS_FOR_ALL.map((value) => ({ value, label: texts[value] }))}
                onChange={(disposition) => setDefaultDraft({ ...defaultDraft, is: disposition })}
              />
              {defaultDraft.is === "hold" && (
                <Field
                  label={texts.days}
                  error={
                    wasSubmitted && invalidField(defaultDraft) !== null
                      ? format(texts.daysInvalid, { max: HOLD_DAYS_MAX })
                      : undefined
                  }
                >
                  <TextInput
                    numeric
                    value={defaultDraft.days}
                    maxLength={3}
                    onChange={(days) => setDefaultDraft({ ...defaultDraft, days })}
                  />
                </Field>
              )}
            </div>
            <p class="cb-muted cb-small disposition-hint">
              {defaultDraft.is === "hold" ? texts.daysHint : texts.never}
            </p>
          </Card>
          {isLong ? <DispositionList {...tableProps} /> : <DispositionTable {...tableProps} />}
        </>
      )}
      {failure && <Notice tone="bad" sentence={failure} />}
      <div class="disposition-foot">
        <span class="cb-muted">
          {isLong
            ? texts.totalLater
            : totalCents === 0
              ? texts.totalFree
              : format(texts.total, { sum: formatMoney(totalCents * MICROS_PER_CENT, numbersView.currency, language) })}
        </span>
        <Button variant="primary" type="submit" busy={propose.busy.value} disabled={porting.length > 0}>
          {texts.submit}
        </Button>
      </div>
    </form>
  );
}
