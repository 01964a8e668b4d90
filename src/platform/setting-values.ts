/** Parsers of settings: each returns the value, or undefined if the text is not valid. */

export const text = (value: string): string => value;

export const integer =
  (min: number, max: number) =>
  (value: string): number | undefined =>
    /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max ? Number(value) : undefined;

export const oneOf =
  <const T extends string>(...allowed: T[]) =>
  (value: string): T | undefined =>
    allowed.find((candidate) => candidate === value);

export const urlWith =
  (...protocols: string[]) =>
  (value: string): URL | undefined => {
    const url = URL.parse(value);
    return url && protocols.includes(url.protocol) ? url : undefined;
  };

const isOrigin = (value: string): boolean => /^https?:/.test(value) && URL.parse(value)?.origin === value;

/** Separated by commas. */
export const origins = (value: string): readonly string[] | undefined => {
  const listed = value === '' ? [] : value.split(',').map((origin) => origin.trim());
  return listed.every(isOrigin) ? listed : undefined;
};
