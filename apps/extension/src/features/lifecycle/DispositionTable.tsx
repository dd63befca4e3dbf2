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
const MICROS_PER_CENT = 10_000;

export interface DispositionProps {
  leaving: CancellationNumbers;
  /** Its cost in whole cents; null if it has no disposition to choose. */
  centsOf: (number: CancellationNumber) => number | null;
  /** Numbers with their own choice. */
  own: ReadonlyMap<string, DispositionDraft>;
  onOwn: (own: ReadonlyMap<string, DispositionDraft>) => void;
  tried: boolean;
}

/** Each number with its disposition and the cost. */
export function DispositionTable(props: DispositionProps) {
  const columns = useDispositionColumns(props);
  return (
    <Card title={texts.each} flush>
      <Table caption={texts.each} columns={columns} rows={props.leaving.numbers} rowKey={({ id }) => id} />
    </Card>
  );
}

export function useDispositionColumns({
  leaving,
  centsOf,
  own,
  onOwn,
  tried,
}: DispositionProps): Column<CancellationNumber>[] {
  const { me, account, locale } = useViewer();
  const tree = account.agency ?? account.id;
  // Only an agency's administrator acts in its other accounts.
  const targets =
    account.role === "agency administrator"
      ? me.accounts.filter(
          ({ id, agency, label }) => id !== account.id && label !== "canceled" && (id === tree || agency === tree),
        )
      : [];
  const options: SelectOption[] = [
    { value: "others", label: texts.likeAll },
    { value: "hold", label: texts.hold },
    { value: "release", label: texts.release },
    { value: "forward", label: texts.forward },
    ...targets.map(({ id, name }) => ({ value: `move:${id}`, label: format(texts.move, { account: name }) })),
  ];
  const choose = (id: string, value: string) => {
    const next = new Map(own);
    if (value === "others") next.delete(id);
    else if (value.startsWith("move:")) next.set(id, { ...INITIAL_DRAFT, is: "move", to: sliceCode(value, 5) });
    else next.set(id, { ...INITIAL_DRAFT, is: value as "hold" | "release" | "forward" });
    onOwn(next);
  };
  const change = (id: string, part: Partial<DispositionDraft>) =>
    onOwn(new Map(own).set(id, { ...own.get(id)!, ...part }));
  return [
    {
      key: "number",
      head: texts.number,
      width: "34%",
      cell: ({ shown, name }) => (
        <>
          {shown} <span class="cb-quiet">{name}</span>
        </>
      ),
    },
    {
      key: "what",
      head: texts.what,
      cell: ({ id, shown, is }) => {
        if (is !== "active") return <span class="cb-quiet">{is === "released" ? "" : texts[is]}</span>;
        const choice = own.get(id);
        return (
          <span class="leaving-what">
            <Select
              size="small"
              label={format(texts.whatOf, { number: shown })}
              value={selectValueOf(choice)}
              options={options}
              onChange={(value) => choose(id, value)}
            />
            {choice && <DispositionDetails choice={choice} tried={tried} onChange={(part) => change(id, part)} />}
          </span>
        );
      },
    },
    {
      key: "price",
      head: texts.price,
      align: "end",
      width: "110px",
      cell: (number) => {
        const price = centsOf(number);
        if (price === null) return null;
        if (price === 0) return <span class="cb-quiet">{texts.free}</span>;
        return <Money micros={price * MICROS_PER_CENT} currency={leaving.currency} locale={locale} />;
      },
    },
  ];
}

interface DispositionDetailsProps {
  choice: DispositionDraft;
  tried: boolean;
  onChange: (part: Partial<DispositionDraft>) => void;
}

/** How long it is held; or where to, how long and for how many minutes it is forwarded. */
function DispositionDetails({ choice, tried, onChange }: DispositionDetailsProps) {
  if (choice.is !== "hold" && choice.is !== "forward") return null;
  const odd = tried ? invalidField(choice) : null;
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
          aria-invalid={odd === "phone"}
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
        aria-invalid={odd === "days"}
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
          aria-invalid={odd === "minutes"}
          onChange={(minutes) => onChange({ minutes })}
        />
      )}
      {odd !== null && <span class="leaving-odd">{texts.odd[odd]}</span>}
    </>
  );
}

const selectValueOf = (choice: DispositionDraft | undefined): string => {
  if (!choice) return "others";
  return choice.is === "move" ? `move:${choice.to}` : choice.is;
};
