/** Which characters names may contain, in the scripts of the world. */
import { mixesScripts, SCRIPTS } from '../../src/platform/scripts';
import { hasCompatibilityForms, hidesCharacters, isLine, mixesScriptsInWord } from '../../src/platform/unicode';
import { isPlainlyWritten } from '../../src/platform/usernames';

const points = (test: (text: string) => boolean): string[] => {
  const found: string[] = [];
  for (let point = 0; point <= 0x10ffff; point += 1) {
    if (point >= 0xd800 && point < 0xe000) continue;
    const text = String.fromCodePoint(point);
    if (test(text)) found.push(point.toString(16));
  }
  return found;
};

describe('names of people', () => {
  test.each([
    ['Persian, with a joiner between words', '\u0639\u0644\u06cc\u200c\u0631\u0636\u0627'],
    ['Sinhala', '\u0dc1\u0dca\u200d\u0dbb\u0dd3'],
    ['Malayalam, with a joiner at the end', '\u0d2e\u0d4b\u0d39\u0d28\u0d4d\u200d'],
    ['Bengali', '\u09b0\u200d\u09cd\u09af\u09be\u09ae'],
    ['Mongolian, with a variant and a vowel separator', '\u1828\u180b\u1820\u180e\u1820'.replace('\u180e', '')],
    ['a Japanese variant of a character', '\u845b\u{e0100}\u57ce'],
    ['Arabic with a mark of direction', 'شركة \u200fABC\u200e'],
    ['Hebrew', 'דָּוִד בֶּן־גּוּרִיּוֹן'],
    ['Irish', 'Seán O’Casey-Ní Dhónaill'],
    ['decomposed', 'Zoe\u0308 Mu\u0308ller'],
    ['Hawaiian', 'Kaʻiulani'],
    ['Georgian', 'ნინო Ნ'],
    ['Adlam', '𞤀𞤣𞤤𞤢𞤥\u200c𞤀'],
    ['Thai', 'สมชาย'],
    ['Chinese', '王秀英'],
    ['Korean', '김민준'],
    ['several alphabets', 'Иван Smith'],
    ['emoji', '👩🏽\u200d💻 and ❤\ufe0f'],
    ['no name at all', ''],
  ])('%s', (_what, name) => expect([name, isLine(name)]).toEqual([name, true]));

  test.each([
    ['a line break', 'a\nb'],
    ['a line separator', 'a\u2028b'],
    ['NUL', 'a\0b'],
    ['half a character', 'a\ud800'],
    ['an override', 'a\u202eb'],
    ['an embedding', 'a\u202bb\u202c'],
    ['an isolate', 'a\u2066b\u2069'],
    ['a zero-width space', 'a\u200bb'],
    ['a byte order mark', '\ufeffa'],
    ['a joiner in a Latin word', 'ma\u200dra'],
    ['a joiner after an accent of a Latin letter', 'ma\u0301\u200dra'],
    ['a joiner at the beginning', '\u200c\u0639\u0644\u06cc'],
    ['two joiners', '\u0639\u200c\u200c\u0644'],
    ['a soft hyphen', 'ma\u00adra'],
    ['a filler', 'mara\u3164'],
    ['a variant of a Latin letter', 'mara\ufe0e'],
    ['two variants', '\u845b\u{e0100}\u{e0101}'],
    ['a tag', 'mara\u{e0041}'],
    ['only invisible characters', '\u200f\u200e'],
    ['only a blank', '\u2800'],
  ])('not %s', (_what, name) => expect([name, isLine(name)]).toEqual([name, false]));
});

describe('names that identify', () => {
  test.each(['ma\u00adra', 'mara\u3164', 'mara\ufe0e', 'mara\u{e0041}', 'ma\u034fra', 'ma\u061cra', 'ma\u2066ra'])(
    '%j hides characters',
    (name) => expect(hidesCharacters(name)).toBe(true),
  );
  test('so does each character that Unicode says nobody sees', () => {
    const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{White_Space}]/u;
    expect(points((text) => unseen.test(text) && text !== ' ' && !hidesCharacters(text))).toEqual([]);
  });
  test.each(['mara', 'Mara Smith', 'josé', 'Łukasz', 'иван', '王秀英', 'मीरा', 'o’casey', 'a.b-c_d+e', 'ß', '🦑'])(
    '%j does not',
    (name) => {
      expect(hidesCharacters(name)).toBe(false);
      expect(hasCompatibilityForms(name)).toBe(false);
      expect(mixesScripts(name)).toBe(false);
    },
  );
  test('composed and decomposed accents are usual, double width is not', () => {
    expect(hasCompatibilityForms('jose\u0301')).toBe(false);
    for (const name of ['ｂｏｂ', 'ⓑⓞⓑ', 'a\u00a0b', 'ﬁ', '①'])
      expect([name, hasCompatibilityForms(name)]).toEqual([name, true]);
  });
});

