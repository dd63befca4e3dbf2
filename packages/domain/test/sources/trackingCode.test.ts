import { expect, test } from "vitest";
import { saveTrackingCode, type TrackingCodeDraft } from "../../src/sources/trackingCode.ts";
import type { TrackingCodeData } from "../../src/sources/trackingCodeSchema.ts";
import { SWAP_KEY } from "../../src/sources/types.ts";
import { doc, failureOf } from "../support/samples.ts";

const DRAFT: TrackingCodeDraft = { websites: ["https://www.Example.com/"], stickyDays: 30, queueNumbers: [] };
const QUEUES = [{ id: "sales" }];
const newId = () => "0123456789abcdef";
const saved = (code: ReturnType<typeof current> | null, draft: TrackingCodeDraft) =>
  saveTrackingCode("acc", code, draft, QUEUES, newId);
const current = (more: Partial<TrackingCodeData> = {}) =>
  doc(
    "trackingCode",
    "acc",
    { key: "swap_first-key", websites: ["example.com"], stickyDays: 30, queueNumbers: [], ...more },
    4,
  );

test("the first save creates it with a swap key, later ones keep the key", () => {
  const [effect] = saved(null, DRAFT);
  expect(effect).toMatchObject({ do: "create", kind: "trackingCode", id: "acc", data: { websites: ["example.com"] } });
  expect((effect as { data: TrackingCodeData }).data.key).toMatch(SWAP_KEY);
  expect(saved(current(), { ...DRAFT, version: 4, stickyDays: 7 })).toMatchObject([
    { do: "save", base: 4, data: { key: "swap_first-key", stickyDays: 7 } },
  ]);
});

test("the same again makes no version, and a website counts once however it is written", () => {
  expect(saved(current(), { ...DRAFT, version: 4, websites: ["example.com", "WWW.example.com"] })).toEqual([]);
});

test("a form that was opened before somebody else saved is refused", () => {
  const stale = { code: "conflict", key: "sources.trackingCodeChanged", field: "version" };
  expect(failureOf(() => saved(current(), { ...DRAFT, version: 3 }))).toEqual(stale);
  expect(failureOf(() => saved(current(), DRAFT))).toEqual(stale);
});

test("a queue's number is listed once, and its queue exists", () => {
  const line = { e164: "+15125550143", queue: "sales" };
  expect(saved(null, { ...DRAFT, queueNumbers: [line] })).toMatchObject([{ data: { queueNumbers: [line] } }]);
  expect(failureOf(() => saved(null, { ...DRAFT, queueNumbers: [line, line] }))).toMatchObject({
    key: "sources.queueNumberTwice",
    field: "queueNumbers.1.number",
  });
  expect(failureOf(() => saved(null, { ...DRAFT, queueNumbers: [{ ...line, queue: "gone" }] }))).toMatchObject({
    key: "queues.unknown",
    field: "queueNumbers.0.queue",
  });
});
