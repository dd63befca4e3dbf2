import { HOLD_DAYS_MAX } from "@callboard/domain/lifecycle/holdCost";
import { ceilCents, money, allocateCents } from "@callboard/domain/core/money";
import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { formatMoney } from "@callboard/ui/Money";
import { Notice } from "@callboard/ui/Notice";
import { RadioGroup } from "@callboard/ui/RadioGroup";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { useResource } from "../../data/resource.ts";
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
const MICROS_PER_CENT = 10_000;

/** A cancellation's one real decision: the disposition of each number. */
export function Cancel() {
  const numbers = useResource(["number", "account", "terms"], () => api().lifecycle.numbers.query({}));
  return (
    <Page title={texts.title} state={texts.state} back={{ href: href("account-status"), label: texts.back }}>
      <Loaded of={numbers} label={texts.loading}>
        {(leaving) => <CancelForm leaving={leaving} />}
      </Loaded>
    </Page>
  );
}

const DISPOSITIONS_FOR_ALL = ["hold", "release"] as const;

function CancelForm({ leaving }: { leaving: CancellationNumbers }) {
  const { locale, account } = useViewer();
  const [others, setOthers] = useState<DispositionDraft>(INITIAL_DRAFT);
  const [own, setOwn] = useState<ReadonlyMap<string, DispositionDraft>>(new Map());
  const [tried, setTried] = useState(false);
  const propose = useAction((input: NonNullable<Inputs["lifecycle"]["proposeCancel"]>, options) =>
    api().lifecycle.proposeCancel.mutate(input, options),
  );
  const choiceFor = (id: string) => own.get(id) ?? others;
  const { long } = leaving;
  const priced = leaving.numbers.map((number) => [number.id, priceOf(number, choiceFor(number.id), leaving)] as const);
  const { parts, sum: total } = allocateCents(priced.map(([, price]) => price ?? 0));
  const cents = new Map(priced.map(([id, price], at) => [id, price === null ? null : parts[at]!]));
  const { porting } = leaving;
  // When only some numbers are loaded, each price is shown alone: nobody adds them up.
  const centsOf = (number: CancellationNumber) => {
    if (!long) return cents.get(number.id) ?? null;
    const price = priceOf(number, choiceFor(number.id), leaving);
    return price === null ? null : ceilCents(money(price, leaving.currency));
  };
  const table = { leaving, centsOf, own, onOwn: setOwn, tried };
  const odd = [others, ...own.values()].some((choice) => invalidField(choice) !== null);

  async function submit() {
    setTried(true);
    if (odd) return;
    const chosen = [...own].map(([id, choice]) => ({ id, parting: dispositionOf(choice) }));
    const outcome = await propose.run({ others: dispositionOf(others), numbers: chosen });
    if (outcome?.ok) go("proposals", outcome.answer.proposal);
  }

  const refused = failureText(propose.outcome.value);
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
        <Notice kind="warn" sentence={format(texts.portingHint, { numbers: porting.join(", ") })} />
      )}
      {leaving.total === 0 ? (
        <Card>
          <p class="cb-quiet">{texts.none}</p>
        </Card>
      ) : (
        <>
          <Card title={texts.all} sub={texts.allSub}>
            <div class="leaving-all">
              <RadioGroup
                across
                label={texts.what}
                value={others.is === "release" ? "release" : "hold"}
                options={DISPOSITIONS_FOR_ALL.map((value) => ({ value, label: texts[value] }))}
                onChange={(is) => setOthers({ ...others, is })}
              />
              {others.is === "hold" && (
                <Field
                  label={texts.days}
                  error={
                    tried && invalidField(others) !== null ? format(texts.daysOdd, { most: HOLD_DAYS_MAX }) : undefined
                  }
                >
                  <TextInput
                    numeric
                    value={others.days}
                    maxLength={3}
                    onChange={(days) => setOthers({ ...others, days })}
                  />
                </Field>
              )}
            </div>
            <p class="cb-quiet cb-small leaving-hint">{others.is === "hold" ? texts.daysHint : texts.never}</p>
          </Card>
          {long ? <DispositionList {...table} /> : <DispositionTable {...table} />}
        </>
      )}
      {refused && <Notice kind="bad" sentence={refused} />}
      <div class="leaving-foot">
        <span class="cb-quiet">
          {long
            ? texts.totalLater
            : total === 0
              ? texts.totalFree
              : format(texts.total, { sum: formatMoney(total * MICROS_PER_CENT, leaving.currency, locale) })}
        </span>
        <Button variant="primary" type="submit" busy={propose.busy.value} disabled={porting.length > 0}>
          {texts.submit}
        </Button>
      </div>
    </form>
  );
}
