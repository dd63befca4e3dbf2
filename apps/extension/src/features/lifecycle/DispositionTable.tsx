import { MICROS_PER_CENT } from "@callboard/domain/core/money";
import { Card } from "@callboard/ui/Card";
import { Money } from "@callboard/ui/Money";
import { Select, type SelectOption } from "@callboard/ui/Select";
import { type Column, Table } from "@callboard/ui/Table";
import { TextInput } from "@callboard/ui/TextInput";
import { useViewer } from "../../shared/viewer.ts";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { format } from "../../texts/format.ts";
import {
  type DispositionDraft,
  INITIAL_DRAFT,
  type CancellationNumbers,
  type CancellationNumber,
  invalidField,
} from "./dispositionDraft.ts";
import { sliceCode } from "@callboard/domain/core/text/text";

const texts = lifecycle.canceling;

/** In the select's values, the id of the account that the number moves to follows it. */
const MOVE_PREFIX = "move:";

export interface DispositionProps {
  numbersView: CancellationNumbers;
  /** A number's cost in whole cents; null if its disposition has no price. */
  centsOf: (number: CancellationNumber) => number | null;
  /** Choices for single numbers, by the number's id; all others follow the default. */
  ownDispositions: ReadonlyMap<string, DispositionDraft>;
  onOwnDispositions: (dispositions: ReadonlyMap<string, DispositionDraft>) => void;
  wasSubmitted: boolean;
}

/** Each number with its disposition and the cost. */
export function DispositionTable(props: DispositionProps) {
  const columns = useDispositionColumns(props);
  return (
    <Card title={texts.each} flush>
      <Table caption={texts.each} columns={columns} rows={props.numbersView.numbers} rowKey={({ id }) => id} />
    </Card>
  );
}

/** The columns of both tables: the one with all numbers, and the searchable one for long lists. */
export function useDispositionColumns({
  numbersView,
  centsOf,
  ownDispositions,
  onOwnDispositions,
  wasSubmitted,
}: DispositionProps): Column<CancellationNumber>[] {
  const { me, account, language } = useViewer();
  const agencyId = account.agency ?? account.id;
  // Only an agency's administrator acts in its other accounts.
  const otherAccounts =
    account.role === "agency administrator"
      ? me.accounts.filter(
          ({ id, agency, label }) =>
            id !== account.id && label !== "canceled" && (id === agencyId || agency === agencyId),
        )
      : [];
  const options: SelectOption[] = [
    { value: "others", label: texts.likeAll },
    { value: "hold", label: texts.hold },
    { value: "release", label: texts.release },
    { value: "forward", label: texts.forward },
    ...otherAccounts.map(({ id, name }) => ({
      value: `${MOVE_PREFIX}${id}`,
      label: format(texts.move, { account: name }),
    })),
  ];
  const choose = (id: string, value: string) => {
    const next = new Map(ownDispositions);
    if (value === "others") next.delete(id);
    else if (value.startsWith(MOVE_PREFIX))
      next.set(id, { ...INITIAL_DRAFT, is: "move", to: sliceCode(value, MOVE_PREFIX.length) });
    else next.set(id, { ...INITIAL_DRAFT, is: value as "hold" | "release" | "forward" });
    onOwnDispositions(next);
  };
  const edit = (id: string, edited: Partial<DispositionDraft>) =>
    onOwnDispositions(new Map(ownDispositions).set(id, { ...ownDispositions.get(id)!, ...edited }));
  return [
    {
      key: "number",
      header: texts.number,
      width: "34%",
      cell: ({ shown, name }) => (
        <>
          {shown} <span class="cb-muted">{name}</span>
        </>
      ),
    },
    {
      key: "what",
      header: texts.outcome,
      cell: ({ id, shown, is }) => {
        if (is !== "active") return <span class="cb-muted">{is === "released" ? "" : texts[is]}</span>;
        const choice = ownDispositions.get(id);
        return (
          <span class="disposition-what">
            <Select
              size="small"
              label={format(texts.whatOf, { number: shown })}
              value={selectValueOf(choice)}
              options={options}
              onChange={(value) => choose(id, value)}
            />
            {choice && (
              <DispositionDetails choice={choice} wasSubmitted={wasSubmitted} onChange={(edited) => edit(id, edited)} />
            )}
          </span>
        );
      },
    },
    {
      key: "price",
      header: texts.price,
      align: "end",
      width: "110px",
      cell: (number) => {
        const price = centsOf(number);
        if (price === null) return null;
        if (price === 0) return <span class="cb-muted">{texts.free}</span>;
        return <Money micros={price * MICROS_PER_CENT} currency={numbersView.currency} locale={language} />;
      },
    },
  ];
}

interface DispositionDetailsProps {
  choice: DispositionDraft;
  wasSubmitted: boolean;
  onChange: (edited: Partial<DispositionDraft>) => void;
}

/** How long a number is held; or to which telephone it is forwarded, for how many days and minutes. */
function DispositionDetails({ choice, wasSubmitted, onChange }: DispositionDetailsProps) {
  if (choice.is !== "hold" && choice.is !== "forward") return null;
  const error = wasSubmitted ? invalidField(choice) : null;
  return (
    <>
      {choice.is === "forward" && (
        <TextInput
          type="tel"
          size="small"
          label={texts.forwardTo}
          placeholder={texts.forwardTo}
          maxLength={40}
          value={choice.phone}
          aria-invalid={error === "phone"}
          onChange={(phone) => onChange({ phone })}
        />
      )}
      <TextInput
        numeric
        size="small"
        label={texts.days}
        after={texts.daysShort}
        maxLength={3}
        value={choice.days}
        aria-invalid={error === "days"}
        onChange={(days) => onChange({ days })}
      />
      {choice.is === "forward" && (
        <TextInput
          numeric
          size="small"
          label={texts.minutes}
          after={texts.minutesShort}
          maxLength={6}
          value={choice.minutes}
          aria-invalid={error === "minutes"}
          onChange={(minutes) => onChange({ minutes })}
        />
      )}
      {error !== null && <span class="disposition-invalid">{texts.invalid[error]}</span>}
    </>
  );
}

const selectValueOf = (choice: DispositionDraft | undefined): string => {
  if (!choice) return "others";
  return choice.is === "move" ? `${MOVE_PREFIX}${choice.to}` : choice.is;
};
