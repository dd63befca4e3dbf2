import { inflateSync } from "node:zlib";

export interface Picture {
  width: number;
  height: number;
  /** Red, green and blue of one pixel. */
  at: (x: number, y: number) => [number, number, number];
}

/** Reads a browser's PNG: eight bits per channel, not interlaced, with or without transparency. */
export function readPng(file: Buffer): Picture {
  const width = file.readUInt32BE(16);
  const height = file.readUInt32BE(20);
  const channels = file[25] === 6 ? 4 : 3;
  const parts: Buffer[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at))
    if (file.toString("latin1", at + 4, at + 8) === "IDAT")
      parts.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  const lines = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = lines[y * (stride + 1)]!;
    for (let x = 0; x < stride; x += 1) {
      const left = x >= channels ? pixels[y * stride + x - channels]! : 0;
      const up = y > 0 ? pixels[(y - 1) * stride + x]! : 0;
      const corner = y > 0 && x >= channels ? pixels[(y - 1) * stride + x - channels]! : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      pixels[y * stride + x] = lines[y * (stride + 1) + 1 + x]! + guess;
    }
  }
  return {
    width,
    height,
    at: (x, y) => {
      const from = y * stride + x * channels;
      return [pixels[from]!, pixels[from + 1]!, pixels[from + 2]!];
    },
  };
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** The share of a picture that is as bright as an empty page. */
export function brightShare({ width, height, at }: Picture): number {
  let bright = 0;
  let all = 0;
  for (let y = 0; y < height; y += 4)
    for (let x = 0; x < width; x += 4) {
      all += 1;
      if (Math.min(...at(x, y)) > 200) bright += 1;
    }
  return bright / all;
}
