/** The key of a name, equal for names that look or read the same (Unicode NFKC, lower case). */
export const nameKey = (text: string): string => text.normalize('NFKC').toLowerCase().normalize('NFKC');