describe('scripts', () => {
  test('each character has a script in the list', () => {
    const listed = new RegExp(
      `[${SCRIPTS.map((script) => `\\p{Script=${script}}`).join('')}\\p{Script=Common}\\p{Script=Inherited}]`,
      'u',
    );
    expect(points((text) => !listed.test(text) && !/[\p{Cn}\p{Co}]/u.test(text))).toEqual([]);
  });
  test.each(['pаypal', 'аdmin', 'αdmin', 'Ωmega', 'ivаn', 'кaterina', 'հello', 'ꓮdmin', 'ㄅа', 'ひалло', 'Ꭰdmin'])(
    '%s mixes them',
    (name) => expect(mixesScripts(name)).toBe(true),
  );
  test.each([
    'admin',
    'администратор',
    'διαχειριστής',
    '東京タワーのNTT',
    '한국어漢字ABC',
    'ㄅㄆ注音abc',
    'مدير1',
    'ー',
    '',
    '123',
    'שלום-2',
  ])('%s does not', (name) => expect(mixesScripts(name)).toBe(false));
  test('words of a name can be in different ones', () => {
    expect(mixesScriptsInWord('Команда DevOps (東京)')).toBe(false);
    expect(mixesScriptsInWord('Team pаypal')).toBe(true);
  });
});

describe('usernames', () => {
  test.each([
    ['a dot on a letter that has one', 'admi\u0307n'],
    ['a dot on a letter that has one, after another mark', 'admi\u0323\u0307n'],
    ['a dot on a dotless letter', 'adm\u0131\u0307n'],
    ['a dot on a dotless j', '\u0237\u0307ane'],
    ['a symbol without a glyph', 'admin\u{1D159}'],
    ['an embedded object', 'admin\uFFFC'],
    ['a replacement character', 'admin\uFFFD'],
    ['a mark alone', '\u0301'],
    ['a mark at the beginning', '\u0301admin'],
    ['a mark after a digit', '1\u0301'],
    ['a mark after a space', 'a \u0301b'],
    ['an accent twice', 'ade\u0301\u0301le'],
    ['an accent twice, with another between', 'ade\u0301\u0300\u0301le'],
    ['five accents', 'e\u0301\u0300\u0302\u0303\u0304'],
    ['an enclosing mark', 'a\u20dd'],
    ['the script g', 'lo\u0261in'],
    ['the script a', '\u0251dmin'],
    ['a small capital', 'ad\u1d0din'],
    ['a small capital of a later block', 'a\ua731a'],
    ['a squid', '🦑'],
    ['a sign of a currency', 'a€'],
    ['a modifier symbol', 'a\u02c2'],
    ['a hyphen that is not the usual one', 'anna\u2010maria'],
    ['an arrow', 'a→b'],
  ])('not %s', (_what, name) => expect([name, isPlainlyWritten(name.normalize('NFKC'))]).toEqual([name, false]));

  test.each([
    ['all of ASCII', String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i))],
    ['an address', 'o’neil+list@例子.广告'],
    ['Turkish', 'İbrahim Yıldız'],
    ['Vietnamese', 'Nguyễn Thị Hồng'],
    ['Lithuanian', 'Jūratė'],
    ['Yoruba', 'Ọlá\u0300bísí'.normalize('NFD').replace('\u0301\u0300', '\u0301')],
    ['Hausa', 'ɓaɗo ƙwari'],
    ['Ewe', 'Kɔdzo Ɛfʋa Ŋɔ'],
    ['Igbo', 'Chị\u0301nedu'],
    ['Guarani', 'g\u0303uarani'],
    ['Catalan', 'Gal·la'],
    ['Hawaiian', 'Kaʻiulani'],
    ['Greek', 'Νίκος Παπαδόπουλος'],
    ['polytonic Greek', 'ᾧ'],
    ['Ukrainian', 'Юрій Їжак'],
    ['Hebrew with points', 'דָּוִד'],
    ['Hebrew with an abbreviation', 'ש״ס'],
    ['Arabic with vowels', 'مُحَمَّد١'],
    ['Devanagari', 'मीरा श्रीनिवासन'],
    ['Tamil', 'தமிழ்'],
    ['Bengali', 'বাংলা১'],
    ['Thai', 'น้ำผึ้ง'],
    ['Lao', 'ຄຳ'],
    ['Khmer', 'ស្រីមុំ'],
    ['Burmese', 'ကျွန်ုပ်'],
    ['Tibetan', 'བསྟན་འཛིན'],
    ['Ethiopic', 'ሰላም'],
    ['Japanese', 'マイケル・ジョン二〇々'],
    ['Korean', '김민준'.normalize('NFD')],
    ['Adlam', '𞤀𞤣𞤤𞤢𞤥'],
  ])('%s', (_what, name) => expect([name, isPlainlyWritten(name.normalize('NFKC'))]).toEqual([name, true]));
});
