import { extensionBrowser } from "../browser.ts";
import type { Look } from "../shared/status/look.ts";
import type { IconView } from "./iconView.ts";

/** Badge colours, dark enough for white letters and for any toolbar: the interface's tones as hex values. */
const BADGE_COLOURS: Record<Look["tone"], string> = {
  teal: "#00796b",
  blue: "#0f6cbd",
  violet: "#6f4bd8",
  pink: "#b0247c",
  red: "#c02b2b",
  orange: "#b45309",
  amber: "#8a6100",
  slate: "#5b6472",
  accent: "#4460d8",
  good: "#17803d",
  warn: "#a15c00",
  bad: "#c62828",
  busy: "#8a3fd1",
};

/** In pixels, for normal and high-density screens. */
const SIZES = [16, 32];

/** Shows a view on the icon: badge, tooltip, and the status's shape in the logo's corner. */
export async function showIcon(view: IconView): Promise<void> {
  const { action } = extensionBrowser();
  await Promise.all([
    action.setBadgeText({ text: view.badge }),
    action.setBadgeBackgroundColor({ color: BADGE_COLOURS[view.tone] }),
    action.setBadgeTextColor({ color: "#ffffff" }),
    action.setTitle({ title: view.title }),
    view.badge === "" && view.look ? showStatusIcon(view.look) : action.setIcon({ path: PLAIN_ICONS }),
  ]);
}

const PLAIN_ICONS = { 16: "/icon/16.png", 32: "/icon/32.png" };

/** A badge would cover the corner, so the shape is drawn only if there is none. */
async function showStatusIcon(look: Look): Promise<void> {
  const images = await Promise.all(SIZES.map((size) => renderIcon(size, look)));
  const imageData = Object.fromEntries(SIZES.map((size, index) => [size, images[index]!]));
  await extensionBrowser().action.setIcon({ imageData });
}

/** The logo with the status's shape in its lower right corner, on a white disc that sets the shape off. */
async function renderIcon(size: number, look: Look): Promise<ImageData> {
  const logo = await createImageBitmap(await (await fetch(`/icon/${size}.png`)).blob());
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext("2d")!;
  context.drawImage(logo, 0, 0, size, size);
  const radius = size * 0.23;
  const center = size - radius - size / 32;
  context.fillStyle = "#ffffff";
  context.beginPath();
  context.arc(center, center, radius + size / 16, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = context.strokeStyle = BADGE_COLOURS[look.tone];
  context.lineWidth = Math.max(1.25, size / 16);
  drawShape(context, look.shape, center, radius);
  return context.getImageData(0, 0, size, size);
}

/** Draws a shape like `StatusShape`; "half" is a ring whose left half is filled. */
function drawShape(
  context: OffscreenCanvasRenderingContext2D,
  shape: Look["shape"],
  center: number,
  radius: number,
): void {
  const inner = radius - context.lineWidth / 2;
  context.beginPath();
  if (shape === "square") context.rect(center - radius * 0.75, center - radius * 0.75, radius * 1.5, radius * 1.5);
  else if (shape === "diamond") {
    for (const [x, y] of [
      [0, -1],
      [1, 0],
      [0, 1],
      [-1, 0],
    ] as const)
      context.lineTo(center + x * radius, center + y * radius);
  } else if (shape === "disc") context.arc(center, center, radius, 0, 2 * Math.PI);
  else context.arc(center, center, inner, 0, 2 * Math.PI);
  if (shape === "ring" || shape === "half") context.stroke();
  else context.fill();
  if (shape !== "half") return;
  context.beginPath();
  context.arc(center, center, radius, Math.PI / 2, (3 * Math.PI) / 2);
  context.fill();
}
