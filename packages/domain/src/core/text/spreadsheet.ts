/** What begins a formula, in any spreadsheet. */
const FORMULA = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;
/** What parts cells or lines in some spreadsheet's eyes. */
const SEPARATORS = /[;,\t|\n\r]/g;
const GUARDED_SEPARATOR = /([;,\t|\n\r])'/g;
/** Those, and what may stand between such a sign and a formula without keeping it from being one. */
const SEPARATOR_RUN = /([;,\t|\n\r\s"']+)/;
/** A sum or a phone number: it calculates nothing. */
const NUMBER = /^[+-]?\d[\d .,]*$/;
const GUARD = "'";

/**
 * A text as a cell in which no spreadsheet finds a formula, whatever it takes for the sign that parts cells: wherever one
 * could begin, an apostrophe stands in front. Numbers are left alone, but where a line begins with one (`isFirst`).
 */
export function guardFormulas(text: string, isFirst = false): string {
  if (NUMBER.test(text) && !(isFirst && FORMULA.test(text))) return text;
  return mapRuns(text, (run, isStart) => (isStart ? GUARD : "") + run.replace(SEPARATORS, `$&${GUARD}`));
}

/** The very text back from its cell. */
export function unguardFormulas(cell: string): string {
  if (NUMBER.test(cell)) return cell;
  return mapRuns(cell, (run, isStart) => (isStart ? run.replace(/^'/, "") : run).replace(GUARDED_SEPARATOR, "$1"));
}

/** Each run of signs between others, where a formula follows: that is where a cell could begin. */
function mapRuns(text: string, make: (run: string, isStart: boolean) => string): string {
  const pieces = text.split(SEPARATOR_RUN);
  // What stands first is no run: one of nothing is put before it.
  const runs = pieces[0] === "" ? pieces.slice(1) : ["", ...pieces];
  return runs
    .map((piece, at) => (at % 2 === 0 && FORMULA.test(runs[at + 1] ?? "") ? make(piece, at === 0) : piece))
    .join("");
}
