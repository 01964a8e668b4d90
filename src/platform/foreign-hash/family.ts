/** What each family of password hashes provides, and the base64 that they share. */

export interface HashFamily {
  /** The stored form of a hash; null if it is of another family, broken, or costs too much to verify. */
  read(text: string): string | null;
  /** Whether the stored form belongs to the password; null if it is of another family. */
  verify(stored: string, password: string): Promise<boolean> | null;
}

export const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** Passlib and OpenLDAP write a dot instead of a plus. */
export const bytesOf = (base64: string): Buffer => Buffer.from(base64.replaceAll('.', '+'), 'base64');
