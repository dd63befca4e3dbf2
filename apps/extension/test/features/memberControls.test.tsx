// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import { MemberRole } from "../../src/features/access/people/MemberControls.tsx";
import type { Member } from "../../src/features/access/types.ts";
import { toasts } from "../../src/shared/toasts.ts";

const member = { id: "ava", name: "Ava", role: "agent", softphone: true, owner: false, version: 3 } as Member;

afterEach(() => act(() => render(null, document.body)));

test("a role isn't saved while what the member owns is unknown", async () => {
  const requests: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    requests.push(new URL(url, "http://callboard.test").pathname.split("/").at(-1)!);
    throw new TypeError("offline");
  });
  act(() =>
    render(
      <MemberRole
        member={member}
        roles={["agent", "billing"]}
        isChangeable
        blockedReason={null}
        refetch={async () => {}}
      />,
      document.body,
    ),
  );
  const select = document.querySelector("select")!;
  act(() => {
    select.value = "billing";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await act(async () => void (await vi.waitUntil(() => toasts.list.value.length > 0)));
  expect(toasts.list.value.map(({ sentence }) => sentence)).toEqual([
    "The items that Ava owns could not be loaded, so the role was not changed. Try again.",
  ]);
  expect(new Set(requests)).toEqual(new Set(["access.ownedItems"]));
  expect(select.value).toBe("agent");
});
