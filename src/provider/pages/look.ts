/** How pages look: their language, and the brand of the service or of the application that the user signs in to. */
import { type Language, LANGUAGES, type Texts } from '../texts';

export interface Brand {
  /** The name of the service, in the titles of pages. */
  service: string;
  /** The name beside the logo: of the service, or of the application if the logo is the application's. */
  name: string;
  logoUri: string | null;
  /** Of the form #rrggbb. */
  color: string | null;
  policyUri: string | null;
  termsUri: string | null;
}

export interface Look {
  language: Language;
  texts: Texts;
  brand: Brand;
  /** The path of PUBLIC_URL, which all links are below. */
  base: string;
}

export const PLAIN_BRAND: Brand = {
  ...{ service: 'Castellan', name: 'Castellan' },
  ...{ logoUri: null, color: null, policyUri: null, termsUri: null },
};

export const lookIn = (language: Language, brand: Brand = PLAIN_BRAND, base = ''): Look => ({
  language,
  texts: LANGUAGES[language],
  brand,
  base,
});
