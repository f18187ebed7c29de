// Chinese numerals and what two texts are compared by; the copy of numerals.py and of normalise() in marking.py.
(function (B) {
  'use strict';
  if (B.normalise) return;
  const DIGITS = {〇: 0, 两: 2};
  Array.from('零一二三四五六七八九').forEach((sign, i) => { DIGITS[sign] = i; DIGITS[i] = i; });
  const UNITS = {十: 10, 百: 100, 千: 1000};
  const LARGE = {万: 1e4, 亿: 1e8};
  const NUMERAL = '零〇一二两三四五六七八九十百千万亿';
  const RUN = new RegExp('[' + NUMERAL + '0-9]*[' + NUMERAL + '][' + NUMERAL + '0-9]*', 'g');
  const SPACES = /[ \t\n\r\u00a0\u2000-\u200b\u3000\ufeff]/g;
  const TOO_LARGE = 1e15;
  const MAX_BLANK = 200;

  // `四十二`, `42`, `二〇二六`, `3千` → the number; null for what is no well-formed number.
  B.toInt = (text) => {
    if (/^[0-9]{1,15}$/.test(text)) return Number(text);
    if (/^[零〇一二三四五六七八九]{2,15}$/.test(text)) return Number(Array.from(text, (sign) => DIGITS[sign]).join(''));
    let total = 0, section = 0, digits = '';
    for (const sign of text) {
      if (sign in DIGITS) {
        digits += DIGITS[sign];
      } else if (sign in UNITS) {
        section += Number(digits || '1') * UNITS[sign];
        digits = '';
      } else if (sign in LARGE) {
        section += Number(digits || '0');
        if (!(total + section)) return null;
        total = sign === '亿' ? (total + section) * LARGE[sign] : total + section * LARGE[sign];
        section = 0;
        digits = '';
      } else {
        return null;
      }
    }
    return digits.length > 15 ? null : total + section + Number(digits || '0');
  };

  // Every Chinese numeral of a text in digits: 七日 → 7日.
  B.toDigits = (text) => text.replace(RUN, (run) => {
    const value = B.toInt(run);
    return value === null || value >= TOO_LARGE ? run : String(value);
  });

  // NFKC, lower case, no spaces, numerals in digits: ７ 日 = 7日 = 七日. Lengths are counted in code points, as Python does.
  B.normalise = (text) =>
    B.toDigits(Array.from(text).slice(0, MAX_BLANK).join('').normalize('NFKC').toLowerCase().replace(SPACES, ''));

  // A decimal number in millionths, exactly; null for what is none, or longer than 9 + 6 digits.
  B.micro = (text) => {
    const found = /^(-?)(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text);
    if (!found) return null;
    const value = Number(found[2]) * 1e6 + Number((found[3] || '').padEnd(6, '0'));
    return found[1] ? -value : value;
  };
})(globalThis.Banxing = globalThis.Banxing || {});
