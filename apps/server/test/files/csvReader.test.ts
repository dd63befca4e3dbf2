import { describe, expect, test } from "vitest";
import { type Line, readCsv, ROWS_MAX } from "../../src/files/csvReader.ts";
import { failureOf } from "../support/kit.ts";
import { longestTurn, workedMs } from "../support/checks/loopTurns.ts";

async function read(text: string): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of readCsv(text)) lines.push(line);
  return lines;
}
const tooMany = { code: "invalid", key: "numbers.import.tooManyRows", field: "text" };
const BYTES = 10_000_000;
/** As many repetitions as fit into a file. */
const full = (part: string, head = "number,name\n") => head + part.repeat((BYTES - head.length) / part.length);

/** The shortest possible records, all without a valid number. */
const SHAPES = {
  "a quoted line break": full('"\n"\n'),
  "no header": full('"\n"\n', ""),
  "one comma": full(",\n"),
  "quotes across lines": full('"\n,";\t', ""),
  "quotes and a comma across lines": full('"\n",\n'),
  "only line breaks": full("\n"),
  "CRLF line breaks": full("\r\n", "number,name\r\n"),
  "CR line breaks": full("1,2\r", "number,name\r"),
  "shorter than the header": full("1\n", "a,b,c\n"),
};

describe("ten megabytes of tiny records", () => {
  test.each(Object.entries(SHAPES))("are refused soon and block nobody: %s", async (_shape, text) => {
    let answer: unknown;
    const since = process.threadCpuUsage();
    const longest = await longestTurn(async () => {
      answer = await failureOf(read(text));
    });
    expect(answer).toEqual(tooMany);
    expect(longest).toBeLessThan(100);
    // Records after the last accepted one aren't read; twice, if the first measurement was long.
    expect(workedMs(since)).toBeLessThan(4000);
  });
});

describe("blank lines", () => {
  const padded = (blank: string, times: number) => `number,name\n${blank.repeat(times)}+15122000001,Spring\n`;

  test.each(["\n", ",\n", '"",\n', " , \n"])("count as lines of a file: %j", async (blank) => {
    expect((await read(padded(blank, ROWS_MAX - 1))).map(({ number }) => number)).toEqual([1, ROWS_MAX + 1]);
    expect(await failureOf(read(padded(blank, ROWS_MAX)))).toEqual(tooMany);
  });
});

test("lines that are longer or shorter than the header are read as they are", async () => {
  expect((await read('a,b\n1\n\n1,2,3\n,,\n"x\ny",z\n4,5\n')).map(({ number, cells }) => [number, ...cells])).toEqual([
    [1, "a", "b"],
    [2, "1"],
    [4, "1", "2", "3"],
    [6, "x\ny", "z"],
    [8, "4", "5"],
  ]);
});
