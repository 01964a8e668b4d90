/** Two names that look or read the same have one key (Unicode NFKC, lower case). */
export const nameKey = (text: string): string => text.normalize('NFKC').toLowerCase().normalize('NFKC');
