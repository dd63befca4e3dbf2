import { render, waitFor } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import { ICON_PATHS } from "../src/iconPaths.ts";
import { Icon } from "../src/Icon.tsx";

const drawn = (root: Element) => [...root.querySelectorAll("path")].map((path) => path.getAttribute("d"));

describe("icons on a page that starts with few of them", () => {
  it("draws those at once, and loads the others for the first one that needs them", async () => {
    const { container } = render(
      <>
        <Icon name="check" />
        <Icon name="trash" />
      </>,
    );
    expect(drawn(container)).toEqual([ICON_PATHS.check, null]);
    const { EXTRA_ICON_PATHS } = await import("../src/extraIconPaths.ts");
    await waitFor(() => expect(drawn(container)).toEqual([ICON_PATHS.check, EXTRA_ICON_PATHS.trash]));
  });

  it("names no icon twice", async () => {
    const { EXTRA_ICON_PATHS } = await import("../src/extraIconPaths.ts");
    expect(Object.keys(EXTRA_ICON_PATHS).filter((name) => name in ICON_PATHS)).toEqual([]);
  });
});
