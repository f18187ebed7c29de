// Chinese numerals; the copy of numerals.py.
(function (B) {
  'use strict';
  if (B.toInt) return;
  const DIGITS = {〇: 0, 两: 2};
  Array.from('零一二三四五六七八九').forEach((sign, i) => { DIGITS[sign] = i; DIGITS[i] = i; });
  const UNITS = {十: 10, 百: 100, 千: 1000};
  const LARGE = {万: 1e4, 亿: 1e8};

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
})(globalThis.Banxing = globalThis.Banxing || {});
