import { render, waitFor } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import { GLYPHS } from "../src/glyphs.ts";
import { Icon } from "../src/Icon.tsx";

const drawn = (root: Element) => [...root.querySelectorAll("path")].map((path) => path.getAttribute("d"));

describe("icons on a page that begins with few of them", () => {
  it("draws the few at once, and fetches the rest for the first other one", async () => {
    const { container } = render(
      <>
        <Icon name="check" />
        <Icon name="trash" />
      </>,
    );
    expect(drawn(container)).toEqual([GLYPHS.check, null]);
    const { MORE_GLYPHS } = await import("../src/moreGlyphs.ts");
    await waitFor(() => expect(drawn(container)).toEqual([GLYPHS.check, MORE_GLYPHS.trash]));
  });

  it("names no glyph twice", async () => {
    const { MORE_GLYPHS } = await import("../src/moreGlyphs.ts");
    expect(Object.keys(MORE_GLYPHS).filter((name) => name in GLYPHS)).toEqual([]);
  });
});
