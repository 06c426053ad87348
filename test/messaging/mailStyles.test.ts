import { darkColours, lightColours } from '../../src/messaging/mailStyles';

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

describe.each([
  ['light', lightColours],
  ['dark', darkColours],
])('on a %s ground', (_name, { card, box, ink, soft, link }) => {
  it.each([
    ['text', ink, card],
    ['small print', soft, card],
    ['a link', link, card],
    ['the token', ink, box],
  ])('%s can be read (4.5:1, WCAG 2.2 AA)', (_what, text, ground) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  });
});

it('the words of the button can be read on its orange (4.5:1)', () => {
  expect(contrast(lightColours.onAccent, lightColours.accent)).toBeGreaterThanOrEqual(4.5);
});
