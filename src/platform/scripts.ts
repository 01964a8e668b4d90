/**
 * Whether a text mixes scripts to look like another: UTS 39 section 5.2, the level "Highly Restrictive". A regular expression cannot ask for the
 * script of a character, so all scripts of Unicode are listed here, the most frequent first.
 */

export const SCRIPTS = `
  Latin Cyrillic Greek Arabic Han Hiragana Katakana Hangul Hebrew Devanagari Thai Adlam Ahom Anatolian_Hieroglyphs Armenian Avestan Balinese
  Bamum Bassa_Vah Batak Bengali Beria_Erfe Bhaiksuki Bopomofo Brahmi Braille Buginese Buhid Canadian_Aboriginal Carian Caucasian_Albanian
  Chakma Cham Cherokee Chorasmian Coptic Cuneiform Cypriot Cypro_Minoan Deseret Dives_Akuru Dogra Duployan Egyptian_Hieroglyphs Elbasan
  Elymaic Ethiopic Garay Georgian Glagolitic Gothic Grantha Gujarati Gunjala_Gondi Gurmukhi Gurung_Khema Hanifi_Rohingya Hanunoo Hatran
  Imperial_Aramaic Inscriptional_Pahlavi Inscriptional_Parthian Javanese Kaithi Kannada Kawi Kayah_Li Kharoshthi Khitan_Small_Script Khmer
  Khojki Khudawadi Kirat_Rai Lao Lepcha Limbu Linear_A Linear_B Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic Manichaean Marchen
  Masaram_Gondi Medefaidrin Meetei_Mayek Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi Mongolian Mro Multani Myanmar
  Nabataean Nag_Mundari Nandinagari New_Tai_Lue Newa Nko Nushu Nyiakeng_Puachue_Hmong Ogham Ol_Chiki Ol_Onal Old_Hungarian Old_Italic
  Old_North_Arabian Old_Permic Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic Old_Uyghur Oriya Osage Osmanya Pahawh_Hmong Palmyrene
  Pau_Cin_Hau Phags_Pa Phoenician Psalter_Pahlavi Rejang Runic Samaritan Saurashtra Sharada Shavian Siddham Sidetic SignWriting Sinhala
  Sogdian Sora_Sompeng Soyombo Sundanese Sunuwar Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet Tai_Yo Takri Tamil Tangsa
  Tangut Telugu Thaana Tibetan Tifinagh Tirhuta Todhri Tolong_Siki Toto Tulu_Tigalari Ugaritic Vai Vithkuqi Wancho Warang_Citi Yezidi Yi
  Zanabazar_Square
`.match(/\w+/g)!;

/** Characters of these scripts, and those that all scripts share. */
const writtenIn = (scripts: readonly string[]): RegExp =>
  new RegExp(`^[\\p{scx=Common}\\p{scx=Inherited}${scripts.map((script) => `\\p{scx=${script}}`).join('')}]*$`, 'u');

const ASCII = /^[\0-\x7f]*$/;

/** Scripts that Japanese, Korean and Chinese use together, also with Latin letters. */
const TOGETHER = ['Hiragana Katakana', 'Hangul', 'Bopomofo'].map((scripts) =>
  writtenIn(['Latin', 'Han', ...scripts.split(' ')]),
);

/** The patterns of single scripts. Compiled when they are first needed, because most are not. */
const singles = SCRIPTS.map((script) => {
  let pattern: RegExp | undefined;
  return (text: string): boolean => (pattern ??= writtenIn([script])).test(text);
});

export const mixesScripts = (text: string): boolean =>
  !ASCII.test(text) && !TOGETHER.some((pattern) => pattern.test(text)) && !singles.some((isIn) => isIn(text));
