// What two texts are compared by; the copy of normalise() in marking.py. Needs numerals.js.
(function (B) {
  'use strict';
  if (B.normalise) return;
  const NUMERAL = '零〇一二两三四五六七八九十百千万亿';
  const RUN = new RegExp('[' + NUMERAL + '0-9]*[' + NUMERAL + '][' + NUMERAL + '0-9]*', 'g');
  const SPACES = /[ \t\n\r\u00a0\u2000-\u200b\u3000\ufeff]/g;
  const TOO_LARGE = 1e15;
  const MAX_BLANK = 200;

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
