import { Card } from "@callboard/ui/Card";
import { Money } from "@callboard/ui/Money";
import { Select, type SelectOption } from "@callboard/ui/Select";
import { type Column, Table } from "@callboard/ui/Table";
import { TextInput } from "@callboard/ui/TextInput";
import { useViewer } from "../../shell/viewer.ts";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { say } from "../../texts/say.ts";
import { type Choice, FIRST, type Leaving, type LeavingNumber, oddIn } from "./partings.ts";
import { codePart } from "@callboard/domain/text";

const texts = lifecycle.canceling;
const MICROS_PER_CENT = 10_000;

export interface LeavingColumns {
  leaving: Leaving;
  /** What it costs, in whole cents; null where there is nothing to say about it. */
  centsOf: (number: LeavingNumber) => number | null;
  /** Numbers with a choice of their own. */
  own: ReadonlyMap<string, Choice>;
  onOwn: (own: ReadonlyMap<string, Choice>) => void;
  tried: boolean;
}

/** Each number with what becomes of it and what that costs. */
export function LeavingTable(props: LeavingColumns) {
  const columns = useLeavingColumns(props);
  return (
    <Card title={texts.each} flush>
      <Table caption={texts.each} columns={columns} rows={props.leaving.numbers} rowKey={({ id }) => id} />
    </Card>
  );
}

export function useLeavingColumns({ leaving, centsOf, own, onOwn, tried }: LeavingColumns): Column<LeavingNumber>[] {
  const { me, account, locale } = useViewer();
  const tree = account.agency ?? account.id;
  // Only who runs the agency acts in its other accounts.
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
    ...targets.map(({ id, name }) => ({ value: `move:${id}`, label: say(texts.move, { account: name }) })),
  ];
  const choose = (id: string, value: string) => {
    const next = new Map(own);
    if (value === "others") next.delete(id);
    else if (value.startsWith("move:")) next.set(id, { ...FIRST, is: "move", to: codePart(value, 5) });
    else next.set(id, { ...FIRST, is: value as "hold" | "release" | "forward" });
    onOwn(next);
  };
  const change = (id: string, part: Partial<Choice>) => onOwn(new Map(own).set(id, { ...own.get(id)!, ...part }));
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
              label={say(texts.whatOf, { number: shown })}
              value={valueOf(choice)}
              options={options}
              onChange={(value) => choose(id, value)}
            />
            {choice && <Details choice={choice} tried={tried} onChange={(part) => change(id, part)} />}
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

interface DetailsProps {
  choice: Choice;
  tried: boolean;
  onChange: (part: Partial<Choice>) => void;
}

/** How long it is held; where to, how long and for how many minutes it is forwarded. */
function Details({ choice, tried, onChange }: DetailsProps) {
  if (choice.is !== "hold" && choice.is !== "forward") return null;
  const odd = tried ? oddIn(choice) : null;
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

const valueOf = (choice: Choice | undefined): string => {
  if (!choice) return "others";
  return choice.is === "move" ? `move:${choice.to}` : choice.is;
};
