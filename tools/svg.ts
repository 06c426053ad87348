/** Colours of the pictures, on a light page and on a dark one, where a picture carries its own ground. */
const styles = `
    .ground { fill: #ffffff; stroke: #c9cdd3; }
    .band { fill: #eef1f4; }
    .box { stroke-width: 1.4; }
    .api { fill: #e3eefb; stroke: #3f74b5; }
    .worker { fill: #fdeedd; stroke: #b9742a; }
    .both { fill: #e6f4ea; stroke: #3b7d50; }
    .sandbox { fill: #f1e8fa; stroke: #7d55a8; }
    .machine { fill: #f4f6f8; stroke: #9aa3ad; }
    .title { font-size: 18px; font-weight: 700; fill: #1c2733; }
    .name { font-size: 15px; font-weight: 700; fill: #1c2733; }
    .text { font-size: 12.5px; fill: #3d4854; }
    .file { font-size: 11.5px; font-family: ui-monospace, 'DejaVu Sans Mono', monospace; fill: #8a3b00; }
    .arrow { stroke: #6b7682; stroke-width: 1.3; fill: none; marker-end: url(#point); }
    .point { fill: #6b7682; }
    .lane { stroke: #c9cdd3; stroke-width: 1.2; stroke-dasharray: 3 5; }
    .step { fill: #1c2733; }
    .number { font-size: 11.5px; font-weight: 700; fill: #ffffff; }`;
const darkStyles = `
      .ground { fill: #12181f; stroke: #3a4450; }
      .band { fill: #1c242d; }
      .api { fill: #16283d; stroke: #5b93d6; }
      .worker { fill: #35240f; stroke: #d39a55; }
      .both { fill: #15301f; stroke: #4f9a68; }
      .sandbox { fill: #291b3a; stroke: #a57fd1; }
      .machine { fill: #1c242d; stroke: #5b6672; }
      .title, .name { fill: #f0f3f6; }
      .text { fill: #c6ced6; }
      .file { fill: #ffab70; }
      .arrow { stroke: #97a3af; }
      .point { fill: #97a3af; }
      .lane { stroke: #3a4450; }
      .step { fill: #dfe6ee; }
      .number { fill: #12181f; }`;

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** What the picture shows, for those who do not see it. */
  readonly description: string;
  readonly elements: readonly string[];
}

export function svgOf({ width, height, title, description, elements }: Picture): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description" font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif">
  <title id="title">${escaped(title)}</title>
  <desc id="description">${escaped(description)}</desc>
  <style>${styles}
    @media (prefers-color-scheme: dark) {${darkStyles}
    }
  </style>
  <defs>
    <marker id="point" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
      <path class="point" d="M0 0 L8 4 L0 8 z"/>
    </marker>
  </defs>
  ${box('ground', 0.5, 0.5, width - 1, height - 1, 12)}
  ${elements.join('\n  ')}
</svg>
`;
}

export type Anchor = 'start' | 'middle' | 'end';

/** @param style class of the text, such as `name` */
export function text(style: string, x: number, y: number, words: string, anchor: Anchor = 'start'): string {
  return `<text class="${style}" x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escaped(words)}</text>`;
}

/** @param x of its left edge */
export function box(style: string, x: number, y: number, width: number, height: number, radius = 8): string {
  return `<rect class="${style}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${radius}"/>`;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An arrow down through points: it runs straight past every stop between, and turns in the room between two rows. */
export function arrowDown(from: Point, stops: readonly Point[], to: Point, stopHeight: number): string {
  const ways: string[] = [`M${at(from)}`];
  let last = from;
  for (const { x, y } of stops) {
    ways.push(curveDown(last, { x, y: y - stopHeight / 2 }));
    last = { x, y: y + stopHeight / 2 };
    ways.push(`L${at(last)}`);
  }
  return `<path class="arrow" d="${ways.join(' ')} ${curveDown(last, to)}"/>`;
}

/** A straight arrow. */
export function arrow(from: Point, to: Point): string {
  return `<path class="arrow" d="M${at(from)} L${at(to)}"/>`;
}

function curveDown(from: Point, to: Point): string {
  const middle = (from.y + to.y) / 2;
  return `C${at({ x: from.x, y: middle })} ${at({ x: to.x, y: middle })} ${at(to)}`;
}

function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

/** To a tenth of a pixel, so that the same picture is the same text on every machine. */
function round(length: number): number {
  return Math.round(length * 10) / 10;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
