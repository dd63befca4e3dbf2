import "./Money.css";

export interface MoneyProps {
  /** Whole millionths of the currency's unit. */
  micros: number;
  /** ISO 4217. */
  currency: string;
  locale: string;
  /** Writes a plus before amounts above zero, for lines that change a balance. */
  signed?: boolean | undefined;
}

const formats = new Map<string, Intl.NumberFormat>();

function formatFor(currency: string, locale: string, signed: boolean): Intl.NumberFormat {
  const key = `${currency} ${locale} ${signed}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      roundingMode: "floor",
      signDisplay: signed ? "exceptZero" : "auto",
    });
    formats.set(key, format);
  }
  return format;
}

/**
 * The amount as a person reads it. Rounds toward minus infinity, so that nobody sees more than there is and a debt of
 * a part of a cent is still a debt; the decimal text keeps binary fractions out of it. The minus is U+2212, which is as
 * wide as a digit.
 */
export function moneyText(micros: number, currency: string, locale: string, signed = false): string {
  return formatFor(currency, locale, signed)
    .formatToParts(`${micros}E-6` as Intl.StringNumericLiteral)
    .map((part) => (part.type === "minusSign" ? "\u2212" : part.value))
    .join("");
}

/** An amount whose digits line up with those above and below it. */
export function Money({ micros, currency, locale, signed }: MoneyProps) {
  return (
    <data class="cb-money" value={micros} data-sign={Math.sign(micros)}>
      {moneyText(micros, currency, locale, signed)}
    </data>
  );
}
