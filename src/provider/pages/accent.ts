/** The colors that follow from a brand's color. Text on it and links in it have a contrast of at least 4.5:1 (WCAG 2.2, level AA). */
type Rgb = [number, number, number];

const MINIMUM = 4.5;
const CARD = { light: '#ffffff', dark: '#19202b' };

const parse = (color: string): Rgb => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16)) as Rgb;
const format = (rgb: Rgb): string => `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;

const luminance = (color: string): number => {
  const [r, g, b] = parse(color).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

export const contrast = (one: string, other: string): number => {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
};

const mix = (color: string, other: string, share: number): string => {
  const [from, to] = [parse(color), parse(other)];
  return format(from.map((value, n) => value + (to[n]! - value) * share) as Rgb);
};

/** The color itself, or as much darker or lighter as it must be on this background. */
const readableOn = (background: string, color: string): string => {
  const toward = luminance(background) > 0.5 ? '#000000' : '#ffffff';
  let share = 0;
  while (share < 1 && contrast(mix(color, toward, share), background) < MINIMUM) share += 0.05;
  return mix(color, toward, Math.min(share, 1));
};

/** Black or white: one of them always has a contrast of at least 4.58:1. */
export const textOn = (color: string): string =>
  contrast(color, '#ffffff') >= contrast(color, '#000000') ? '#ffffff' : '#000000';

const variables = (card: string, color: string): string => {
  const text = textOn(color);
  const strong = mix(color, text === '#ffffff' ? '#000000' : '#ffffff', 0.15);
  const link = readableOn(card, color);
  return `:root { --accent: ${color}; --accent-strong: ${strong}; --on-accent: ${text}; --link: ${link}; --link-strong: ${link}; }`;
};

/** CSS that replaces the default accent. */
export const accentStyle = (color: string | null): string =>
  color && /^#[0-9a-f]{6}$/i.test(color)
    ? `${variables(CARD.light, color)}\n@media (prefers-color-scheme: dark) { ${variables(CARD.dark, color)} }\n`
    : '';
