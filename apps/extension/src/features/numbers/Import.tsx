import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { FileDrop } from "@callboard/ui/FileDrop";
import { Notice } from "@callboard/ui/Notice";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { listHref } from "../../shared/list/listMemory.ts";
import { go } from "../../shared/route.ts";
import { csvFile, saveFile } from "../../shared/download.ts";
import { Page } from "../../shared/page/Page.tsx";
import { failureText } from "../../shared/form/failures.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { importNumbers as texts } from "../../texts/en/importNumbers.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { readFileText, type FileText } from "./readFileText.ts";
import "@callboard/ui/Table.css";
import "./Import.css";

const MB = 1024 * 1024;

/** Imports numbers from a file. It is read here and checked by the server, which proposes a run with its own page. */
export function Import() {
  const [file, setFile] = useState<File | null>(null);
  const [problem, setProblem] = useState<FileText | null>(null);
  const check = useAction((input: { name: string; text: string }, options) =>
    api().numbers.import.mutate(input, options),
  );

  async function readAndCheck(selected: File, encoding?: "windows-1252") {
    check.clear();
    setFile(selected);
    const result = await readFileText(selected, encoding);
    setProblem("problem" in result ? result : null);
    if ("problem" in result) return;
    const outcome = await check.run({ name: selected.name, text: result.text });
    if (outcome?.ok) go("runs", outcome.output.run);
  }

  const failure = check.outcome.value?.ok === false ? failureText(check.outcome.value) : undefined;
  // After a successful check, the run's page is about to open.
  const busy = check.busy.value || check.outcome.value?.ok === true;
  return (
    <Page title={texts.title} summary={texts.summary} back={{ href: listHref("numbers"), label: shell.pages.numbers }}>
      <div class="page-narrow">
        <FileDrop
          label={texts.choose}
          hint={texts.drop}
          accept=".csv,.txt,text/csv,text/plain"
          disabled={busy}
          error={failure ?? (file && problem ? problemText(file, problem) : undefined)}
          onFile={(selected) => void readAndCheck(selected)}
        />
        {busy && file && <Notice sentence={format(texts.checking, { name: file.name })} detail={texts.checkingLong} />}
        {file && problem && "like" in problem && (
          <EncodingNotice
            name={file.name}
            exampleLines={problem.like}
            onRead={() => void readAndCheck(file, "windows-1252")}
          />
        )}
        <ColumnsCard />
      </div>
    </Page>
  );
}

function problemText(file: File, result: FileText): string | undefined {
  if (!("problem" in result) || result.problem === "encoding") return undefined;
  const { name } = file;
  if (result.problem === "large") return format(texts.tooLarge, { name, size: Math.ceil(file.size / MB) });
  return format(result.problem === "empty" ? texts.empty : texts.unreadable, { name });
}

function EncodingNotice({
  name,
  exampleLines,
  onRead,
}: {
  name: string;
  exampleLines: readonly string[];
  onRead: () => void;
}) {
  const detail = (
    <>
      {texts.notUtf8Detail}
      <span class="import-like">{exampleLines.join("\n")}</span>
      {texts.otherFile}
    </>
  );
  return (
    <Notice
      tone="warn"
      sentence={format(texts.notUtf8, { name })}
      detail={detail}
      action={<Button onClick={onRead}>{texts.readAnyway}</Button>}
    />
  );
}

function ColumnsCard() {
  return (
    <Card
      title={texts.columnsTitle}
      subtitle={texts.columnsSubtitle}
      flush
      actions={
        <Button icon="download" onClick={() => saveFile(texts.sampleName, csvFile(texts.sampleText))}>
          {texts.sample}
        </Button>
      }
    >
      <table class="cb-table import-columns">
        <caption>{texts.columnsCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.column}</th>
            <th scope="col">{texts.meaning}</th>
          </tr>
        </thead>
        <tbody>
          {texts.columns.map(([name, meaning]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
