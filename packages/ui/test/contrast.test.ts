import { describe, expect, it } from "vitest";
import tokens from "../src/tokens.css?raw";

type Rgb = [number, number, number];
type Theme = "light" | "dark";

const gamma = (c: number) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);
const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);

/** OKLCH to linear sRGB, by Björn Ottosson's published matrices. */
function oklchToLinear(l: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

/** The colour on a screen: eight bits per channel, clipped to sRGB. */
const toDisplay = (rgb: Rgb): Rgb => rgb.map((c) => Math.round(gamma(Math.min(1, Math.max(0, c))) * 255) / 255) as Rgb;

const luminance = (rgb: Rgb) => {
  const [r, g, b] = rgb.map(linear) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

function contrast(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const OKLCH = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`;
const root = tokens.slice(0, tokens.indexOf("[data-theme"));

function raw(name: string, theme: Theme): [number, number, number] {
  const value = new RegExp(String.raw`--${name}:\s*([^;]+);`).exec(root)?.[1];
  const colours = [...(value ?? "").matchAll(new RegExp(OKLCH, "g"))];
  const found = colours[theme === "dark" ? colours.length - 1 : 0];
  if (!found) throw new Error(`no plain colour is named ${name}`);
  return [Number(found[1]), Number(found[2]), Number(found[3])];
}

const colour = (name: string, theme: Theme): Rgb => toDisplay(oklchToLinear(...raw(name, theme)));

/** A badge's background: the tone at 11 % over raised, mixed in OKLab as in the style sheet. */
function soft(tone: string, theme: Theme): Rgb {
  const lab = (name: string) => {
    const [l, c, h] = raw(name, theme);
    return [l, c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)] as const;
  };
  const [pdf, base] = [lab(tone), lab("raised")];
  const [l, a, b] = pdf.map((value, at) => value * 0.11 + (base[at] ?? 0) * 0.89) as [number, number, number];
  return toDisplay(oklchToLinear(l, Math.hypot(a, b), (Math.atan2(b, a) * 180) / Math.PI));
}

const THEMES: Theme[] = ["light", "dark"];
const BACKGROUNDS = ["surface", "raised", "sunken", "inset", "overlay"];
const COLORS = ["teal", "blue", "violet", "pink", "red", "orange", "amber", "slate"].map((tone) => `tone-${tone}`);
const TONES = ["accent", "good", "warn", "bad", "busy"];

describe.each(THEMES)("in the %s theme", (theme) => {
  it.each(["text", "muted", ...TONES, ...COLORS])("%s is readable on every background", (text) => {
    for (const ground of BACKGROUNDS) {
      expect(contrast(colour(text, theme), colour(ground, theme)), `on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each([...TONES, ...COLORS])("%s is readable on its own soft background", (tone) => {
    expect(contrast(colour(tone, theme), soft(tone, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(COLORS)("an icon inside a %s shape stands out from it", (tone) => {
    expect(contrast(colour("on-tone", theme), colour(tone, theme))).toBeGreaterThanOrEqual(3);
  });

  it.each(["accent-fill", "accent-fill-hover", "bad-fill", "bad-fill-hover"])("text on %s is readable", (fill) => {
    expect(contrast(colour("on-fill", theme), colour(fill, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["surface", "raised", "sunken"])("the edge of a control is visible on %s", (ground) => {
    expect(contrast(colour("edge", theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
  });

  it("tones stay within sRGB except for rounding", () => {
    for (const tone of [...COLORS, ...TONES]) {
      for (const channel of oklchToLinear(...raw(tone, theme))) {
        expect(channel, tone).toBeGreaterThan(-0.02);
        expect(channel, tone).toBeLessThan(1.02);
      }
    }
  });
});

it("computes the contrast of black on white, and of a grey that just passes", () => {
  expect(contrast([0, 0, 0], [1, 1, 1])).toBeCloseTo(21, 5);
  expect(contrast([0x76 / 255, 0x76 / 255, 0x76 / 255], [1, 1, 1])).toBeCloseTo(4.54, 2);
  expect(toDisplay(oklchToLinear(0.62796, 0.25768, 29.234))).toEqual([1, 0, 0]);
});
